import { isSamePersonCondition } from '../identity/persons'
import type { Instant, LocalDate } from '../kernel/time'
import { DAY_MS, localDate, MINUTE_MS, plusMs } from '../kernel/time'
import { DELIVERIES_JOB } from '../notify/deliver'
import { NOTICES_JOB } from '../notify/send'
import type { Who } from '../platform/actor'
import { sql } from '../platform/d1'
import { readKeys, readMoves, readSegmentKeys } from '../seals/store'
import { readStorageDays } from '../storage/store'
import { NOTICE_WAITS_MIN } from './trouble-rules'
import { VERSION } from './version'

export type RunRow = {
  job: string
  ran_at: Instant
  handled: number
  unfinished: number
  error: string | null
}
export type CountRow = { job: string; failing_count: number; dead_count: number }

/** The last run of each job that ever ran. */
export const readRuns = sql<RunRow>`SELECT job, ran_at, handled, unfinished, error FROM job_runs`
export type BeatRow = { job: string; hour: string; handled: number; failed_count: number }
/** Of each hour of the last day in which a job ran: how much it did. */
const readBeats = (now: Instant) =>
  sql<BeatRow>`SELECT job, hour, handled, failed_count FROM job_beats WHERE hour > ${plusMs(now, -DAY_MS).slice(0, 13)}`
/** The first hour of which anything is known. */
const readFirstBeat = sql<{ hour: string | null }>`SELECT min(hour) AS hour FROM job_beats`
/** What each job could not do: what it tries again, and what waits for a person. */
const readFailureCounts = sql<CountRow>`SELECT job, count(*) - count(dead_at) AS failing_count, count(dead_at) AS dead_count
    FROM job_failures GROUP BY job`
/**
 * When the platform began: the earliest of its first act still here, its first version seen at work and the first day
 * that moved out; so it does not move on with what is kept. No row before.
 */
export const readBegin = sql<{ at: Instant }>`
  SELECT min(at) AS at FROM (
    SELECT (SELECT at FROM journal ORDER BY seq LIMIT 1) AS at
    UNION ALL SELECT (SELECT min(seen_at) FROM platform_versions)
    UNION ALL SELECT strftime('%Y-%m-%dT%H:%M:%fZ', day, '-8 hours') FROM archive_segments WHERE no = 1)
  HAVING min(at) IS NOT NULL`

/** All that is told of the jobs: their last runs, what failed, their last day, and since when there is anything to tell. */
export const readJobs = (now: Instant) => ({
  runs: readRuns,
  counts: readFailureCounts,
  begin: readBegin,
  beats: readBeats(now),
  first_beat: readFirstBeat,
})

type WaitingCountRow = {
  count: number
  money_fen: number | null
  since: Instant | LocalDate | null
}
type BookRunRow = {
  id: string
  result: 'clean' | 'mismatch' | 'incomplete' | null
  started_at: Instant
  looked_at: number
  findings_count: number
}

type QueueRow = { name: string; count: number; oldest_at: Instant | null }
type AlertRow = {
  id: string
  kind: string
  state: 'raised' | 'escalated' | 'resolved'
  message: string
  raised_at: Instant
  escalated_at: Instant | null
  resolved_at: Instant | null
}
/** What stands in line, how long the oldest has; what was raised of late; and since when this version is at work. */
export const readWatch = (now: Instant) => ({
  queues: readQueues,
  alerts: sql<AlertRow>`SELECT id, kind, state, message, raised_at, escalated_at, resolved_at FROM alerts
       WHERE state <> 'resolved' OR raised_at > ${plusMs(now, -7 * DAY_MS)}
       ORDER BY state = 'resolved', id DESC LIMIT 20`,
  versions: sql<{
    seen_at: Instant
  }>`SELECT seen_at FROM platform_versions WHERE version = ${VERSION}`,
})
export const readQueues = sql<QueueRow>`
  SELECT 'notices' AS name, count(*) AS count, min(created_at) AS oldest_at FROM notices WHERE state = 'queued'
  UNION ALL SELECT 'work_notices', count(*), min(created_at) FROM work_notices WHERE sent_at IS NULL
  UNION ALL SELECT 'webhook_deliveries', count(*), min(created_at) FROM webhook_deliveries WHERE state = 'pending'
  UNION ALL SELECT 'instructions', count(*), min(told_at) FROM instructions WHERE state IN ('told', 'unclear', 'accepted')`

