import * as z from 'zod'
import { refuse } from '../kernel/refusals'
import { asMessage } from '../kernel/sentence'
import type { Instant } from '../kernel/time'
import { sql } from '../platform/d1'
import { newRouter, operation, serveAct, serveRead } from '../platform/http'
import { tryAgainAllStatement } from '../platform/jobs'
import { answerOnce } from '../platform/journal'
import { cursorKey, listSchema, pageFrom, pageQuery } from '../platform/page'
import { instructionOwner, KINDS } from './rules'
import type { InstructionRow } from './store'
import { instructionSentence } from './words'

export const instructionRoutes = newRouter()
const OWNERS = { bank: 'all', operator: 'all' } as const
const InstructionId = z.string().regex(/^[0-9A-Za-z_-]{20,48}$/)

const InstructionView = z
  .strictObject({
    id: InstructionId,
    object: z.literal('instruction'),
    kind: z.enum(KINDS),
    subject_id: z.string(),
    merchant_id: z.string().nullable(),
    amount_fen: z.int().positive(),
    state: z.enum(['told', 'unclear', 'accepted', 'done', 'refused']),
    reason: z.string().nullable(),
    told_at: z.string(),
    unclear_since: z.string().nullable(),
    asked_at: z.string().nullable(),
    tries: z.int().min(0).meta({ description: '没有回音的次数' }),
    due_by: z.string(),
    is_overdue: z.boolean(),
    owner: z.enum(['bank', 'operator']),
    ended_at: z.string().nullable(),
    message: z.string(),
    message_en: z.string(),
  })
  .meta({
    id: 'Instruction',
    description: '告诉银行或支付机构的一件事：先查问，再说第二遍；同一件只办一次',
  })

const present = (i: InstructionRow, now: Instant): z.input<typeof InstructionView> => ({
  id: i.id,
  object: 'instruction',
  kind: i.kind,
  subject_id: i.subject_id,
  merchant_id: i.merchant_id,
  amount_fen: i.amount_fen,
  state: i.state,
  reason: i.reason,
  told_at: i.told_at,
  unclear_since: i.unclear_since,
  asked_at: i.asked_at,
  tries: i.tries,
  due_by: i.due_by,
  is_overdue: i.ended_at === null && now >= i.due_by,
  owner: instructionOwner(i.kind),
  ended_at: i.ended_at,
  ...asMessage(instructionSentence(i, now)),
})

const OPEN = sql`i.state IN ('told', 'unclear', 'accepted')`
export const listInstructionsOperation = operation({
  method: 'get',
  path: '/v1/instructions',
  operationId: 'listInstructions',
  tags: ['instructions'],
  summary: '告诉银行或支付机构、还没有结果的，早的在前；可看已过时限的、被拒绝的',
  summary_en: 'Lists what was told to bank or provider and has no result yet, oldest first',
  policy: OWNERS,
  query: z.strictObject({
    ...pageQuery,
    state: z.enum(['open', 'overdue', 'refused']).default('open'),
  }),
  answers: { 200: { description: '指令', schema: listSchema(InstructionView, 'InstructionList') } },
  refuses: ['cursor_invalid'],
})
serveRead(instructionRoutes, listInstructionsOperation, {
  reads: (_who, { query: { state, cursor, limit } }, now) => {
    const after = cursorKey(cursor)
    const which =
      state === 'refused'
        ? sql`i.state = 'refused'`
        : state === 'open'
          ? OPEN
          : sql`${OPEN} AND i.due_by <= ${now}`
    return {
      instructions: sql<InstructionRow>`SELECT i.* FROM instructions i
           WHERE ${which} AND (${after} IS NULL OR i.told_at || ' ' || i.id > ${after})
           ORDER BY i.told_at, i.id LIMIT ${limit + 1}`,
    }
  },
  present: ({ rows, now }, { query }) =>
    pageFrom(
      rows.instructions,
      query.limit,
      ({ told_at, id }) => `${told_at} ${id}`,
      (one) => present(one, now),
    ),
})

export const inquireInstructionOperation = operation({
  method: 'post',
  path: '/v1/instructions/:id/inquiry',
  operationId: 'inquireInstruction',
  tags: ['instructions'],
  summary: '请再问一次：停下来的也接着问；问到没有办过才会再办',
  summary_en: 'Asks bank or provider again about one instruction',
  policy: OWNERS,
  params: z.strictObject({ id: InstructionId }),
  answers: { 200: { description: '下一轮就问', schema: InstructionView } },
  refuses: ['instruction_not_found', 'instruction_not_open'],
})
serveAct(instructionRoutes, inquireInstructionOperation, (world, ask, { params: { id } }) =>
  answerOnce(world, ask, {
    reads: () => ({
      instruction: sql<InstructionRow>`SELECT * FROM instructions WHERE id = ${id}`,
    }),
    decide: ({ rows, now }) => {
      const found = rows.instruction[0] ?? refuse('instruction_not_found')
      if (found.state === 'done') refuse('instruction_not_open')
      const { subject_id } = found
      const statements = [tryAgainAllStatement(subject_id, now)]
      return { status: 200, subject_id, body: present(found, now), statements }
    },
  }),
)
