import { DAY_MS, type Instant, plusMs } from '../kernel/time'
import { type Statement, sql } from '../platform/d1'
import { sessionLifetime } from './rules'

/** A number nobody has used for so long may be somebody else's by now: networks give them out again after ninety days. */
const SILENT_MS = 90 * DAY_MS

type LastUseRow = { idle_expires_at: Instant | null }
/** When somebody's newest session would have ended unused: its last use, to a day. No session: null. */
export const readLastUse = (subject_id: Statement) =>
  sql<LastUseRow>`SELECT max(idle_expires_at) AS idle_expires_at FROM sessions WHERE subject_id = ${subject_id}`

/** Whether a consumer was not seen for ninety days; sessions are kept longer than that, so none means never or long ago. */
export function isSilent(row: LastUseRow | undefined, created_at: Instant, now: Instant): boolean {
  const idle_ends = row?.idle_expires_at ?? null
  const { idle_ms } = sessionLifetime('consumer')
  const last_use = idle_ends === null ? created_at : plusMs(idle_ends, -idle_ms)
  return plusMs(last_use, SILENT_MS) <= now
}
