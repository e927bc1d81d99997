import type { BreakClass } from '../breaks/classes'
import {
  clearBreakStatements,
  escalateBreaksStatement,
  type Found,
  isBreakDue,
  upsertBreakStatements,
} from '../breaks/store'
import type { ParkReason } from '../custody/rules'
import { emit } from '../events/emit'
import { yuan } from '../kernel/money'
import { dayStart, type Instant, type LocalDate, localDate, plusDays } from '../kernel/time'
import type { Moment } from '../platform/act'
import { type RowsRead, type Statement, sql } from '../platform/d1'
import type { Kit } from '../platform/world'

/** What the provider's bill and our orders disagree about, as classes; nothing of it is in custody yet. */
const CLASS_OF_PARKED: Record<string, { class: BreakClass; note: string }> = {
  purchase_unknown: { class: 'B2', note: '支付机构账单上有一笔，我们没有这张订单' },
  purchase_not_paid: { class: 'B8', note: '支付机构说付了，我们的订单还没有记为已付' },
  payment_differs: { class: 'B11', note: '支付机构的付款单号与订单上的不同' },
  currency_differs: { class: 'B10', note: '支付机构账单上的币种不是人民币' },
  amount_differs: { class: 'B3', note: '支付机构账单的金额与订单不同' },
  fee_implausible: { class: 'B9', note: '支付机构的手续费与净额对不上' },
  purchase_settled_before: {
    class: 'B5',
    note: '支付机构账单上这笔订单出现第二次，第一次已入专户',
  },
}
/** Providers pay within three working days; after a week a payment that is on no bill is missing. */
const BILL_DAYS = 7
const FOUND_MAX = 500

type MissingRow = { day: LocalDate }
type ParkedRow = {
  seq: number
  reason: ParkReason
  ref: string
  our_no: string | null
  gross_fen: number
  day: LocalDate
  merchant_id: string | null
  paid_fen: number | null
}
type UnbilledRow = { id: string; merchant_id: string; paid_fen: number; day: LocalDate }
type StandingRow = { id: string; subject: string }
type CountRow = { n: number }
export const readProviders = (day: LocalDate, today: LocalDate) => ({
  missing: sql<MissingRow>`SELECT day FROM bank_days WHERE has_file = 0 AND day <= ${day} ORDER BY day DESC LIMIT 100`,
  parked: sql<ParkedRow>`SELECT p.seq, p.reason, p.ref, p.our_no, p.gross_fen, date(p.parked_at, '+8 hours') AS day,
             u.merchant_id, u.paid_fen
        FROM parked_lines p LEFT JOIN purchases u ON u.id = 'pur_' || p.our_no
       WHERE p.resolved_at IS NULL ORDER BY p.seq LIMIT ${FOUND_MAX}`,
  unbilled: sql<UnbilledRow>`SELECT u.id, u.merchant_id, u.paid_fen, date(u.paid_at, '+8 hours') AS day FROM purchases u
       WHERE u.status = 'paid' AND u.paid_at >= ${dayStart(plusDays(day, -BILL_DAYS))}
         AND u.paid_at < ${dayStart(plusDays(day, 1 - BILL_DAYS))}
         AND NOT EXISTS (SELECT 1 FROM settlement_items i WHERE i.purchase_id = u.id)
         AND NOT EXISTS (SELECT 1 FROM parked_lines p WHERE 'pur_' || p.our_no = u.id) ORDER BY u.id LIMIT ${FOUND_MAX}`,
  standing: sql<StandingRow>`SELECT b.id, b.subject FROM bank_breaks b
       WHERE b.state IN ('open', 'proposed')
         AND (b.merchant_id IS NULL OR b.leg = 'provider')
         AND NOT (b.subject >= 'pp:' AND b.subject < 'pp;'
                  AND NOT EXISTS (SELECT 1 FROM settlement_items i WHERE i.purchase_id = substr(b.subject, 4)))`,
  late: sql<CountRow>`SELECT count(*) AS n FROM bank_breaks b
       WHERE b.state IN ('open', 'proposed') AND b.escalated_at IS NULL AND ${isBreakDue('b', today)}`,
})

/**
 * The provider's side of a day: files that never came, lines of its bill that agree with no order, payments it never
 * billed. Then whatever has stood longer than its limit goes on the regulator's list.
 */
export function providerBreakStatements(
  kit: Kit,
  day: LocalDate,
  { missing, parked, unbilled, standing, late }: RowsRead<ReturnType<typeof readProviders>>,
  { now, city }: Moment,
): Statement[] {
  const found = [
    ...missing.map(missingFile),
    ...parked.map(parkedLine),
    ...unbilled.map(neverBilled),
  ]
  const still = new Set(found.map(({ subject }) => subject))
  const gone = standing.filter(({ subject }) => !still.has(subject))
  return [
    ...clearBreakStatements(
      gone.map(({ id }) => id),
      day,
    ),
    ...upsertBreakStatements(kit.newId, found, { found_on: day, calendar: city.calendar }),
    ...escalated(kit, late[0]?.n ?? 0, now),
  ]
}

const NOTHING = {
  merchant_id: null,
  other_merchant_id: null,
  other_difference_fen: 0,
  difference_fen: 0,
  ledger_fen: null,
  bank_fen: null,
  provider_fen: null,
  match_key: null,
  lines: '[]',
  movements: '[]',
}
const missingFile = ({ day }: MissingRow): Found => ({
  ...NOTHING,
  subject: `fm:${day}`,
  leg: 'bank',
  class: 'B12',
  day,
  note: `${day} 的对账单文件没有来，这一天还没有与银行核对`,
})
function parkedLine({ seq, merchant_id, day, our_no, ...row }: ParkedRow): Found {
  const { class: is, note } = CLASS_OF_PARKED[row.reason] ?? {
    class: 'B2' as const,
    note: '支付机构账单上的一行与订单对不上',
  }
  const { gross_fen, paid_fen } = row
  const ours = paid_fen === null ? '' : `；订单是 ${yuan(paid_fen)}`
  return {
    ...NOTHING,
    subject: `pl:${seq}`,
    leg: 'provider',
    merchant_id,
    class: is,
    day,
    ledger_fen: paid_fen,
    provider_fen: gross_fen,
    match_key: our_no,
    note: `${note}：账单 ${yuan(gross_fen)}${ours}。没有动钱`,
  }
}
const neverBilled = ({ id, merchant_id, day, paid_fen }: UnbilledRow): Found => ({
  ...NOTHING,
  subject: `pp:${id}`,
  leg: 'provider',
  merchant_id,
  class: 'B1',
  day,
  ledger_fen: paid_fen,
  match_key: id,
  note: `顾客付了 ${yuan(paid_fen)}，过了 ${BILL_DAYS} 天还不在支付机构的账单上`,
})

function escalated(kit: Kit, late: number, now: Instant): Statement[] {
  if (late === 0) return []
  const today = localDate(now)
  return [
    escalateBreaksStatement(today, now),
    emit(kit, {
      type: 'bank.breaks_overdue',
      subject_id: today,
      merchant_id: null,
      consumer_id: null,
      data: { day: today, breaks_count: late },
      at: now,
    }),
  ]
}
