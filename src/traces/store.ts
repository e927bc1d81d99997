import { isSamePersonCondition } from '../identity/persons'
import { isMineCondition } from '../identity/store'
import { type Instant, type LocalDate, plusMs } from '../kernel/time'
import type { Who } from '../platform/actor'
import { type Statement, sql } from '../platform/d1'
import type { Duty } from '../platform/duties'
import { type AlarmKind, BURST_MS, type Office } from './rules'

export type PurposeRow = {
  id: string
  official_id: string
  kind: 'case' | 'emergency'
  reference_id: string | null
  consumer_id: string | null
  merchant_id: string | null
  reason: string
  people_max: number
  opened_at: Instant
  expires_at: Instant
  ended_at: Instant | null
  secrecy_document: string | null
  agreed_by: string | null
  agreed_at: Instant | null
}
export type PurposeDetailRow = PurposeRow & {
  office: Office
  official_name: string
  people_count: number
  readings_count: number
  disclosures_count: number
  is_own: number
}
/** Purposes with how many were read of under them, as the asker sees them: `is_own` is theirs, or the same person's. */
export const readPurposes = (who: Who, where: Statement) =>
  sql<PurposeDetailRow>`SELECT p.*, o.kind AS office, o.name AS official_name,
           (SELECT count(DISTINCT t.consumer_id) FROM access_traces t WHERE t.purpose_id = p.id) AS people_count,
           (SELECT count(DISTINCT t.request_id || t.operation) FROM access_traces t WHERE t.purpose_id = p.id) AS readings_count,
           (SELECT count(*) FROM access_disclosures d WHERE d.purpose_id = p.id) AS disclosures_count,
           ${isSamePersonCondition(sql`p.official_id`, who.subject_id)} AS is_own
      FROM access_purposes p JOIN officials o ON o.id = p.official_id WHERE ${where}`
/** Those a colleague of the same kind of office sees; an operator looks after the data of all. */
export const isNearby = (who: Who): Statement =>
  sql`EXISTS (SELECT 1 FROM officials me WHERE me.id = ${who.subject_id} AND me.kind IN ('operator', o.kind))`

export const readOpenPurposes = (official_id: string, now: Instant) =>
  sql<PurposeRow>`SELECT * FROM access_purposes
      WHERE official_id = ${official_id} AND ended_at IS NULL AND expires_at > ${now}
        AND (secrecy_document IS NULL OR agreed_at IS NOT NULL) ORDER BY id DESC LIMIT 50`
type OpenCountRow = { open_count: number }
export const readOpenCount = (official_id: Statement, now: Instant) =>
  sql<OpenCountRow>`SELECT count(*) AS open_count FROM access_purposes
      WHERE official_id = ${official_id} AND ended_at IS NULL AND expires_at > ${now}`

export const insertPurpose = (p: PurposeRow): Statement =>
  sql`INSERT INTO access_purposes (id, official_id, kind, reference_id, consumer_id, merchant_id, reason, people_max,
                                  opened_at, expires_at, secrecy_document)
      VALUES (${p.id}, ${p.official_id}, ${p.kind}, ${p.reference_id}, ${p.consumer_id}, ${p.merchant_id}, ${p.reason},
              ${p.people_max}, ${p.opened_at}, ${p.expires_at}, ${p.secrecy_document})`
export const endPurposeStatement = (id: string, now: Instant): Statement =>
  sql`UPDATE access_purposes SET ended_at = ${now} WHERE id = ${id}`
export const agreeToSecrecyStatement = (id: string, by: string, now: Instant): Statement =>
  sql`UPDATE access_purposes SET agreed_by = ${by}, agreed_at = ${now} WHERE id = ${id}`
export const insertDisclosure = (purpose_id: string, by: string, now: Instant): Statement =>
  sql`INSERT INTO access_disclosures (purpose_id, official_id, said_at) VALUES (${purpose_id}, ${by}, ${now})`

type NewTrace = {
  id: string
  consumer_id: string | null
  merchant_id: string | null
  things: string[]
}
type Reader = {
  request_id: string
  purpose_id: string | null
  official_id: string
  office: Office
  duty: Duty
  districts: readonly string[]
  operation: string
  read_on: LocalDate
  read_at: Instant
}
export const insertTraces = (traces: readonly NewTrace[], by: Reader): Statement =>
  sql`INSERT INTO access_traces (id, request_id, purpose_id, official_id, office, duty, districts, operation, consumer_id,
                                merchant_id, things, read_on, read_at)
      SELECT value ->> 'id', ${by.request_id}, ${by.purpose_id}, ${by.official_id}, ${by.office}, ${by.duty},
             ${JSON.stringify(by.districts)}, ${by.operation}, value ->> 'consumer_id', value ->> 'merchant_id',
             value -> 'things', ${by.read_on}, ${by.read_at}
        FROM json_each(${JSON.stringify(traces)}) ORDER BY key`
