import type { CoverageRow } from '../closes/rules'
import { withSides } from '../closes/store'
import { refuse } from '../kernel/refusals'
import { type Instant, MINUTE_MS, plusMs } from '../kernel/time'
import { pastBalanceColumn } from '../ledger/past'
import { type Statement, sql } from '../platform/d1'
import { refundedUntilColumn } from '../refunds/store'
import type { Period, QuarterFacts } from './rules'

type Close = NonNullable<QuarterFacts['close']>
type StoredQuarterRow = Omit<QuarterFacts, 'close'> & {
  close: string | null
  body: string | null
  content_hash: string | null
  filed_at: Instant | null
  /** 1: what moved in it is no longer all here. */
  is_moved_out: number
}
/** A shop's quarter: the figures as they are, and what was filed of it. */
export type QuarterRow = QuarterFacts & {
  filing: { body: string; content_hash: string; filed_at: Instant } | null
}
/** The close of the last day as JSON, without its day and shop; `amended` is JSON once more. */
type CloseJson = Close & { amended: string | null }
function closeOf(text: string): Close {
  const { amended, ...sealed } = JSON.parse(text) as CloseJson
  const { close_hash } = sealed
  return { ...withSides(amended === null ? sealed : (JSON.parse(amended) as Close)), close_hash }
}
/** Refuses quarter_moved_out where nothing was filed and the ledger of then is no longer here. */
export function quarterFrom({
  body,
  content_hash,
  filed_at,
  is_moved_out,
  ...seen
}: StoredQuarterRow): QuarterRow {
  const is_filed = body !== null && content_hash !== null && filed_at !== null
  if (is_moved_out === 1 && !is_filed) refuse('quarter_moved_out')
  return {
    ...seen,
    close: seen.close === null ? null : closeOf(seen.close),
    filing: is_filed ? { body, content_hash, filed_at } : null,
  }
}

const inDays = (column: Statement, { from_on, to_on }: Period): Statement =>
  sql`coalesce((SELECT sum(d.${column}) FROM merchant_days d
                 WHERE d.merchant_id = m.id AND d.day BETWEEN ${from_on} AND ${to_on}), 0)`
const beforeDay = (column: Statement, { from_on }: Period): Statement =>
  sql`coalesce((SELECT sum(d.${column}) FROM merchant_days d WHERE d.merchant_id = m.id AND d.day < ${from_on}), 0)`
/** What reached holders between two moments, by the ledger: what came back since then counts when it came back. */
const refunded = (of: Statement, from_at: Instant, end_at: Instant): Statement =>
  sql`(SELECT ${of} FROM refunds r JOIN refund_parts p ON p.refund_id = r.id
         JOIN ledger_transfers t ON t.subject_id = p.id AND t.reason IN ('refund_succeeded', 'refund_came_back')
        WHERE r.merchant_id = m.id AND t.created_at >= ${from_at} AND t.created_at < ${end_at})`
/** What had reached holders before a moment. */
const refundedBefore = (at: Instant): Statement =>
  sql`coalesce((SELECT sum(${refundedUntilColumn(at)}) FROM refunds r JOIN refund_parts p ON p.refund_id = r.id
                 WHERE r.merchant_id = m.id), 0)`
const FEN = sql`coalesce(sum(iif(t.reason = 'refund_succeeded', t.amount_fen, -t.amount_fen)), 0)`
const closeColumns: readonly (keyof CoverageRow)[] = [
  'form',
  'cards_count',
  'requirement_fen',
  'bank_fen',
  'custody_fen',
  'payable_fen',
  'paying_fen',
  'deposit_fen',
  'fees_held_fen',
  'suspense_fen',
  'suspense_in_fen',
  'suspense_out_fen',
  'advance_fen',
  'provider_owed_fen',
  'claims_fen',
  'paid_cards_fen',
  'paid_shop_fen',
  'due_fen',
  'breaks_count',
  'breaks_fen',
  'breaks_in_fen',
  'breaks_out_fen',
]
const CLOSE: Statement = {
  text: closeColumns.map((name) => `'${name}', k.${name}`).join(', '),
  values: [],
}

/** The quarter of merchants `m`, from roll-ups and ledger up to its last day, whatever came later. */
export function readQuarters(p: Period, where: Statement) {
  const moment = { end: sql`${p.end_at}`, soon: sql`${plusMs(p.end_at, 10 * MINUTE_MS)}` }
  const at = (kind: string) => pastBalanceColumn(sql`${kind} || ':' || m.id`, moment)
  return sql<StoredQuarterRow>`SELECT m.id AS merchant_id, m.name AS merchant_name, m.entity_type, m.sector, m.admitted_at,
           ${inDays(sql`topups_count`, p)} AS topups_count, ${inDays(sql`paid_fen`, p)} AS received_fen,
           ${inDays(sql`uses_count`, p)} AS uses_count, ${inDays(sql`released_fen`, p)} AS redeemed_fen,
           ${beforeDay(sql`paid_fen`, p)} AS received_before_fen, ${beforeDay(sql`released_fen`, p)} AS redeemed_before_fen,
           ${refunded(sql`count(DISTINCT iif(t.reason = 'refund_succeeded', r.id, NULL))`, p.from_at, p.end_at)} AS refunds_count,
           ${refunded(FEN, p.from_at, p.end_at)} AS refunded_fen, ${refundedBefore(p.from_at)} AS refunded_before_fen,
           (SELECT count(*) FROM cards c WHERE c.merchant_id = m.id AND c.opened_at >= ${p.from_at}
               AND c.opened_at < ${p.end_at}) AS cards_opened_count,
           (SELECT count(*) FROM cards c WHERE c.merchant_id = m.id AND c.opened_at < ${p.end_at}) AS cards_count,
           -${at('custody')} AS custody_fen, ${at('payable')} AS payable_fen, ${at('deposit')} AS deposit_fen,
           -${at('advance')} AS advance_fen,
           (SELECT json_object('close_hash', b.content_hash, ${CLOSE}, 'amended', (SELECT a.row FROM bank_amended_rows a
                WHERE a.day = k.day AND a.merchant_id = k.merchant_id ORDER BY a.revision DESC LIMIT 1)) FROM bank_coverage k
              JOIN bank_closes b ON b.day = k.day AND b.phase = 'sealed'
             WHERE k.day = ${p.to_on} AND k.merchant_id = m.id) AS close,
           f.body, f.content_hash, f.filed_at,
           EXISTS (SELECT 1 FROM archive_segments s WHERE s.phase = 'cleared' AND s.day >= ${p.from_on}) AS is_moved_out
      FROM merchants m LEFT JOIN quarter_filings f ON f.merchant_id = m.id AND f.quarter = ${p.quarter}
     WHERE ${where}`
}

export const insertFiling = (of: {
  merchant_id: string
  quarter: string
  body: object
  content_hash: string
  filed_by: string
  filed_at: Instant
}): Statement =>
  sql`INSERT INTO quarter_filings (merchant_id, quarter, body, content_hash, filed_by, filed_at)
      VALUES (${of.merchant_id}, ${of.quarter}, ${JSON.stringify(of.body)}, ${of.content_hash}, ${of.filed_by}, ${of.filed_at})`
