import type { LocalDate } from '../kernel/time'
import { type Statement, sql } from '../platform/d1'

/**
 * Whether somebody looks after a holder as their guardian (`live_guardians`): sees, freezes, objects and asks for refunds, and
 * spends nothing. The clock ends it within minutes of the day its ward is of age; acts ask by `isGuardianOnCondition`.
 */
export const isGuardianCondition = (holder: Statement, subject_id: Statement): Statement =>
  sql`EXISTS (SELECT 1 FROM live_guardians g WHERE g.guardian_id = ${subject_id} AND g.ward_id = ${holder})`
/** The same on a day: exact, whether or not the clock has run. */
export const isGuardianOnCondition = (
  holder: Statement,
  subject_id: Statement,
  on: LocalDate,
): Statement =>
  sql`EXISTS (SELECT 1 FROM live_guardians g WHERE g.guardian_id = ${subject_id} AND g.ward_id = ${holder}
               AND g.until_on > ${on})`