/** Counts a reading of the day; where it is one too many the table refuses it. */
export const countReadingStatement = (
  official_id: string,
  day: LocalDate,
  of: { readings: number; listed: number },
): Statement =>
  sql`INSERT INTO access_days (official_id, day, readings_count, listed_count)
      VALUES (${official_id}, ${day}, ${of.readings}, ${of.listed})
      ON CONFLICT (official_id, day) DO UPDATE SET readings_count = readings_count + excluded.readings_count,
                                                   listed_count = listed_count + excluded.listed_count`
type DayRow = { readings_count: number; listed_count: number }
type PersonRow = { consumer_id: string }
type ReaderRow = { consumer_id: string; official_id: string }
/** What this official read today, and who else read of the same people. */
export const readDay = (
  official_id: string,
  consumers: Statement,
  { day, now }: { day: LocalDate; now: Instant },
) => ({
  days: sql<DayRow>`SELECT readings_count, listed_count FROM access_days WHERE official_id = ${official_id} AND day = ${day}`,
  burst: sql<{ n: number }>`SELECT count(DISTINCT request_id || operation) AS n FROM access_traces
      WHERE official_id = ${official_id} AND read_on = ${day} AND read_at > ${plusMs(now, -BURST_MS)}
        AND purpose_id IS NOT NULL`,
  people: sql<PersonRow>`SELECT DISTINCT consumer_id FROM access_traces
      WHERE official_id = ${official_id} AND read_on = ${day} AND purpose_id IS NOT NULL
        AND consumer_id IS NOT NULL LIMIT 1000`,
  readers: sql<ReaderRow>`SELECT DISTINCT consumer_id, official_id FROM access_traces
      WHERE consumer_id IN ${consumers} AND read_on = ${day} AND purpose_id IS NOT NULL LIMIT 1000`,
})
type UnderRow = { purpose_id: string; consumer_id: string }
export const readPeopleUnder = (official_id: string, now: Instant) =>
  sql<UnderRow>`SELECT DISTINCT t.purpose_id, t.consumer_id FROM access_purposes p
      JOIN access_traces t ON t.purpose_id = p.id
     WHERE p.official_id = ${official_id} AND p.ended_at IS NULL AND p.expires_at > ${now}
       AND t.consumer_id IS NOT NULL`

export type AlarmRow = {
  id: string
  kind: AlarmKind
  official_id: string
  office: Office
  purpose_id: string | null
  about: string
  count: number
  needs_count: 1 | 2
  raised_at: Instant
  closed_at: Instant | null
}
export const insertAlarm = (a: AlarmRow): Statement =>
  sql`INSERT INTO access_alarms (id, kind, official_id, office, purpose_id, about, count, needs_count, raised_at)
      VALUES (${a.id}, ${a.kind}, ${a.official_id}, ${a.office}, ${a.purpose_id}, ${a.about}, ${a.count},
              ${a.needs_count}, ${a.raised_at})`
/** Alarms of this day about these: each is raised once. */
export const readRaised = (day: LocalDate) =>
  sql<Pick<AlarmRow, 'kind' | 'about'>>`SELECT kind, about FROM access_alarms
      WHERE about >= ${day} AND about < ${`${day}~`} LIMIT 2000`
export type AlarmDetailRow = AlarmRow & {
  official_name: string
  reason: string | null
  reviews_count: number
  is_mine: number
}
/** `is_mine`: the asker read, or has looked at it already, under whatever id. */
export const readAlarms = (who: Who, where: Statement) =>
  sql<AlarmDetailRow>`SELECT a.*, o.name AS official_name, p.reason,
           (SELECT count(*) FROM access_reviews r WHERE r.alarm_id = a.id) AS reviews_count,
           (${isSamePersonCondition(sql`a.official_id`, who.subject_id)}
             OR EXISTS (SELECT 1 FROM access_reviews r WHERE r.alarm_id = a.id
                          AND ${isSamePersonCondition(sql`r.reviewer_id`, who.subject_id)})) AS is_mine
      FROM access_alarms a JOIN officials o ON o.id = a.official_id
      LEFT JOIN access_purposes p ON p.id = a.purpose_id
     WHERE ${isNearby(who)} AND ${where}`
type Review = {
  alarm_id: string
  reviewer_id: string
  found: 'in_order' | 'not_in_order'
  note: string
  reviewed_at: Instant
}
export const insertReview = (r: Review): Statement =>
  sql`INSERT INTO access_reviews (alarm_id, reviewer_id, found, note, reviewed_at)
      VALUES (${r.alarm_id}, ${r.reviewer_id}, ${r.found}, ${r.note}, ${r.reviewed_at})`
export const closeAlarmStatement = (id: string, now: Instant): Statement =>
  sql`UPDATE access_alarms SET closed_at = ${now} WHERE id = ${id} AND closed_at IS NULL`

