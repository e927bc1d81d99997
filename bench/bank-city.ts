import type { DatabaseSync } from 'node:sqlite'
import { closeDays } from '../src/closes/close'
import { OFFICIALS } from '../src/demo/cast'
import { appoint, inviteSecond } from '../src/demo/officials'
import { visitor } from '../src/demo/people'
import { fetchStatements } from '../src/intake/fetch'
import { DAY_MS, dayStart, HOUR_MS, localDate, MINUTE_MS, plusDays } from '../src/kernel/time'
import { sealSettlementAccount } from '../src/merchants/settlement-account'
import { payDaily } from '../src/payouts/pay'
import { settlePayouts } from '../src/payouts/settle'
import { reconcileDays } from '../src/reconciliation/reconcile'
import { openBenchCity } from './in-memory-city'

export type BankShop = { id: string; account_no: string }
const FUNDED_FEN = 10_000_000

/** A city of so many shops with custody accounts at the mock bank, ten weeks' money in each. */
export async function openBankCity(file: string, shops: number) {
  const city = await openBenchCity(file)
  const { database, opened, operator } = city
  const { world } = opened
  const all_shops: BankShop[] = []
  for (let n = 0; n < shops; n++) all_shops.push(await copyShop(city, n))
  const said = OFFICIALS.teller
  // Entered the day before.
  city.advance(-DAY_MS)
  const second = await inviteSecond(operator)
  const id = await appoint(city.client, [operator, second], { ...said, districts: [] })
  city.advance(DAY_MS)
  const teller = visitor(city.client, 'bank', id)
  const move = mover(database, world)
  return {
    ...city,
    shops: all_shops,
    teller,
    /** Every shop earns so much and is paid it; the bank confirms eleven minutes later. */
    async paysOut(amount_fen: (shop: number) => number) {
      all_shops.forEach(({ id }, n) => {
        move('psp:stripe', `payable:${id}`, amount_fen(n), 'bench_earned', id)
      })
      while ((await payDaily(world, 100)) > 0);
      while ((await settlePayouts(world, 100)) > 0);
      city.advance(11 * MINUTE_MS)
      while ((await settlePayouts(world, 100)) > 0);
    },
    /** On to 06:30 of the next day: the statement is fetched, the day reconciled and sealed. Says which and how long. */
    async closes() {
      const day = localDate(world.now())
      const morning = Date.parse(dayStart(plusDays(day, 1))) + 6.5 * HOUR_MS
      city.advance(morning - Date.parse(world.now()))
      const started = performance.now()
      await fetchStatements(world, 10)
      while ((await reconcileDays(world, 100)) > 0);
      while ((await closeDays(world, 100)) > 0);
      return { day, ms: performance.now() - started }
    },
  }
}

type City = Awaited<ReturnType<typeof openBenchCity>>
type World = City['opened']['world']
const mover = (database: DatabaseSync, world: World) => {
  const insert = database.prepare(
    `INSERT INTO ledger_transfers
       (id, from_account_id, to_account_id, amount_fen, reason, subject_id, event_at, created_at)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
  )
  return (from: string, to: string, fen: number, reason: string, subject: string) =>
    insert.run(world.newId('trf'), from, to, fen, reason, subject, world.now(), world.now())
}

/** A copy of the bakery with an account of its own at the bank, and the same money there and in the ledger. */
async function copyShop({ database, opened }: City, n: number): Promise<BankShop> {
  const { world } = opened
  const id = world.newId('mch')
  const { account_no } = await world.bank.openCustodyAccount({
    instruction_id: `bench-open-${n}`,
    merchant_id: id,
    holder: `店${n}`,
  })
  const said = { merchant_id: id, account_no: `6222020${10_000_000 + n}99` }
  const sealed = await sealSettlementAccount(world, said)
  const own = ['id', 'licence_no', 'code', 'custody_account_no', 'settlement_account_no', 'version']
  const copied = (database.prepare('PRAGMA table_info(merchants)').all() as { name: string }[])
    .map(({ name }) => name)
    .filter((name) => !own.includes(name))
  database
    .prepare(
      `INSERT INTO merchants (${[...own, ...copied].join(', ')})
       SELECT ?, ?, ?, ?, ?, 1, ${copied.join(', ')} FROM merchants WHERE admitted_at IS NOT NULL LIMIT 1`,
    )
    .run(id, `L${n}`, `B${n}`, account_no, sealed.settlement_account_no)
  database.prepare('INSERT INTO merchant_totals (merchant_id) VALUES (?)').run(id)
  const open = database.prepare('INSERT INTO ledger_accounts (id, floor_fen) VALUES (?, ?)')
  if (n === 0 && !database.prepare("SELECT 1 FROM ledger_accounts WHERE id = 'psp:stripe'").get())
    open.run('psp:stripe', null)
  open.run(`custody:${id}`, null)
  for (const kind of ['payable', 'paying']) open.run(`${kind}:${id}`, 0)
  const settlement = world.newId('stl')
  mover(database, world)(`custody:${id}`, 'psp:stripe', FUNDED_FEN, 'provider_settled', settlement)
  await world.bank.creditCustody({
    instruction_id: settlement,
    custody_account_no: account_no,
    amount_fen: FUNDED_FEN,
    reference: 'bench',
  })
  return { id, account_no }
}
