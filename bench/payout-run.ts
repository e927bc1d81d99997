import { MINUTE_MS } from '../src/kernel/time'
import { sealSettlementAccount } from '../src/merchants/settlement-account'
import { payDaily } from '../src/payouts/pay'
import { settlePayouts } from '../src/payouts/settle'
import { openBenchCity } from './in-memory-city'

const EARNED_FEN = 12_345

/** Many shops that have earned something, paid in one evening: intent, the bank's yes, the money's arrival. */
export async function payoutRun(file: string, shops: number) {
  const { opened, database, advance } = await openBenchCity(file)
  const { world } = opened
  await sellTo(world, database, shops)
  const timed = async (job: (limit: number) => Promise<number>) => {
    const started = performance.now()
    while ((await job(100)) > 0);
    return Math.round((performance.now() - started) / 100) / 10
  }
  const created_s = await timed((limit) => payDaily(world, limit))
  const told_s = await timed((limit) => settlePayouts(world, limit))
  advance(15 * MINUTE_MS)
  const paid_s = await timed((limit) => settlePayouts(world, limit))
  const one = (text: string) => Object.values(database.prepare(text).get() as object)[0] as number
  const paid = one("SELECT count(*) FROM payouts WHERE state = 'paid'")
  const at_bank = one("SELECT sum(amount_fen) FROM mock_bank_payouts WHERE state = 'paid'")
  const twice = one('SELECT count(*) - count(DISTINCT instruction_id) FROM mock_bank_payouts')
  database.close()
  const ok = paid === shops && at_bank === shops * EARNED_FEN && twice === 0
  return { ok, shops, created_s, told_s, paid_s, paid_twice: twice }
}

type City = Awaited<ReturnType<typeof openBenchCity>>
/** Copies of the bakery, each with an account of its own and money earned that custody holds. */
async function sellTo(
  world: City['opened']['world'],
  database: City['database'],
  shops: number,
): Promise<void> {
  const columns = (
    database.prepare('PRAGMA table_info(merchants)').all() as { name: string }[]
  ).map(({ name }) => name)
  const own = ['id', 'licence_no', 'code', 'custody_account_no', 'settlement_account_no', 'version']
  const copied = columns.filter((name) => !own.includes(name))
  const insert = database.prepare(
    `INSERT INTO merchants (${[...own, ...copied].join(', ')})
     SELECT ?, ?, ?, ?, ?, 1, ${copied.join(', ')} FROM merchants WHERE admitted_at IS NOT NULL LIMIT 1`,
  )
  const now = world.now()
  const accounts: string[] = []
  database.exec('BEGIN')
  for (let n = 0; n < shops; n++) {
    const id = world.newId('mch')
    const custody_no = String(9_000_000_000_000_000 + n)
    const sealed = await sealSettlementAccount(world, {
      merchant_id: id,
      account_no: `6222020${String(10_000_000 + n)}99`,
    })
    insert.run(id, `L${n}`, `B${n}`, custody_no, sealed.settlement_account_no)
    database.prepare('INSERT INTO merchant_totals (merchant_id) VALUES (?)').run(id)
    for (const account of [`custody:${id}`, `payable:${id}`, `paying:${id}`])
      database
        .prepare('INSERT INTO ledger_accounts (id, floor_fen) VALUES (?, ?)')
        .run(account, account.startsWith('custody') ? null : 0)
    database
      .prepare(
        `INSERT INTO ledger_transfers
           (id, from_account_id, to_account_id, amount_fen, reason, subject_id, event_at, created_at)
         VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
      )
      .run(
        world.newId('trf'),
        `custody:${id}`,
        `payable:${id}`,
        EARNED_FEN,
        'bench_earned',
        id,
        now,
        now,
      )
    accounts.push(custody_no)
  }
  database.exec('COMMIT')
  for (const [n, custody_account_no] of accounts.entries())
    await world.bank.creditCustody({
      instruction_id: `bench-${n}`,
      custody_account_no,
      amount_fen: EARNED_FEN,
      reference: 'bench',
    })
}
