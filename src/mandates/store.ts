import type { Instant, LocalDate } from '../kernel/time'
import type { Who } from '../platform/actor'
import { type Statement, sql } from '../platform/d1'
import type { Cause, MandateState, PaperKind, RELATIONS } from './rules'

export type Relation = (typeof RELATIONS)[number]
export type Office = 'bank' | 'regulator' | 'operator'
export type MandateRow = {
  id: string
  cause: Cause
  filer_id: string
  phone_index: string
  phone_mask: string
  subject_id: string | null
  name_sealed: string
  relation: Relation
  died_on: LocalDate | null
  born_on: LocalDate | null
  created_at: Instant
  filed_at: Instant | null
  ripe_at: Instant | null
  ends_at: Instant
  state: MandateState
  objected_at: Instant | null
  objected_by: 'account' | 'companion' | null
  decided_by: string | null
  decided_at: Instant | null
  reason: string | null
  until_on: LocalDate | null
  ended_at: Instant | null
  version: number
}
export type HeirRow = {
  n: number
  phone_index: string
  phone_mask: string
  relation: Relation
  share_bp: number
  consumer_id: string | null
  accepted_at: Instant | null
}
type Heir = HeirRow & { is_me: number }
type Paper = { id: string; kind: PaperKind; media: string; bytes: number; added_at: Instant }
type Check = { office: Office; official_id: string; passed: number; note: string; at: Instant }
/** A mandate with who filed it, its heirs, papers and checks. */
export type Mandate = MandateRow & {
  filer_mask: string
  is_same_number: boolean
  heirs: Heir[]
  papers: Paper[]
  checks: Check[]
}
type MandateDetailRow = MandateRow & {
  filer_mask: string
  is_same_number: number
  heirs: string
  papers: string
  checks: string
}
/** `me`: who looks, by which an heir knows which of them they are. */
export const readMandates = (where: Statement, me: Statement | null = null) =>
  sql<MandateDetailRow>`SELECT m.*, f.phone_mask AS filer_mask,
      coalesce((SELECT a.phone_index = m.phone_index FROM consumers a WHERE a.id = m.subject_id), 0) AS is_same_number,
      (SELECT json_group_array(json_object('n', h.n, 'phone_index', h.phone_index, 'phone_mask', h.phone_mask, 'relation',
          h.relation, 'share_bp', h.share_bp, 'consumer_id', h.consumer_id, 'accepted_at', h.accepted_at,
          'is_me', ${isThisHeir(me ?? sql`''`)}))
         FROM mandate_heirs h WHERE h.mandate_id = m.id) AS heirs,
      (SELECT json_group_array(json_object('id', p.id, 'kind', p.kind, 'media', p.media, 'bytes', p.bytes, 'added_at', p.added_at))
         FROM mandate_papers p WHERE p.mandate_id = m.id) AS papers,
      (SELECT json_group_array(json_object('office', k.office, 'official_id', k.official_id, 'passed', k.passed, 'note', k.note,
          'at', k.at)) FROM mandate_checks k WHERE k.mandate_id = m.id) AS checks
    FROM mandates m JOIN consumers f ON f.id = m.filer_id WHERE ${where}`
export const mandateFrom = (row: MandateDetailRow): Mandate => ({
  ...row,
  is_same_number: row.is_same_number === 1,
  heirs: JSON.parse(row.heirs) as Heir[],
  papers: JSON.parse(row.papers) as Paper[],
  checks: JSON.parse(row.checks) as Check[],
})
/** Of a mandate's heirs (h): by their account, or, until they have said yes, by its number. */
const isThisHeir = (me: Statement): Statement =>
  sql`(h.consumer_id IS ${me} OR (h.consumer_id IS NULL
       AND h.phone_index = (SELECT phone_index FROM consumers WHERE id = ${me})))`
const isHeir = (me: Statement): Statement =>
  sql`EXISTS (SELECT 1 FROM mandate_heirs h WHERE h.mandate_id = m.id AND ${isThisHeir(me)})`
const accompanies = (me: Statement): Statement =>
  sql`EXISTS (SELECT 1 FROM card_companions p JOIN cards c ON c.id = p.card_id
               WHERE c.consumer_id = m.subject_id AND p.consumer_id = ${me} AND p.status = 'accepted')`
/** Who filed it; once it is filed whose account it is about, who is to inherit, and who accompanies their cards. */
export const isMandateParty = ({ subject_id: me }: Who): Statement =>
  sql`(m.filer_id = ${me} OR (m.filed_at IS NOT NULL AND (m.subject_id = ${me} OR ${isHeir(me)}
       OR (m.state = 'filed' AND ${accompanies(me)}))))`
export const mayReadMandate = (who: Who): Statement =>
  sql`(((SELECT kind FROM ${who.session}) <> 'consumer' AND m.filed_at IS NOT NULL) OR ${isMandateParty(who)})`

export const insertMandate = (m: MandateRow): Statement =>
  sql`INSERT INTO mandates (id, cause, filer_id, phone_index, phone_mask, name_sealed, relation, died_on, born_on, created_at,
                            ends_at, state)
      VALUES (${m.id}, ${m.cause}, ${m.filer_id}, ${m.phone_index}, ${m.phone_mask}, ${m.name_sealed}, ${m.relation},
              ${m.died_on}, ${m.born_on}, ${m.created_at}, ${m.ends_at}, ${m.state})`
