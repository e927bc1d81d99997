import type { Instant, LocalDate } from '../kernel/time'
import { type Statement, sql } from '../platform/d1'
import { reviewStatement } from './store'

/**
 * Strikes out the marks about a thing that should never have been, from now on; where the shop had objected already, that
 * objection is answered so. Old scores stay as they were said.
 */
export function strikeOutStatements(
  thing: { id: string; merchant_id: string },
  of: { by: string; now: Instant; today: LocalDate; court: boolean },
): Statement[] {
  const ground = of.court ? 'court' : 'error'
  const marks = sql`credit_marks k WHERE k.subject_id = ${thing.id} AND k.merchant_id = ${thing.merchant_id}`
  return [
    sql`UPDATE credit_objections SET ground = ${ground}, note = '所依据的名单已撤销', decided_by = ${of.by},
               decided_at = ${of.now}, version = version + 1
         WHERE decided_at IS NULL AND mark_id IN (SELECT k.id FROM ${marks})`,
    sql`INSERT INTO credit_objections (id, mark_id, merchant_id, words, filed_by, filed_at, take_up_by, answer_by, ground,
                                       note, decided_by, decided_at)
        SELECT 'cob' || substr(k.id, 4), k.id, k.merchant_id, '所依据的名单已撤销', ${of.by}, ${of.now}, ${of.today}, ${of.today},
               ${ground}, '所依据的名单已撤销', ${of.by}, ${of.now}
          FROM ${marks} AND NOT EXISTS (SELECT 1 FROM credit_objections o WHERE o.mark_id = k.id)`,
    reviewStatement([thing.merchant_id], of.today),
  ]
}
