import { copyFileSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { CONFIG } from '../bench/in-memory-city'
import { checkBooks } from '../src/books/check'
import { chargeFees } from '../src/custody/fees'
import { fundRefunds } from '../src/custody/refunds'
import { finishSettlements, settleIntoCustody } from '../src/custody/settle'
import { openInProcess } from '../src/demo/in-process'
import { tellDeposits } from '../src/ends/deposit'
import { sqliteDb } from '../src/engines/sqlite'
import { HOUR_MS, MINUTE_MS } from '../src/kernel/time'
import { payDaily } from '../src/payouts/pay'
import { settlePayouts } from '../src/payouts/settle'
import type { Db } from '../src/platform/d1'
import type { World } from '../src/platform/world'
import { sendRefunds } from '../src/remittances/send'
import { buildDuties, STARTS_AT } from './crash-duties'

/** Everything that tells the outside, in the order of a day. */
const JOBS = [
  settleIntoCustody,
  finishSettlements,
  tellDeposits,
  chargeFees,
  payDaily,
  settlePayouts,
  sendRefunds,
  fundRefunds,
]
/** When the process dies at an outside call: before it is made, when it was served, or once its first batch is written. */
const MOMENTS = ['before', 'served', 'booked'] as const
type Death = { call: number; moment: (typeof MOMENTS)[number] }
const TELLS = ['creditCustody', 'takeFee', 'payProvider', 'submitPayout'] as const

type Outside = {
  kills: number
  acked: number
  lost: number
  doubled: number
  wrong: string[]
}

/**
 * Kills the process at every outside call of a day, each at three moments, on a copy of the same books; lets it start
 * again and run on; and counts what the bank and the provider did of what they were told. Every thing must have been
 * carried out (`lost` 0) once (`doubled` 0), and the books be clean.
 */
export async function crashOutside(dir: string): Promise<Outside> {
  const base = join(dir, 'duties.sqlite')
  const offset_ms = await buildDuties(base)
  const sum: Outside = { kills: 0, acked: 0, lost: 0, doubled: 0, wrong: [] }
  for (let call = 1; ; call++) {
    let died = false
    for (const moment of MOMENTS) {
      const file = join(dir, `outside-${call}-${moment}.sqlite`)
      copyFileSync(base, file)
      died = (await oneDeath(file, offset_ms, { call, moment }, sum)) || died
    }
    if (!died) return sum
  }
}

async function oneDeath(file: string, offset_ms: number, death: Death, sum: Outside) {
  const database = new DatabaseSync(file)
  const { opened } = openInProcess(CONFIG, sqliteDb(database), STARTS_AT)
  opened.clock.offset_ms = offset_ms
  const mortal = mortalWorld(opened.world, death)
  await tick(mortal.world).catch(() => undefined)
  if (mortal.died()) {
    sum.kills += 1
    for (let i = 0; i < 14; i++) {
      opened.clock.offset_ms += i < 5 ? 20 * MINUTE_MS : 7 * HOUR_MS
      await tick(opened.world)
    }
    await judge(database, `${death.moment} call ${death.call}`, sum)
  }
  database.close()
  return mortal.died()
}

async function tick(world: World): Promise<void> {
  for (const job of JOBS) await job(world, 100)
}

/** A world that ends at a call: from then on nothing is read or written any more, as when a process is killed. */
function mortalWorld(world: World, { call, moment }: Death): { world: World; died: () => boolean } {
  let calls = 0
  let left = Number.POSITIVE_INFINITY
  let dead = false
  const killed = (): never => {
    dead = true
    throw new Error('killed')
  }
  const db: Db = {
    async batch(statements) {
      if (dead || left-- <= 0) killed()
      return world.db.batch(statements)
    },
  }
  const calling =
    <A, R>(serve: (order: A) => Promise<R>) =>
    async (order: A): Promise<R> => {
      if (dead) killed()
      const is_it = ++calls === call
      if (is_it && moment === 'before') killed()
      const said = await serve(order)
      if (is_it && moment === 'served') killed()
      if (is_it) left = 1
      return said
    }
  const bank = { ...world.bank }
  for (const tell of TELLS) bank[tell] = calling<never, never>(world.bank[tell] as never)
  const payments = { ...world.payments, refund: calling(world.payments.refund) }
  return { world: { ...world, db, bank, payments }, died: () => dead }
}

type Row = { id: string; kind: string; state: string; times: number }
/** How often the outside did each thing it was told; a provider's refund is found by our number. */
const TIMES = `SELECT i.id, i.kind, i.state, CASE i.kind WHEN 'original_refund'
    THEN (SELECT count(*) FROM mock_stripe_objects o WHERE o.id LIKE 're_%' AND o.data LIKE '%' || i.id || '%')
    ELSE (SELECT count(*) FROM mock_bank_entries e WHERE e.instruction_id = i.id) END AS times FROM instructions i`

/** What the day holds, one of each. */
const KINDS = [
  'settlement',
  'deposit',
  'fee',
  'payout',
  'original_refund',
  'bank_refund',
  'making_good',
]
async function judge(database: DatabaseSync, what: string, sum: Outside): Promise<void> {
  const told = database.prepare(TIMES).all() as Row[]
  for (const kind of KINDS.filter((one) => !told.some((row) => row.kind === one))) {
    sum.lost += 1
    sum.wrong.push(`${what}: no ${kind} was ever told`)
  }
  for (const { id, kind, state, times } of told) {
    const is_lost = state !== 'done' || times === 0
    sum.acked += is_lost ? 0 : 1
    sum.lost += is_lost ? 1 : 0
    sum.doubled += times > 1 ? 1 : 0
    if (is_lost || times > 1)
      sum.wrong.push(`${what}: ${kind} ${id} is ${state}, done ${times} times`)
  }
  const books = await checkBooks(sqliteDb(database))
  for (const { check, id, found, expected } of books.divergences)
    sum.wrong.push(`${what}: ${check} ${id} ${found} ≠ ${expected}`)
}
