import { emit } from '../events/emit'
import type { Instant } from '../kernel/time'
import { type Statement, sql } from '../platform/d1'
import type { Kit } from '../platform/world'
import type { Shown, Waiting } from './rules'

type UnionRow = {
  id: string
  from_id: string
  into_id: string
  device_id: string | null
  /** A JSON object: what was proved at the beginning. */
  shown: string
  started_at: Instant
  ripe_at: Instant
  ends_at: Instant
  state: 'cooling' | 'done' | 'cancelled' | 'lapsed'
  ended_at: Instant | null
  cancelled_by: 'link' | 'into' | 'from' | null
  version: number
}
/** A union with the number of the account that ends. */
export type UnionDetailRow = UnionRow & { from_mask: string; into_mask: string }
export const readUnions = (where: Statement) =>
  sql<UnionDetailRow>`SELECT u.*, f.phone_mask AS from_mask, t.phone_mask AS into_mask FROM account_unions u
       JOIN consumers f ON f.id = u.from_id JOIN consumers t ON t.id = u.into_id WHERE ${where}`
/** Of either account. */
export const isUnionParty = (subject_id: Statement): Statement =>
  sql`(u.into_id = ${subject_id} OR u.from_id = ${subject_id})`

export const insertUnion = (u: UnionRow): Statement =>
  sql`INSERT INTO account_unions (id, from_id, into_id, device_id, shown, started_at, ripe_at, ends_at, state, ended_at,
                                  cancelled_by)
      VALUES (${u.id}, ${u.from_id}, ${u.into_id}, ${u.device_id}, ${u.shown}, ${u.started_at}, ${u.ripe_at}, ${u.ends_at},
              ${u.state}, ${u.ended_at}, ${u.cancelled_by})`
export const endUnionStatement = (u: UnionRow): Statement =>
  sql`UPDATE account_unions SET state = ${u.state}, ended_at = ${u.ended_at}, cancelled_by = ${u.cancelled_by},
             version = ${u.version + 1} WHERE id = ${u.id}`
/** What nobody finished in time makes room for another. */
export const lapseUnionsStatement = (of: { from_id: string; into_id: string }, now: Instant) =>
  sql`UPDATE account_unions SET state = 'lapsed', ended_at = ${now}, version = version + 1
       WHERE state = 'cooling' AND ends_at <= ${now}
         AND (from_id IN (${of.from_id}, ${of.into_id}) OR into_id IN (${of.from_id}, ${of.into_id}))`
export const shownText = ({ own_proof, other_code, other_proof }: Shown): string =>
  JSON.stringify({
    own_proof: Number(own_proof),
    other_code: Number(other_code),
    other_proof: Number(other_proof),
  })

export type JoinedCardRow = {
  id: string
  consumer_id: string
  merchant_id: string
  kind: string
  service: string
  base_service: string | null
  version: number
}
type Two = { from_id: Statement; into_id: Statement }
/** The cards of both, as many as one batch may move and one more. */
export const readJoinedCards = ({ from_id, into_id }: Two) =>
  sql<JoinedCardRow>`SELECT id, consumer_id, merchant_id, kind, service, base_service, version FROM cards
       WHERE consumer_id IN (${from_id}, ${into_id}) ORDER BY id LIMIT 500`
type WaitingRow = Waiting
/** What waits at both: loss, recovery, transfer. */
export const readWaitingAt = ({ from_id, into_id }: Two, now: Instant) =>
  sql<WaitingRow>`SELECT
    (SELECT count(*) FROM cards WHERE consumer_id IN (${from_id}, ${into_id}) AND status = 'frozen') AS frozen,
    (SELECT count(*) FROM recoveries WHERE consumer_id IN (${from_id}, ${into_id}) AND state = 'cooling'
        AND ends_at > ${now}) AS recoveries,
    (SELECT count(*) FROM card_transfers t JOIN consumers f ON f.id = ${from_id}
      WHERE t.status = 'offered' AND t.expires_at > ${now} AND (t.giver_id = f.id OR t.to_phone_index = f.phone_index))
      AS transfers,
    (SELECT count(*) FROM cards WHERE consumer_id IN (${from_id}, ${into_id})) AS cards`

type Told =
  | { type: 'account_union.started'; data: { union_id: string; ripe_at: Instant } }
  | { type: 'account_union.cancelled' | 'account_union.done' | 'account_union.companion_told' }
/** Tells these people, each once. */
export const emitUnion = (
  kit: Pick<Kit, 'newId'>,
  union: Pick<UnionRow, 'id'>,
  told: Told,
  { to, at }: { to: readonly string[]; at: Instant },
): Statement[] =>
  [...new Set(to)].map((consumer_id) => {
    const whose = { subject_id: union.id, merchant_id: null, consumer_id, at }
    if ('data' in told) return emit(kit, { ...told, ...whose })
    return emit(kit, { type: told.type, data: { union_id: union.id }, ...whose })
  })
