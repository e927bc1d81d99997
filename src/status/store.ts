import { spell } from '../kernel/ids'
import { DAY_MS, epochMs, type Instant, type LocalDate, plusMs } from '../kernel/time'
import { readBegin, readRuns } from '../operations/store'
import { NOTICE_WAITS_MIN } from '../operations/trouble-rules'
import { VERSION } from '../operations/version'
import { sql } from '../platform/d1'
import { INCIDENT_KINDS } from './views'

const INCIDENTS_KEPT_MS = 90 * DAY_MS
const INCIDENTS_MAX = 100
const KINDS = JSON.stringify(INCIDENT_KINDS)

type OverdueRow = { kind: string; since: Instant }
type IncidentRow = {
  kind: (typeof INCIDENT_KINDS)[number]
  began_at: Instant
  ended_at: Instant | null
  total: number
}
/** All that is told of the service to anybody, in one round trip: counts and moments, of nobody in particular. */
export const readService = (now: Instant) => ({
  runs: readRuns,
  begin: readBegin,
  closes: sql<{ newest_sealed: LocalDate | null; first_day: LocalDate | null }>`
    SELECT (SELECT max(day) FROM bank_closes WHERE phase = 'sealed') AS newest_sealed,
           (SELECT min(day) FROM bank_days) AS first_day`,
  overdue: sql<OverdueRow>`SELECT kind, min(told_at) AS since FROM instructions
       WHERE state IN ('told', 'unclear', 'accepted') AND due_by <= ${now} GROUP BY kind`,
  notices: sql<{ since: Instant | null }>`SELECT min(created_at) AS since FROM notices
       WHERE state = 'queued' AND created_at < ${plusMs(now, -NOTICE_WAITS_MIN * 60_000)}`,
  incidents: sql<IncidentRow>`
    SELECT kind, raised_at AS began_at, resolved_at AS ended_at, count(*) OVER () AS total FROM alerts
     WHERE (state <> 'resolved' OR id >= ${`alt_${spell(epochMs(now) - INCIDENTS_KEPT_MS)}`})
       AND kind IN (SELECT value FROM json_each(${KINDS}))
     ORDER BY id DESC LIMIT ${INCIDENTS_MAX}`,
  versions: sql<{
    seen_at: Instant
  }>`SELECT seen_at FROM platform_versions WHERE version = ${VERSION}`,
})
