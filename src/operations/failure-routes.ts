import * as z from 'zod'
import type { Kind } from '../instructions/rules'
import { whereIs } from '../instructions/words'
import { refuse } from '../kernel/refusals'
import { type Sentence, sentence } from '../kernel/sentence'
import { sql } from '../platform/d1'
import { newRouter, operation, serveAct, serveRead } from '../platform/http'
import { tryAgainStatement } from '../platform/jobs'
import { answerOnce } from '../platform/journal'
import { cursorKey, listSchema, pageFrom, pageQuery } from '../platform/page'

export const failureRoutes = newRouter()

const JobFailure = z
  .strictObject({
    object: z.literal('job_failure'),
    job: z.string(),
    subject_id: z.string(),
    error: z.string(),
    tries: z.int(),
    first_at: z.string(),
    last_at: z.string(),
    next_try_at: z.string(),
    dead_at: z.string().nullable(),
    where: z.string().meta({ description: '这件事里的钱现在在哪' }),
    where_en: z.string().meta({ description: '同上，英文' }),
  })
  .meta({ id: 'JobFailure', description: '任务没办成的一件事；dead_at 不为空就是死信，要人来看' })
/** What was told outside about it last: only then can money have left for anywhere. */
const KIND_OF = sql`(SELECT i.kind FROM instructions i
                      WHERE i.subject_id = f.subject_id AND i.state <> 'done' ORDER BY i.told_at DESC LIMIT 1)`
type FailureRow = {
  job: string
  subject_id: string
  error: string
  tries: number
  first_at: string
  last_at: string
  next_try_at: string
  dead_at: string | null
  kind: Kind | null
}
const whereSaid = (kind: Kind | null) => {
  const { zh, en } = failureWhere(kind)
  return { where: zh, where_en: en }
}
const failureWhere = (kind: Kind | null): Sentence => {
  if (kind === null)
    return sentence('这一步没有办成，钱没有动', 'This step was not done; no money moved')
  const { zh, en } = whereIs(kind)
  return sentence(`${zh}；查清以前不会重复办`, `${en}; nothing is done again before it is clear`)
}
export const listJobFailuresOperation = operation({
  method: 'get',
  path: '/v1/job-failures',
  operationId: 'listJobFailures',
  tags: ['jobs'],
  summary: '任务没办成的事；dead=true 只看死信',
  summary_en: 'Lists what jobs did not get done',
  policy: { operator: 'all' },
  query: z.strictObject({ ...pageQuery, dead: z.enum(['true', 'false']).optional() }),
  answers: { 200: { description: '失败', schema: listSchema(JobFailure, 'JobFailureList') } },
  refuses: ['cursor_invalid'],
})
serveRead(failureRoutes, listJobFailuresOperation, {
  reads: (_who, { query }) => {
    const after = cursorKey(query.cursor)
    const dead_only = query.dead === 'true' ? 1 : 0
    return {
      failures: sql<FailureRow>`SELECT f.*, ${KIND_OF} AS kind FROM job_failures f
           WHERE (${after} IS NULL OR job || ':' || subject_id > ${after}) AND (${dead_only} = 0 OR dead_at IS NOT NULL)
           ORDER BY job || ':' || subject_id LIMIT ${query.limit + 1}`,
    }
  },
  present: ({ rows }, { query }) =>
    pageFrom(
      rows.failures,
      query.limit,
      (row) => `${row.job}:${row.subject_id}`,
      ({ kind, ...row }) => ({ object: 'job_failure' as const, ...row, ...whereSaid(kind) }),
    ),
})

export const retryJobFailureOperation = operation({
  method: 'post',
  path: '/v1/job-failures/retries',
  operationId: 'retryJobFailure',
  tags: ['jobs'],
  summary: '让任务把一件没办成的事再试一次',
  summary_en: 'Lets a job try one thing again',
  policy: { operator: 'all' },
  body: z
    .strictObject({ job: z.string().max(60), subject_id: z.string().max(80) })
    .meta({ id: 'JobRetry' }),
  answers: { 200: { description: '下一次任务会再试', schema: JobFailure } },
  refuses: ['not_found'],
})
serveAct(failureRoutes, retryJobFailureOperation, (world, ask, { body }) =>
  answerOnce(world, ask, {
    reads: () => ({
      failures: sql<FailureRow>`SELECT f.*, ${KIND_OF} AS kind FROM job_failures f
           WHERE job = ${body.job} AND subject_id = ${body.subject_id}`,
    }),
    decide: ({ rows, now }) => {
      const { kind, ...found } = rows.failures[0] ?? refuse('not_found')
      return {
        status: 200,
        subject_id: body.subject_id,
        body: {
          object: 'job_failure' as const,
          ...found,
          next_try_at: now,
          dead_at: null,
          ...whereSaid(kind),
        },
        statements: [tryAgainStatement(body, now)],
      }
    },
  }),
)
