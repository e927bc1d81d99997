import { type BooksReport, checkBooks } from '../../src/books/check'
import type { AnswerTo, ItemFor } from '../../src/client/types'
import { closeDays } from '../../src/closes/close'
import { fetchStatements } from '../../src/intake/fetch'
import { type LocalDate, localDate, plusDays } from '../../src/kernel/time'
import { type FaultKind, liftBankFaults, setBankFault } from '../../src/mocks/bank-faults'
import { all, type Row, sql } from '../../src/platform/d1'
import { reconcileDays } from '../../src/reconciliation/reconcile'
import { type BankCity, openBankCity } from './bank-city'

type Break = AnswerTo<'GET /v1/bank/breaks', 'bank'>['data'][number]
/** What the bank will tell wrongly of a day, and the class it must be found as; null: nothing may be found. */
type Plan = { no: number; kind: FaultKind; is: string | null; said: string }
const PLANS: readonly Plan[] = [
  { no: 2, kind: 'dropped', is: 'B1', said: '漏记一笔付款' },
  { no: 3, kind: 'unknown_credit', is: 'B2', said: '多出一笔来历不明的进账' },
  { no: 4, kind: 'fen_more', is: 'B3', said: '一笔付款的金额差一分' },
  { no: 5, kind: 'sign_flipped', is: 'B4', said: '一笔付款记成进账' },
  { no: 6, kind: 'doubled', is: 'B5', said: '一笔付款记了两遍' },
  { no: 7, kind: 'pushed', is: 'B7', said: '一笔付款第二天才记' },
  { no: 8, kind: 'bounced', is: 'B8', said: '一笔付款被退汇' },
  { no: 9, kind: 'reversed', is: 'B8', said: '一笔付款被冲正' },
  { no: 10, kind: 'charge', is: 'B9', said: '扣了账户管理费' },
  { no: 11, kind: 'interest', is: 'B9', said: '结了利息' },
  { no: 12, kind: 'wrong_account', is: 'B10', said: '一笔付款记到另一家店的专户' },
  { no: 13, kind: 'garbled', is: 'B11', said: '一笔付款的编号写错' },
  { no: 14, kind: 'control', is: 'B12', said: '期末余额与明细接不上' },
  { no: 15, kind: 'missing', is: 'B12', said: '这天没有送来对账单' },
  { no: 17, kind: 'batched', is: null, said: '几笔付款合成一行（不是错）' },
  { no: 18, kind: 'reordered', is: null, said: '明细倒着排（不是错）' },
]
const DAYS = 27
const LINES_SHOWN = 6
const AMOUNT_FEN = 50_001
/** The missing statement comes so many mornings late. */
const LATE_DAYS = 3

export type Injected = Plan & { day: LocalDate }
export type Found = {
  class: string
  first_class: string
  day: LocalDate
  found_on: LocalDate
  difference_fen: number
  note: string
  state: string
  proposal: string | null
  cleared_on: LocalDate | null
}
export type Month = {
  injected: Injected[]
  found: Found[]
  /** What the fetched file of the first day was, as the page about it is answered. */
  file: ItemFor<'GET /v1/bank/files', 'bank'>
  csv: string[]
  days: ItemFor<'GET /v1/bank/days', 'bank'>[]
  closes: ItemFor<'GET /v1/bank/closes', 'bank'>[]
  resolved: { before: Break; refused: string; after: Break; custody_fen: [number, number] }
  books: BooksReport
}

/** Four weeks of the town with the bank's mistakes in them; the same figures every time it is played. */
export async function playBankMonth(): Promise<Month> {
  const city = await openBankCity()
  const first = localDate(city.world.now())
  const injected: Injected[] = []
  let resolved: Month['resolved'] | null = null
  for (let no = 1; no <= DAYS; no++) {
    const day = plusDays(first, no - 1 + FUNDED_AFTER)
    city.goTo(day, 10)
    await letPayoutsGoOn(city)
    await city.trades(no)
    const plan = PLANS.find((one) => one.no === no)
    if (plan) injected.push({ ...plan, day: await inject(city, plan, day) })
    const late = injected.find(({ kind, no: on }) => kind === 'missing' && on + LATE_DAYS === no)
    if (late) await liftBankFaults(city.world.db, late.day)
    await morningAfter(city, day)
    resolved = (await workBreaks(city)) ?? resolved
  }
  if (resolved === null) throw new Error('nothing was resolved')
  return { injected, resolved, ...(await resultsOf(city)) }
}
/** Days until the first payments have reached the custody accounts. */
const FUNDED_AFTER = 3

