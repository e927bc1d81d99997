import type { Instant, LocalDate } from '../kernel/time'
import type { Who } from '../platform/actor'
import { type Statement, sql } from '../platform/d1'
import type { Clock } from './rules'
import type { CallResult, Outcome, RefusalGround, ShopAnswer, Wish } from './words'

type ComplaintStatus = 'filed' | 'accepted' | 'returned' | 'refused' | 'closed' | 'withdrawn'
type NoClock = { [K in keyof Clock]: Clock[K] | null }
export type ComplaintRow = NoClock & {
  id: string
  way: 'complaint' | 'report'
  kind: string
  merchant_id: string
  district: string
  sector: string
  consumer_id: string
  card_id: string | null
  wish: Wish | null
  words: string | null
  amount_fen: number
  uses: string
  reserved_fen: number
  kept_fen: number
  status: ComplaintStatus
  unit: string
  assigned_at: Instant
  return_by: Instant
  finish_days: number
  extend_days: number
  answer_days: number
  overdue_at: Instant | null
  ends_at: Instant
  answer_by: Instant | null
  answered_at: Instant | null
  answer: ShopAnswer | null
  answer_words: string | null
  accepted_at: Instant | null
  extended_at: Instant | null
  refusal_ground: RefusalGround | null
  outcome: Outcome | null
  ended_at: Instant | null
  end_note: string | null
  is_late: number
  called_at: Instant | null
  called_result: CallResult | null
  called_note: string | null
  stars: number | null
  rated_at: Instant | null
  filed_at: Instant
  filed_on: LocalDate
  version: number
}
/** A complaint with its shop, and how its holder is called where names are hidden. */
export type ComplaintDetailRow = ComplaintRow & { merchant_name: string; holder_mask: string }

/**
 * Whose complaints the asker may see: their own; their shop's, reports never; their jurisdiction's. Nobody else learns
 * that there is one.
 */
export const mayReadComplaint = (who: Who): Statement =>
  sql`CASE (SELECT kind FROM ${who.session})
        WHEN 'consumer' THEN k.consumer_id = ${who.subject_id}
        WHEN 'staff' THEN k.merchant_id = ${who.merchant_id} AND k.way = 'complaint'
        WHEN 'regulator' THEN k.district IN (SELECT p.value FROM ${who.session} me, json_each(me.districts) p)
        ELSE 0 END`

export const readComplaints = (where: Statement) =>
  sql<ComplaintDetailRow>`SELECT k.*, m.name AS merchant_name, c.phone_mask AS holder_mask
        FROM complaints k JOIN merchants m ON m.id = k.merchant_id JOIN consumers c ON c.id = k.consumer_id
       WHERE ${where}`
export const readOwnComplaint = (who: Who, id: string) =>
  readComplaints(sql`k.id = ${id} AND ${mayReadComplaint(who)}`)

export const insertComplaint = (c: ComplaintRow): Statement =>
  sql`INSERT INTO complaints (id, way, kind, merchant_id, district, sector, consumer_id, card_id, wish, words, amount_fen,
        uses, reserved_fen, kept_fen, status, unit, assigned_at, return_by, finish_days, extend_days, answer_days, clock,
        clock_on, clock_days, warn_at, due_by, provisional_after, ends_at, filed_at, filed_on)
      VALUES (${c.id}, ${c.way}, ${c.kind}, ${c.merchant_id}, ${c.district}, ${c.sector}, ${c.consumer_id}, ${c.card_id},
        ${c.wish}, ${c.words}, ${c.amount_fen}, ${c.uses}, ${c.reserved_fen}, ${c.kept_fen}, ${c.status}, ${c.unit},
        ${c.assigned_at}, ${c.return_by}, ${c.finish_days}, ${c.extend_days}, ${c.answer_days}, ${c.clock}, ${c.clock_on},
        ${c.clock_days}, ${c.warn_at}, ${c.due_by}, ${c.provisional_after}, ${c.ends_at}, ${c.filed_at}, ${c.filed_on})`

/** Writes how a complaint stands now; whoever read it earlier decides again (trigger). */
export const updateComplaint = (c: ComplaintRow): Statement =>
  sql`UPDATE complaints SET status = ${c.status}, unit = ${c.unit}, assigned_at = ${c.assigned_at}, return_by = ${c.return_by},
        clock = ${c.clock}, clock_on = ${c.clock_on}, clock_days = ${c.clock_days}, warn_at = ${c.warn_at},
        due_by = ${c.due_by}, provisional_after = ${c.provisional_after}, overdue_at = ${c.overdue_at},
        ends_at = ${c.ends_at}, answer_by = ${c.answer_by}, answered_at = ${c.answered_at}, answer = ${c.answer},
        answer_words = ${c.answer_words}, accepted_at = ${c.accepted_at}, extended_at = ${c.extended_at},
        refusal_ground = ${c.refusal_ground}, outcome = ${c.outcome}, ended_at = ${c.ended_at}, end_note = ${c.end_note},
        is_late = ${c.is_late}, called_at = ${c.called_at}, called_result = ${c.called_result},
        called_note = ${c.called_note}, stars = ${c.stars}, rated_at = ${c.rated_at}, version = ${c.version + 1}
      WHERE id = ${c.id}`

