import type { Instant, LocalDate } from '../kernel/time'
import { mayReadMerchant } from '../merchants/may-read'
import type { Who } from '../platform/actor'
import { type Statement, sql } from '../platform/d1'
import type { Found } from './rules'

type PatrolRow = {
  id: string
  merchant_id: string
  level: number
  due_on: LocalDate
  asked_by: string | null
  note: string | null
  created_at: Instant
  done_at: Instant | null
  version: number
}
export type PatrolDetailRow = PatrolRow & {
  merchant_name: string
  address: string
  district: string
  sector: string
  asked_by_name: string | null
  finding_id: string | null
}
const DETAIL = sql`p.*, m.name AS merchant_name, m.address, m.district, m.sector,
  (SELECT name FROM officials WHERE id = p.asked_by) AS asked_by_name,
  (SELECT id FROM patrol_findings WHERE patrol_id = p.id) AS finding_id`

export const readPatrolRow = (who: Who, id: string): Statement<PatrolDetailRow> =>
  sql<PatrolDetailRow>`SELECT ${DETAIL} FROM patrols p JOIN merchants m ON m.id = p.merchant_id
       WHERE p.id = ${id} AND ${mayReadMerchant(who)}`
/** What waits to be visited, the soonest first. */
export const readOpenPatrols = (
  who: Who,
  of: { district: string | null; after: { due_on: string; id: string }; limit: number },
): Statement<PatrolDetailRow> =>
  sql<PatrolDetailRow>`SELECT ${DETAIL} FROM patrols p JOIN merchants m ON m.id = p.merchant_id
       WHERE p.done_at IS NULL AND ${mayReadMerchant(who)} AND (${of.district} IS NULL OR m.district = ${of.district})
         AND (p.due_on, p.id) > (${of.after.due_on}, ${of.after.id})
       ORDER BY p.due_on, p.id LIMIT ${of.limit}`

type FindingRow = {
  id: string
  patrol_id: string
  merchant_id: string
  found: Found
  /** JSON. */
  answers: string
  facts: string
  note: string
  lat_e3: number | null
  lon_e3: number | null
  seen_at: Instant
  by_id: string
  reported_at: Instant
}
export type FindingDetailRow = FindingRow & {
  merchant_name: string
  by_name: string
  /** JSON: id and hash of each picture. */
  photos: string
}
const PHOTOS = sql`(SELECT json_group_array(json_object('id', h.id, 'content_hash', h.content_hash))
  FROM patrol_photos h WHERE h.finding_id = f.id)`
const FINDING = sql`f.*, m.name AS merchant_name, o.name AS by_name, ${PHOTOS} AS photos`
/** Findings of what the asker may see, the newest first. */
export const readFindings = (
  who: Who,
  of: { merchant_id: string | Statement | null; before: string | null; limit: number },
): Statement<FindingDetailRow> =>
  sql<FindingDetailRow>`SELECT ${FINDING} FROM patrol_findings f JOIN merchants m ON m.id = f.merchant_id
        JOIN officials o ON o.id = f.by_id
       WHERE ${mayReadMerchant(who)} AND (${of.merchant_id} IS NULL OR f.merchant_id = ${of.merchant_id})
         AND (${of.before} IS NULL OR f.id < ${of.before}) ORDER BY f.id DESC LIMIT ${of.limit}`
type PhotoContentRow = { id: string; media: 'image/jpeg' | 'image/png'; content: string }
export const readPatrolPhotoRow = (who: Who, id: string): Statement<PhotoContentRow> =>
  sql<PhotoContentRow>`SELECT h.id, h.media, h.content FROM patrol_photos h JOIN patrol_findings f ON f.id = h.finding_id
        JOIN merchants m ON m.id = f.merchant_id WHERE h.id = ${id} AND ${mayReadMerchant(who)}`

export const insertPatrol = (p: PatrolRow): Statement =>
  sql`INSERT INTO patrols (id, merchant_id, level, due_on, asked_by, note, created_at)
      VALUES (${p.id}, ${p.merchant_id}, ${p.level}, ${p.due_on}, ${p.asked_by}, ${p.note}, ${p.created_at})`
export const finishPatrolStatement = (p: PatrolRow, at: Instant): Statement =>
  sql`UPDATE patrols SET done_at = ${at}, version = ${p.version + 1} WHERE id = ${p.id}`
export const insertFinding = (f: FindingRow): Statement =>
  sql`INSERT INTO patrol_findings (id, patrol_id, merchant_id, found, answers, facts, note, lat_e3, lon_e3, seen_at, by_id, reported_at)
      VALUES (${f.id}, ${f.patrol_id}, ${f.merchant_id}, ${f.found}, ${f.answers}, ${f.facts}, ${f.note}, ${f.lat_e3},
              ${f.lon_e3}, ${f.seen_at}, ${f.by_id}, ${f.reported_at})`
export const insertPatrolPhoto = (
  h: PhotoContentRow & { finding_id: string; content_hash: string },
): Statement =>
  sql`INSERT INTO patrol_photos (id, finding_id, media, content_hash, content)
      VALUES (${h.id}, ${h.finding_id}, ${h.media}, ${h.content_hash}, ${h.content})`

type PlannedRow = { merchant_id: string }
/** Whether a shop may be visited by the asker, and whether a patrol of it waits. */
export const readPatrolShop = (who: Who, merchant_id: string) => ({
  shop: sql<{
    id: string
    name: string
    address: string
    district: string
    sector: string
  }>`SELECT m.id, m.name, m.address,
        m.district, m.sector FROM merchants m WHERE m.id = ${merchant_id} AND m.admitted_at IS NOT NULL AND ${mayReadMerchant(who)}`,
  waiting: sql<PlannedRow>`SELECT merchant_id FROM patrols WHERE merchant_id = ${merchant_id} AND done_at IS NULL`,
  me: sql<{ name: string }>`SELECT name FROM officials WHERE id = ${who.subject_id}`,
})
