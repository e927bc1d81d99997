import * as z from 'zod'
import { idPattern } from '../kernel/ids'
import { refuse } from '../kernel/refusals'
import { updateLevel } from '../merchants/store'
import { Line, MerchantId } from '../merchants/views'
import type { Ask } from '../platform/act'
import type { Who } from '../platform/actor'
import { newRouter, operation, serveAct, serveRead } from '../platform/http'
import { answerOnce } from '../platform/journal'
import type { World } from '../platform/world'
import { decideLevel, isRaise, LEVELS, type Level, type LevelProposal } from './rules'
import {
  endLevelProposalStatement,
  insertLevelProposal,
  type LevelRow,
  readMerchantLevel,
  readWaitingLevel,
} from './store'

export const levelRoutes = newRouter()
const LevelView = z.enum(LEVELS)
const MerchantLevel = z
  .strictObject({
    object: z.literal('merchant_level'),
    merchant_id: MerchantId,
    level: LevelView,
    reason: z.string().nullable(),
    set_at: z.string().nullable(),
    waiting: z
      .strictObject({
        id: z.string().regex(idPattern('lvp')),
        level: LevelView,
        reason: z.string(),
        proposed_at: z.string(),
        is_own: z.boolean().meta({ description: '是不是您自己提议的；自己不能复核' }),
      })
      .nullable()
      .meta({ description: '等另一人复核的升级；复核前一切照旧' }),
  })
  .meta({ id: 'MerchantLevel', description: '店家的等级与理由；等级只决定能否预支，不影响顾客' })
const params = z.strictObject({ id: MerchantId })
const Reason = Line({ min: 4, max: 200 })
const answers = { 200: { description: '现在的等级，和等复核的升级', schema: MerchantLevel } }

export const readMerchantLevelOperation = operation({
  method: 'get',
  path: '/v1/merchants/:id/level',
  operationId: 'readMerchantLevel',
  tags: ['merchants'],
  summary: '等级、理由和等复核的升级',
  summary_en: 'Reads a merchant’s level, its reason, and a raise that waits',
  policy: { operator: 'all' },
  params,
  answers,
  refuses: ['merchant_not_found'],
})
serveRead(levelRoutes, readMerchantLevelOperation, {
  reads: (who, { params: { id } }) => levelOf(who, id),
  present: ({ rows }) => presentLevel(shopIn(rows), rows.waiting[0]),
})

export const setMerchantLevelOperation = operation({
  method: 'post',
  path: '/v1/merchants/:id/level',
  operationId: 'setMerchantLevel',
  tags: ['merchants'],
  summary: '评定等级，写明理由；降级即时生效，升级等另一人复核',
  summary_en: 'Sets a merchant’s level; a raise waits for somebody else',
  policy: { operator: 'all' },
  params,
  body: z.strictObject({ level: LevelView, reason: Reason }).meta({ id: 'NewMerchantLevel' }),
  answers,
  refuses: ['merchant_not_found', 'merchant_changed_meanwhile', 'level_proposal_not_waiting'],
})
serveAct(levelRoutes, setMerchantLevelOperation, (world, ask, { params: { id }, body }) =>
  setMerchantLevel(world, ask, { merchant_id: id, ...body }),
)

export const confirmMerchantLevelOperation = operation({
  method: 'post',
  path: '/v1/merchants/:id/level/confirmation',
  operationId: 'confirmMerchantLevel',
  tags: ['merchants'],
  summary: '复核一次升级：同意即生效，不同意即作废；不能复核自己的',
  summary_en: 'Agrees to a raise or voids it, as another person',
  policy: { operator: 'all' },
  params,
  body: z
    .strictObject({
      proposal_id: z.string().regex(idPattern('lvp')),
      agreed: z.boolean(),
      note: Reason,
    })
    .meta({ id: 'LevelConfirmation' }),
  answers,
  refuses: [
    'merchant_not_found',
    'merchant_changed_meanwhile',
    'level_proposal_not_waiting',
    'level_needs_another_person',
    'level_not_while_held',
  ],
})
serveAct(levelRoutes, confirmMerchantLevelOperation, (world, ask, { params: { id }, body }) =>
  confirmMerchantLevel(world, ask, { merchant_id: id, ...body }),
)