async function inject({ world, regulars }: BankCity, plan: Plan, day: LocalDate) {
  const [shop, other] = await Promise.all(
    regulars.slice(0, 2).map(({ shop: { id } }) => accountOf(world.db, id)),
  )
  const [entry] = await all(
    world.db,
    sql<Row>`SELECT seq FROM mock_bank_entries WHERE account_no = ${shop ?? ''} AND amount_fen < 0 ORDER BY seq DESC LIMIT 1`,
  )
  const of_entry = {
    entry_seq: Number(entry?.seq),
    account_no: shop ?? '',
    other_account_no: other ?? '',
  }
  const of_account = { account_no: shop ?? '', amount_fen: AMOUNT_FEN }
  const whole_day = ['missing', 'batched', 'reordered'].includes(plan.kind)
  const own = ['unknown_credit', 'charge', 'interest', 'control'].includes(plan.kind)
  const more = whole_day ? {} : own ? of_account : of_entry
  await setBankFault(world.db, { day, kind: plan.kind, ...more })
  return day
}
async function accountOf(db: BankCity['world']['db'], merchant_id: string): Promise<string> {
  const [row] = await all(
    db,
    sql<Row>`SELECT custody_account_no AS no FROM merchants WHERE id = ${merchant_id}`,
  )
  return String(row?.no)
}

/** A gap holds a shop's payouts until it is made good: this month goes on as if it were, so that there is something to tell. */
const letPayoutsGoOn = ({ world }: BankCity) =>
  world.db.batch([
    sql`UPDATE merchant_covers SET missing_fen = 0, version = version + 1 WHERE missing_fen > 0`,
  ])

/** 06:30 of the next day: the statement is fetched, the day reconciled, and sealed. */
async function morningAfter({ world, goTo }: BankCity, day: LocalDate): Promise<void> {
  goTo(plusDays(day, 1), 6.5)
  await fetchStatements(world, 100)
  while ((await reconcileDays(world, 50)) > 0);
  while ((await closeDays(world, 50)) > 0);
}

/** Every morning, one official proposes an end for every break that may have one, is refused as its checker, and another approves. */
async function workBreaks(city: BankCity): Promise<Month['resolved'] | null> {
  const [maker, other] = [city.as(city.teller), city.as(city.checker)]
  const { data } = await maker.must('GET /v1/bank/breaks', { query: { limit: 100 } })
  let told: Month['resolved'] | null = null
  for (const one of data.toReversed()) {
    const { merchant_id, may_end_as } = one
    const [proposal] = may_end_as
    // What is late today is there tomorrow: a day without a statement waits for the statement.
    if (proposal === undefined || merchant_id === null || waitsForFile(one)) continue
    const params = { id: one.id }
    const before = await custodyOf(city, merchant_id)
    const said = { proposal, note: '已与柜面核实' }
    await maker.must('POST /v1/bank/breaks/:id/proposal', { params, body: said })
    const approval = { params, body: { proposal, difference_fen: one.difference_fen } }
    const own = await maker.ask('POST /v1/bank/breaks/:id/approval', approval)
    if (own.is !== 'refused') throw new Error('somebody approved what they had proposed')
    const refused = `${own.status} ${own.problem.code}：${own.problem.detail}`
    const after = await other.must('POST /v1/bank/breaks/:id/approval', approval)
    const custody_fen: [number, number] = [before, await custodyOf(city, merchant_id)]
    if (one.class === 'B5') told = { before: one, refused, after, custody_fen }
  }
  return told
}
const waitsForFile = (one: Break): boolean => one.class === 'B12' && one.difference_fen === 0

async function custodyOf({ world }: BankCity, merchant_id: string): Promise<number> {
  const [row] = await all(
    world.db,
    sql<Row>`SELECT -balance_fen AS fen FROM ledger_accounts WHERE id = ${`custody:${merchant_id}`}`,
  )
  return Number(row?.fen)
}

async function resultsOf(city: BankCity) {
  const { world } = city
  const checker = city.as(city.checker)
  const page = { query: { limit: 100 } }
  const found = await all(
    world.db,
    sql<Found>`SELECT class, first_class, day, found_on, difference_fen + other_difference_fen AS difference_fen, note,
               state, proposal, cleared_on FROM bank_breaks ORDER BY day, id`,
  )
  const files = await checker.must('GET /v1/bank/files', page)
  const days = await checker.must('GET /v1/bank/days', page)
  const closes = await checker.must('GET /v1/bank/closes', page)
  const file = files.data.at(-1)
  if (!file) throw new Error('no file was fetched')
  const told = await world.bank.statement({ day: String(found[0]?.day) })
  return {
    found,
    file,
    csv: new TextDecoder().decode(told?.bytes).trim().split(/\r?\n/).slice(0, LINES_SHOWN),
    days: days.data.toReversed(),
    closes: closes.data.toReversed(),
    books: await checkBooks(world.db),
  }
}
