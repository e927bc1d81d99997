import * as z from 'zod'
import { refuse } from '../kernel/refusals'
import { sql } from '../platform/d1'
import { newRouter, operation, serveAct } from '../platform/http'
import { type Answer, type Ask, answerOnce } from '../platform/journal'
import type { World } from '../platform/world'
import { Line, MerchantId } from './views'

export const levelRoutes = newRouter()
const Level = z.enum(['AAA', 'AA', 'A', 'B', 'C', 'D'])

const MerchantLevel = z
  .strictObject({
    object: z.literal('merchant_level'),
    merchant_id: MerchantId,
    level: Level,
    reason: z.string(),
    set_at: z.string(),
  })
  .meta({ id: 'MerchantLevel', description: '店家的等级与理由；等级只决定能否预支，不影响顾客' })
const setLevelOperation = operation({
  method: 'post',
  path: '/v1/merchants/:id/level',
  operationId: 'setMerchantLevel',
  tags: ['merchants'],
  summary: '评定等级，写明理由',
  policy: { operator: 'all' },
  params: z.strictObject({ id: MerchantId }),
  body: z
    .strictObject({ level: Level, reason: Line({ min: 4, max: 200 }) })
    .meta({ id: 'NewMerchantLevel' }),
  answers: { 200: { description: '已评定', schema: MerchantLevel } },
  refuses: ['merchant_not_found', 'merchant_changed_meanwhile'],
})
serveAct(levelRoutes, setLevelOperation, (world, ask, { params, body }) =>
  setMerchantLevel(world, ask, { merchant_id: params.id, ...body }),
)

/** Sets a shop's level with a reason. What was granted at the old level stays; the new one counts from now on. */
export const setMerchantLevel = (
  world: World,
  ask: Ask,
  request: { merchant_id: string; level: z.output<typeof Level>; reason: string },
): Promise<Answer> =>
  answerOnce(world, ask, {
    reads: () => [sql`SELECT version FROM merchants WHERE id = ${request.merchant_id}`],
    decide: ({ rows, now }) => {
      const { merchant_id, level, reason } = request
      const merchant = rows[0]?.[0] ?? refuse('merchant_not_found')
      return {
        status: 200,
        subject_id: merchant_id,
        body: { object: 'merchant_level', merchant_id, level, reason, set_at: now },
        statements: [
          sql`UPDATE merchants SET level = ${level}, level_reason = ${reason}, level_set_at = ${now},
                     version = ${Number(merchant.version) + 1}
               WHERE id = ${merchant_id}`,
        ],
      }
    },
  })