/** A trace is shown to whom it is of, unless a paper keeps it secret that two have not lifted. */
const IS_SHOWN: Statement = sql`(p.secrecy_document IS NULL
  OR (SELECT count(*) FROM access_disclosures d WHERE d.purpose_id = p.id) >= 2)`
export type MyTraceRow = {
  id: string
  purpose_id: string | null
  office: Office
  duty: Duty
  operation: string
  things: string
  is_everybody: number
  merchant_name: string | null
  kind: 'case' | 'emergency' | null
  reference_id: string | null
  reason: string | null
  read_at: Instant
}
/** What officials read of the asker, newest first: of them, of everybody at their shops, of everybody in the city. */
export const readMyTraces = (
  who: Who,
  { before, limit }: { before: string | null; limit: number },
) =>
  sql<MyTraceRow>`SELECT t.id, t.purpose_id, t.office, t.duty, t.operation, t.things, t.consumer_id IS NULL AS is_everybody,
           m.name AS merchant_name, p.kind, p.reference_id, p.reason, t.read_at
      FROM access_traces t LEFT JOIN access_purposes p ON p.id = t.purpose_id
      LEFT JOIN merchants m ON m.id = t.merchant_id
     WHERE (${isMineCondition(sql`t.consumer_id`, who.subject_id)}
            OR (t.consumer_id IS NULL AND (t.merchant_id IS NULL OR t.merchant_id IN
                 (SELECT c.merchant_id FROM cards c WHERE c.consumer_id = ${who.subject_id} AND c.opened_at <= t.read_at))))
       AND (p.id IS NULL OR ${IS_SHOWN}) AND (${before} IS NULL OR t.id < ${before})
     ORDER BY t.id DESC LIMIT ${limit + 1}`

export type TraceRow = {
  id: string
  purpose_id: string | null
  official_name: string
  office: Office
  operation: string
  people_count: number
  is_everybody: number
  merchant_name: string | null
  kind: 'case' | 'emergency' | null
  reason: string | null
  read_at: Instant
}
/** Readings with how many people each told of, as whoever looks after the data sees them: nobody's name or card. */
export const readReadings = (
  who: Who,
  {
    before,
    limit,
    official_id,
  }: { before: string | null; limit: number; official_id: string | null },
) =>
  sql<TraceRow>`SELECT max(t.id) AS id, t.purpose_id, o.name AS official_name, t.office, t.operation,
           count(DISTINCT t.consumer_id) AS people_count, max(t.consumer_id IS NULL) AS is_everybody,
           max(m.name) AS merchant_name, p.kind, p.reason, t.read_at
      FROM access_traces t JOIN officials o ON o.id = t.official_id
      LEFT JOIN access_purposes p ON p.id = t.purpose_id LEFT JOIN merchants m ON m.id = t.merchant_id
     WHERE ${isNearby(who)} AND (${official_id} IS NULL OR t.official_id = ${official_id})
     GROUP BY t.request_id, t.operation HAVING ${before} IS NULL OR max(t.id) < ${before} ORDER BY max(t.id) DESC LIMIT ${limit + 1}`

type DueRow = { consumer_id: string; day: LocalDate; count: number }
/** Whose things were read under a purpose on a day that is to be told, and who was not told yet. */
export const readUntold = (day: LocalDate, limit: number) =>
  sql<DueRow>`SELECT t.consumer_id, t.read_on AS day, count(DISTINCT t.request_id || t.operation) AS count
      FROM access_traces t JOIN access_purposes p ON p.id = t.purpose_id
     WHERE t.read_on = ${day} AND t.consumer_id IS NOT NULL AND ${IS_SHOWN}
       AND NOT EXISTS (SELECT 1 FROM access_digests d WHERE d.consumer_id = t.consumer_id AND d.day = t.read_on)
     GROUP BY t.consumer_id ORDER BY t.consumer_id LIMIT ${limit}`
export const insertDigest = (d: DueRow & { told_at: Instant }): Statement =>
  sql`INSERT INTO access_digests (consumer_id, day, count, told_at)
      VALUES (${d.consumer_id}, ${d.day}, ${d.count}, ${d.told_at})`

type OldRow = { n: number; last_id: string | null }
/** How many traces are older, at most `limit`, and the last of them. */
export const countTracesBefore = (before: Instant, limit: number) =>
  sql<OldRow>`SELECT count(*) AS n, max(id) AS last_id FROM (
      SELECT id FROM access_traces WHERE read_at < ${before} ORDER BY id LIMIT ${limit})`
/** Up to this one, with what was told of days before. */
export const deleteTracesStatements = (last_id: string, day: LocalDate): Statement[] => [
  sql`DELETE FROM access_traces WHERE id <= ${last_id}`,
  sql`DELETE FROM access_digests WHERE day < ${day}`,
]