export const STEP_NAMES = [
  'filed',
  'accepted',
  'refused',
  'assigned',
  'returned',
  'extended',
  'answered',
  'overdue',
  'deadline_moved',
  'closed',
  'called',
  'rated',
  'withdrawn',
] as const
export type StepName = (typeof STEP_NAMES)[number]
export type StepRow = {
  complaint_id: string
  n: number
  step: StepName
  by_kind: string
  by_id: string
  unit: string | null
  note: string | null
  at: Instant
}
export const insertStep = (s: StepRow): Statement =>
  sql`INSERT INTO complaint_steps (complaint_id, n, step, by_kind, by_id, unit, note, at)
      VALUES (${s.complaint_id}, ${s.n}, ${s.step}, ${s.by_kind}, ${s.by_id}, ${s.unit}, ${s.note}, ${s.at})`
export const readSteps = (complaint_id: string) =>
  sql<StepRow>`SELECT * FROM complaint_steps WHERE complaint_id = ${complaint_id} ORDER BY n LIMIT 60`

type FilingRow = {
  card_id: string
  merchant_id: string
  merchant_name: string
  district: string
  sector: string
  consumer_id: string
  holder_mask: string
  card_kind: 'stored_value' | 'count' | 'period'
  service: string
  escrow_fen: number
  /** JSON: ids of uses that complaints which ended were about. */
  settled_uses: string
  open_complaint_id: string | null
  filed_today: number
}
/** A holder's card with what a complaint about it needs. */
export const readFiling = (who: Who, card_id: string, today: LocalDate) =>
  sql<FilingRow>`SELECT c.id AS card_id, m.id AS merchant_id, m.name AS merchant_name, m.district, m.sector, c.consumer_id,
        p.phone_mask AS holder_mask, c.kind AS card_kind, c.service,
        coalesce((SELECT balance_fen FROM ledger_accounts WHERE id = 'escrow:' || c.id), 0) AS escrow_fen,
        (SELECT json_group_array(u.value) FROM complaints k, json_each(k.uses) u
          WHERE k.card_id = c.id AND k.status = 'closed') AS settled_uses,
        (SELECT id FROM complaints WHERE card_id = c.id AND clock IS NOT NULL) AS open_complaint_id,
        (SELECT count(*) FROM complaints WHERE consumer_id = c.consumer_id AND filed_on = ${today}) AS filed_today
      FROM cards c JOIN merchants m ON m.id = c.merchant_id JOIN consumers p ON p.id = c.consumer_id
     WHERE c.id = ${card_id} AND c.consumer_id = ${who.subject_id}`

export type UseInQuestionRow = {
  id: string
  label: string
  ended_at: Instant
  unit: 'fen' | 'visit' | 'day'
  units: number
  /** How the shop came by it: by code, by the counter's PIN, without either. */
  way: string
  released_fen: number
  /** What was given back of it, or is to be. */
  returned_fen: number
}
/** Uses of card `c`, newest first, with what the shop earned of each and gave back. */
export const readCardUses = (card_id: Statement, limit: number) =>
  sql<UseInQuestionRow>`SELECT r.id, r.label, r.ended_at, r.unit, r.units, r.way, r.released_fen,
        coalesce((SELECT sum(k.returned_fen) FROM corrections k WHERE k.redemption_id = r.id), 0) AS returned_fen
      FROM redemptions r WHERE r.card_id = ${card_id} AND r.status = 'succeeded'
     ORDER BY r.id DESC LIMIT ${limit}`

export type NamedUseRow = Pick<
  UseInQuestionRow,
  'id' | 'label' | 'ended_at' | 'released_fen' | 'returned_fen'
>
/** The uses a complaint is about, with what the shop earned of each and gave back. */
export const readNamedUses = (complaint_id: string) =>
  sql<NamedUseRow>`SELECT r.id, r.label, r.ended_at, r.released_fen,
        coalesce((SELECT sum(q.returned_fen) FROM corrections q WHERE q.redemption_id = r.id), 0) AS returned_fen
      FROM complaints k, json_each(k.uses) u JOIN redemptions r ON r.id = u.value
     WHERE k.id = ${complaint_id} ORDER BY r.id LIMIT 50`

type ReportedRow = {
  id: string
  name: string
  district: string
  sector: string
  open_complaint_id: string | null
  filed_today: number
  holder_mask: string
}
/** A shop as somebody reports it: any shop that was admitted. */
export const readReported = (who: Who, merchant_id: string, today: LocalDate) =>
  sql<ReportedRow>`SELECT m.id, m.name, m.district, m.sector, c.phone_mask AS holder_mask,
        (SELECT id FROM complaints WHERE consumer_id = c.id AND merchant_id = m.id AND way = 'report'
            AND clock IS NOT NULL) AS open_complaint_id,
        (SELECT count(*) FROM complaints WHERE consumer_id = c.id AND filed_on = ${today}) AS filed_today
      FROM merchants m JOIN consumers c ON c.id = ${who.subject_id}
     WHERE m.id = ${merchant_id} AND m.admitted_at IS NOT NULL`