/** Everything that may wait, counted in one round trip, each over an index of exactly what waits; no list is cut. */
export const readHealth = (who: Who, now: Instant) => ({
  ...readJobs(now),
  books: sql<BookRunRow>`SELECT id, result, started_at, looked_at, findings_count FROM book_runs ORDER BY id DESC LIMIT 1`,
  closes: sql<{ newest_sealed: LocalDate | null; first_day: LocalDate | null }>`
    SELECT (SELECT max(day) FROM bank_closes WHERE phase = 'sealed') AS newest_sealed,
           (SELECT min(day) FROM bank_days) AS first_day`,
  coverage_short: sql<WaitingCountRow>`
    SELECT count(*) AS count, sum(missing_fen) AS money_fen, min(business_day) AS since
      FROM merchant_covers WHERE missing_fen > 0`,
  provider_differs: sql<WaitingCountRow>`
    SELECT coalesce(sum(difference_fen <> 0), 0) AS count, sum(difference_fen) AS money_fen, min(read_at) AS since
      FROM provider_readings r WHERE r.id IN (SELECT max(id) FROM provider_readings GROUP BY provider)`,
  breaks_overdue: sql<WaitingCountRow>`
    SELECT count(*) AS count, sum(abs(difference_fen)) AS money_fen, min(limit_on) AS since
      FROM bank_breaks WHERE state IN ('open', 'proposed') AND limit_on < ${localDate(now)}`,
  payouts_rejected: sql<WaitingCountRow>`
    SELECT count(*) AS count, sum(p.amount_fen) AS money_fen, min(p.ended_at) AS since FROM payouts p
     WHERE p.state IN ('rejected', 'returned')
       AND NOT EXISTS (SELECT 1 FROM payouts o WHERE o.merchant_id = p.merchant_id AND o.id > p.id
                          AND o.state IN ('paid', 'rejected', 'returned'))`,
  instructions_overdue: sql<WaitingCountRow>`
    SELECT count(*) AS count, sum(amount_fen) AS money_fen, min(told_at) AS since
      FROM instructions WHERE state IN ('told', 'unclear', 'accepted') AND due_by <= ${now}`,
  silence_waiting: sql<WaitingCountRow>`
    SELECT count(*) AS count, sum(coalesce(recorded_fen, held_fen)) AS money_fen, min(confirm_by) AS since FROM holds
     WHERE provisional_after IS NOT NULL AND status = 'held' AND confirm_by <= ${now}`,
  facts_open: sql<WaitingCountRow>`
    SELECT count(*) AS count, sum(abs(amount_fen)) AS money_fen, min(opened_at) AS since
      FROM parked_facts WHERE state IN ('open', 'proposed')`,
  disputes_open: sql<WaitingCountRow>`
    SELECT count(*) AS count, sum(amount_fen) AS money_fen, NULL AS since FROM disputes WHERE outcome IS NULL`,
  readings_unusual: sql<WaitingCountRow>`
    SELECT count(*) AS count, NULL AS money_fen, min(raised_at) AS since FROM access_alarms WHERE closed_at IS NULL`,
  letters_dead: sql<WaitingCountRow>`
    SELECT (SELECT count(*) FROM webhook_deliveries WHERE state = 'dead')
           + (SELECT count(*) FROM job_failures WHERE job = ${DELIVERIES_JOB} AND dead_at IS NOT NULL)
           + (SELECT count(*) FROM job_failures WHERE job = ${NOTICES_JOB} AND dead_at IS NOT NULL) AS count,
           NULL AS money_fen, NULL AS since`,
  notices_late: sql<WaitingCountRow>`
    SELECT count(*) AS count, NULL AS money_fen, min(created_at) AS since FROM notices
     WHERE state = 'queued' AND created_at < ${plusMs(now, -NOTICE_WAITS_MIN * MINUTE_MS)}`,
  shops_waiting: sql<WaitingCountRow>`
    SELECT count(*) AS count, NULL AS money_fen, min(applied_at) AS since FROM merchants WHERE admitted_at IS NULL`,
  changes_waiting: sql<WaitingCountRow>`
    SELECT count(*) AS count, NULL AS money_fen, min(announced_at) AS since FROM merchant_changes WHERE status = 'announced'`,
  storage: readStorageDays,
  keys: readKeys,
  moves: readMoves,
  segments: readSegmentKeys,
  // Of a raise that one proposed, another one says yes or no; a colleague of the same phone is the same person.
  raises_waiting: sql<WaitingCountRow & { merchant_id: string | null }>`
    SELECT count(*) AS count, NULL AS money_fen, min(p.proposed_at) AS since, min(p.merchant_id) AS merchant_id
      FROM merchant_level_proposals p
     WHERE p.state = 'waiting' AND NOT ${isSamePersonCondition(sql`p.proposed_by`, who.subject_id)}`,
  // One of each shop at most: a newer one replaces what waits.
  photos_waiting: sql<WaitingCountRow>`
    SELECT count(DISTINCT p.merchant_id) AS count, NULL AS money_fen, min(p.stated_at) AS since FROM shop_photos p
     WHERE NOT EXISTS (SELECT 1 FROM shop_photo_rulings r WHERE r.photo_id = p.id)
       AND NOT EXISTS (SELECT 1 FROM shop_photos n LEFT JOIN shop_photo_rulings nr ON nr.photo_id = n.id
                        WHERE n.merchant_id = p.merchant_id AND n.id > p.id AND (nr.ruling IS NULL OR nr.ruling = 'shown'))`,
  city_rows_waiting: sql<WaitingCountRow>`
    SELECT count(*) AS count, NULL AS money_fen, min(p.entered_at) AS since FROM city_proposals p
     WHERE NOT EXISTS (SELECT 1 FROM city_decisions d WHERE d.proposal_id = p.id) 
       AND NOT ${isSamePersonCondition(sql`p.entered_by`, who.subject_id)}`,
})
