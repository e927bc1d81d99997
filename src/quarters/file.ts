import { contentHash } from '../environment/content-hash'
import type { Json } from '../kernel/canonical'
import { refuse } from '../kernel/refusals'
import { localDate } from '../kernel/time'
import type { Ask } from '../platform/act'
import { sql } from '../platform/d1'
import { answerOnce } from '../platform/journal'
import type { World } from '../platform/world'
import { quarterPeriod } from './rules'
import { insertFiling, quarterFrom, readQuarters } from './store'
import { type FiledBody, filedBody, presentQuarter } from './views'

/** The hash of a filing: over the shop, the quarter and every figure. */
export const filingHash = (body: FiledBody): string => contentHash(body as Json)

/**
 * Files the owner's quarter: its figures stay what they are now. Refuses quarter_not_over on its last day and before,
 * quarter_already_filed when it was filed. Source: 商务部令2012年第9号 §31.
 */
export function fileQuarter(world: World, ask: Ask, { quarter }: { quarter: string }) {
  const period = quarterPeriod(quarter)
  return answerOnce(world, ask, {
    reads: (who) => ({ quarters: readQuarters(period, sql`m.id = ${who.merchant_id}`) }),
    decide: async ({ actor, rows, now, city }) => {
      const seen = quarterFrom(rows.quarters[0] ?? refuse('merchant_not_found'))
      if (seen.filing !== null) refuse('quarter_already_filed')
      if (localDate(now) <= period.to_on) refuse('quarter_not_over')
      const body = filedBody(seen, period)
      const content_hash = filingHash(body)
      const filing = { body: JSON.stringify(body), content_hash, filed_at: now }
      const { merchant_id } = seen
      return {
        status: 201,
        subject_id: merchant_id,
        body: presentQuarter({ ...seen, filing }, { period, city, now }),
        statements: [
          insertFiling({
            merchant_id,
            quarter,
            body,
            content_hash,
            filed_by: actor.id,
            filed_at: now,
          }),
        ],
      }
    },
  })
}
