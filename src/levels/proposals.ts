import * as z from 'zod'
import { idPattern } from '../kernel/ids'
import { MerchantId } from '../merchants/views'
import { newRouter, operation, serveRead } from '../platform/http'
import { cursorKey, listSchema, pageFrom, pageQuery } from '../platform/page'
import { LEVELS } from './rules'
import { readWaitingLevels } from './store'

export const levelProposalRoutes = newRouter()

const LevelProposalView = z
  .strictObject({
    object: z.literal('level_proposal'),
    id: z.string().regex(idPattern('lvp')),
    merchant_id: MerchantId,
    level: z.enum(LEVELS),
    reason: z.string(),
    proposed_at: z.string(),
    is_own: z.boolean().meta({ description: '是不是您自己提议的；自己不能复核' }),
  })
  .meta({ id: 'LevelProposal', description: '等另一人复核的升级' })

export const listLevelProposalsOperation = operation({
  method: 'get',
  path: '/v1/level-proposals',
  operationId: 'listLevelProposals',
  tags: ['merchants'],
  summary: '等复核的升级，每家店至多一件',
  summary_en: 'Lists raises that wait for somebody else',
  policy: { operator: 'all' },
  query: z.strictObject(pageQuery),
  answers: {
    200: {
      description: '等复核的升级',
      schema: listSchema(LevelProposalView, 'LevelProposalList'),
    },
  },
  refuses: ['cursor_invalid'],
})
serveRead(levelProposalRoutes, listLevelProposalsOperation, {
  reads: (who, { query: { cursor, limit } }) => ({
    waiting_levels: readWaitingLevels(who, { after: cursorKey(cursor), limit }),
  }),
  present: ({ rows }, { query }) =>
    pageFrom(
      rows.waiting_levels,
      query.limit,
      ({ merchant_id }) => merchant_id,
      ({ id, merchant_id, level, reason, proposed_at, is_own }) => ({
        ...{ object: 'level_proposal' as const, id, merchant_id, level, reason, proposed_at },
        is_own: is_own === 1,
      }),
    ),
})
