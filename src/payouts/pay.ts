import { courtPaidStatements, readDueDeductions } from '../courts/store'
import { emit } from '../events/emit'
import { insist, refuse } from '../kernel/refusals'
import { dayStart, type Instant, type LocalDate, localDate } from '../kernel/time'
import { post } from '../ledger/book'
import { advanceAccount, payableAccount, payingAccount } from '../ledger/chart'
import { type Ask, defineAct } from '../platform/act'
import { all, type Statement, sql } from '../platform/d1'
import { eachDue, notSetAsideCondition } from '../platform/jobs'
import { answerOnce, jobAct } from '../platform/journal'
import type { Kit, World } from '../platform/world'
import {
  decideCourtPayout,
  decidePayout,
  FAILURES_MAX,
  type PayoutKind,
  type PayoutPlan,
} from './rules'
import {
  insertPayout,
  listDueMerchants,
  type PayoutRow,
  payableForCourtCondition,
  readTill,
  type TillRow,
} from './store'
import { presentPayout } from './views'

/**
 * The shop asks for its money now; the bank is told within minutes by the clock. Refuses what `decidePayout` does.
 */
export const requestPayout = (world: World, ask: Ask) =>
  answerOnce(world, ask, creating('on_demand', null))

/**
 * Pays every shop what it has earned, each by an act of its own: at most `limit` shops, and how many it looked at.
 * Safe to run twice and at once: a shop's n-th payout of a day has one key, and only one can be open.
 */
export async function payDaily(world: World, limit: number): Promise<number> {
  const now = world.now()
  const today = localDate(now)
  const due = await all(
    world.db,
    listDueMerchants({
      today,
      day_start: dayStart(today),
      failures_max: FAILURES_MAX,
      limit,
      and: notSetAsideCondition('payDaily', sql`m.id`, now),
    }),
  )
  return eachDue(world, 'payDaily', due, {
    id: ({ merchant_id }) => merchant_id,
    act: ({ merchant_id, payouts_today }) => payMerchant(world, merchant_id, today, payouts_today),
  })
}

function payMerchant(world: World, merchant_id: string, today: string, n: number) {
  const request = {
    operation: 'createPayout',
    key: `${merchant_id}:${today}:${n}`,
    said: [merchant_id, today, n],
  }
  return jobAct(world, request, creating('daily', merchant_id))
}

/**
 * Pays what courts take of shops' money (划拨), each by an act of its own: as much as is payable now, and again when more
 * is. At most `limit` deductions; says how many it looked at. Safe to run twice: one payout of a shop is open at a time.
 */
export async function payCourts(world: World, limit: number): Promise<number> {
  const now = world.now()
  const today = localDate(now)
  const and = notSetAsideCondition('payCourts', sql`d.id`, now)
  const due = await all(
    world.db,
    readDueDeductions(
      today,
      sql`${payableForCourtCondition(today)} AND ${and} ORDER BY d.id LIMIT ${limit}`,
    ),
  )
  return eachDue(world, 'payCourts', due, {
    id: ({ id }) => id,
    act: ({ id, merchant_id, version }) => payCourt(world, { id, merchant_id, version, today }),
  })
}
type Court = { id: string; merchant_id: string; version: number; today: LocalDate }
function payCourt(world: World, { id, merchant_id, version, today }: Court) {
  const request = { operation: 'payCourt', key: `${id}:${version}`, said: [id, version] }
  return jobAct(world, request, {
    reads: () => ({
      till: readTill(sql`${merchant_id}`, today),
      due: readDueDeductions(today, sql`d.id = ${id}`),
    }),
    decide: ({ rows, now, kit }) => {
      const till = rows.till[0] ?? refuse('merchant_not_found')
      const of = rows.due[0] ?? refuse('court_deduction_not_found')
      const plan = decideCourtPayout(till, {
        left_fen: of.amount_fen - of.paid_fen,
        before_fen: of.before_fen,
      })
      const { to_account_no, to_account_mask, to_holder } = of
      const payout = payoutOf(kit, till, now, {
        ...plan,
        ...{ kind: 'on_demand', to_account_no, to_account_mask, to_account_version: 0, to_holder },
        court_deduction_id: id,
      })
      const paid = courtPaidStatements({ deduction_id: id, amount_fen: plan.amount_fen })
      const statements = [...created(kit, payout, now), ...paid]
      return { status: 201, subject_id: payout.id, body: presentPayout(payout), statements }
    },
  })
}

/**
 * Sets the money of a payout aside and writes down that the bank is to be told: the intent, before any call. A
 * merchant's own request is about its own shop; the clock names one.
 */
const creating = (kind: PayoutKind, merchant_id: string | null) =>
  defineAct({
    reads: (who, now) => ({
      till: readTill(merchant_id === null ? who.merchant_id : sql`${merchant_id}`, localDate(now)),
    }),
    decide: ({ rows, now, kit }) => {
      const till = rows.till[0] ?? refuse('merchant_not_found')
      const payout = payoutOf(kit, till, now, {
        ...decidePayout(kind, till, localDate(now)),
        ...{ kind, to_holder: till.name, to_account_no: till.settlement_account_no },
        to_account_mask: till.settlement_account_mask,
        to_account_version: till.settlement_account_version,
        court_deduction_id: null,
      })
      return {
        status: 201,
        subject_id: payout.id,
        body: presentPayout(payout),
        statements: created(kit, payout, now),
      }
    },
  })

type Target = Pick<
  PayoutRow,
  | 'kind'
  | 'to_account_no'
  | 'to_account_mask'
  | 'to_account_version'
  | 'to_holder'
  | 'court_deduction_id'
>
function payoutOf(kit: Kit, till: TillRow, now: Instant, of: PayoutPlan & Target): PayoutRow {
  insist(till.custody_account_no !== null, 'an admitted merchant has a custody account')
  return {
    ...of,
    id: kit.newId('pyo'),
    merchant_id: till.id,
    day: localDate(now),
    custody_account_no: till.custody_account_no,
    state: 'created',
    bank_ref: null,
    reason: null,
    created_at: now,
    sent_at: null,
    paid_at: null,
    ended_at: null,
    next_check_at: now,
    version: 1,
  }
}

/** The repayment leaves first, so that the range the payout covers ends with it; then the row, then its money. */
function created(kit: Kit, p: PayoutRow, now: Instant): Statement[] {
  const moved = { from: payableAccount(p.merchant_id), subject_id: p.id, event_at: now }
  return [
    ...post(kit, {
      ...moved,
      to: advanceAccount(p.merchant_id),
      amount_fen: p.advance_repaid_fen,
      reason: 'advance_repaid',
    }),
    insertPayout(p),
    ...post(kit, {
      ...moved,
      to: payingAccount(p.merchant_id),
      amount_fen: p.amount_fen,
      reason: 'payout_created',
    }),
    emit(kit, {
      type: 'payout.created',
      subject_id: p.id,
      merchant_id: p.merchant_id,
      consumer_id: null,
      data: { payout_id: p.id, kind: p.kind, amount_fen: p.amount_fen },
      at: now,
    }),
  ]
}