/**
 * Grades a shop, with a reason. A lower level counts at once; a higher one waits for another person, because the level
 * decides how much money may leave custody early. What was granted before stays. Refuses merchant_not_found.
 */
const setMerchantLevel = (
  world: World,
  ask: Ask,
  request: { merchant_id: string; level: Level; reason: string },
) =>
  answerOnce(world, ask, {
    reads: (who) => levelOf(who, request.merchant_id),
    decide: ({ actor, rows, now, kit }) => {
      const shop = shopIn(rows)
      const [waiting] = rows.waiting
      const { merchant_id, level, reason } = request
      const end = { state: 'overtaken' as const, by: actor.id, at: now, note: null }
      const overtaken = waiting ? [endLevelProposalStatement(waiting, end)] : []
      if (!isRaise(shop.level, level)) {
        const set = { level, reason, at: now }
        const after = { ...shop, level, level_reason: reason, level_set_at: now }
        const body = presentLevel(after, undefined)
        return {
          status: 200,
          subject_id: shop.id,
          body,
          statements: [...overtaken, updateLevel(shop, set)],
        }
      }
      const proposal: LevelProposal = {
        id: kit.newId('lvp'),
        merchant_id,
        from_level: shop.level,
        level,
        reason,
        proposed_by: actor.id,
        proposed_at: now,
        is_own: 1,
      }
      return {
        status: 200,
        subject_id: proposal.id,
        body: presentLevel(shop, proposal),
        statements: [...overtaken, insertLevelProposal(proposal)],
      }
    },
  })

/**
 * Another person agrees to a raise, which then counts at once, or refuses it. Refuses what `decideLevel` does; to
 * refuse a raise is everybody's right, the proposer's too.
 */
const confirmMerchantLevel = (
  world: World,
  ask: Ask,
  request: { merchant_id: string; proposal_id: string; agreed: boolean; note: string },
) =>
  answerOnce(world, ask, {
    reads: (who) => levelOf(who, request.merchant_id),
    decide: ({ actor, rows, now }) => {
      const shop = shopIn(rows)
      const [waiting] = rows.waiting
      if (waiting?.id !== request.proposal_id) refuse('level_proposal_not_waiting')
      const end = { by: actor.id, at: now, note: request.note }
      if (!request.agreed) {
        const statements = [endLevelProposalStatement(waiting, { state: 'refused', ...end })]
        return {
          status: 200,
          subject_id: waiting.id,
          body: presentLevel(shop, undefined),
          statements,
        }
      }
      const { level, reason, id } = decideLevel(waiting, shop)
      const set = { level, reason, at: now }
      const after = { ...shop, level, level_reason: reason, level_set_at: now }
      return {
        status: 200,
        subject_id: id,
        body: presentLevel(after, undefined),
        statements: [
          endLevelProposalStatement(waiting, { state: 'in_force', ...end }),
          updateLevel(shop, set),
        ],
      }
    },
  })

const levelOf = (who: Who, merchant_id: string) => ({
  shop: readMerchantLevel(merchant_id),
  waiting: readWaitingLevel(who, merchant_id),
})
const shopIn = ({ shop }: { shop: LevelRow[] }): LevelRow => shop[0] ?? refuse('merchant_not_found')

function presentLevel(
  shop: LevelRow,
  waiting: LevelProposal | undefined,
): z.input<typeof MerchantLevel> {
  return {
    object: 'merchant_level',
    merchant_id: shop.id,
    level: shop.level,
    reason: shop.level_reason,
    set_at: shop.level_set_at,
    waiting: waiting
      ? {
          id: waiting.id,
          level: waiting.level,
          reason: waiting.reason,
          proposed_at: waiting.proposed_at,
          is_own: waiting.is_own === 1,
        }
      : null,
  }
}