export const updateMandate = (m: MandateRow): Statement =>
  sql`UPDATE mandates SET state = ${m.state}, subject_id = ${m.subject_id}, filed_at = ${m.filed_at}, ripe_at = ${m.ripe_at},
             ends_at = ${m.ends_at}, objected_at = ${m.objected_at}, objected_by = ${m.objected_by},
             decided_by = ${m.decided_by}, decided_at = ${m.decided_at}, reason = ${m.reason}, until_on = ${m.until_on},
             ended_at = ${m.ended_at}, version = ${m.version + 1} WHERE id = ${m.id}`
export const insertHeirs = (mandate_id: string, heirs: readonly HeirRow[]): Statement =>
  sql`INSERT INTO mandate_heirs (mandate_id, n, phone_index, phone_mask, relation, share_bp, consumer_id, accepted_at)
      SELECT ${mandate_id}, value ->> 'n', value ->> 'phone_index', value ->> 'phone_mask', value ->> 'relation',
             value ->> 'share_bp', value ->> 'consumer_id', value ->> 'accepted_at'
        FROM json_each(${JSON.stringify(heirs)})`
export const acceptHeirStatement = (
  of: { mandate_id: string; n: number; consumer_id: string },
  now: Instant,
): Statement =>
  sql`UPDATE mandate_heirs SET consumer_id = ${of.consumer_id}, accepted_at = ${now}
       WHERE mandate_id = ${of.mandate_id} AND n = ${of.n}`

type NewPaper = Paper & {
  mandate_id: string
  copy_no_sealed: string
  content_hash: string
  content_sealed: string
}
export const insertPaper = (p: NewPaper): Statement =>
  sql`INSERT INTO mandate_papers (id, mandate_id, kind, copy_no_sealed, media, bytes, content_hash, content_sealed, added_at)
      VALUES (${p.id}, ${p.mandate_id}, ${p.kind}, ${p.copy_no_sealed}, ${p.media}, ${p.bytes}, ${p.content_hash},
              ${p.content_sealed}, ${p.added_at})`
type PaperContentRow = NewPaper
/** One paper, of a mandate the asker filed or answers for. */
export const readPaper = (who: Who, of: { mandate_id: string; paper_id: string }) =>
  sql<PaperContentRow>`SELECT p.* FROM mandate_papers p JOIN mandates m ON m.id = p.mandate_id
       WHERE p.id = ${of.paper_id} AND m.id = ${of.mandate_id} AND (m.filer_id = ${who.subject_id}
         OR ((SELECT kind FROM ${who.session}) <> 'consumer' AND m.filed_at IS NOT NULL))`

export const insertCheck = (k: Check & { mandate_id: string }): Statement =>
  sql`INSERT INTO mandate_checks (mandate_id, office, official_id, passed, note, at)
      VALUES (${k.mandate_id}, ${k.office}, ${k.official_id}, ${k.passed}, ${k.note}, ${k.at})`
type FactsRow = {
  rivals: number
  payments: number
  recoveries: number
  cards_count: number
  owed_fen: number
  last_seen_at: Instant | null
  uses_since: number
}
const OPEN_RECOVERY = (now: Instant): Statement =>
  sql`EXISTS (SELECT 1 FROM recoveries r WHERE r.consumer_id = m.subject_id AND r.state = 'cooling' AND r.ends_at > ${now})
      OR EXISTS (SELECT 1 FROM account_unions u WHERE u.state = 'cooling' AND u.ends_at > ${now}
                    AND (u.from_id = m.subject_id OR u.into_id = m.subject_id))`
/** What the account says of its person: for whoever compares it with the papers. One row. */
export const readMandateFacts = (where: Statement, now: Instant) =>
  sql<FactsRow>`SELECT
      (SELECT count(*) FROM mandates o WHERE o.subject_id = m.subject_id AND o.id <> m.id AND o.cause = 'death'
          AND o.state IN ('filed', 'approved', 'done') AND (o.state <> 'filed' OR o.ends_at > ${now})) AS rivals,
      (SELECT count(*) FROM purchases u WHERE u.consumer_id = m.subject_id AND u.status IN ('awaiting_payment', 'processing'))
        AS payments,
      (${OPEN_RECOVERY(now)}) AS recoveries,
      (SELECT count(*) FROM cards c WHERE c.consumer_id = m.subject_id AND c.status <> 'closed') AS cards_count,
      (SELECT coalesce(sum(a.balance_fen), 0) FROM cards c JOIN ledger_accounts a
          ON a.id IN ('escrow:' || c.id, 'held:' || c.id, 'refunding:' || c.id, 'disputed:' || c.id)
        WHERE c.consumer_id = m.subject_id) AS owed_fen,
      (SELECT max(s.authenticated_at) FROM sessions s WHERE s.subject_id = m.subject_id) AS last_seen_at,
      (SELECT count(*) FROM redemptions x JOIN cards c ON c.id = x.card_id WHERE c.consumer_id = m.subject_id
          AND x.started_at >= coalesce(m.died_on || 'T16:00:00.000Z', m.filed_at)) AS uses_since
    FROM mandates m WHERE ${where}`
