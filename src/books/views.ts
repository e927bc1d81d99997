import * as z from 'zod'
import { idPattern } from '../kernel/ids'
import { PASSES } from './passes'
import type { RunRow } from './run'

export const RunId = z.string().regex(idPattern('bkr'))
export const BookRun = z
  .strictObject({
    id: RunId,
    object: z.literal('book_run'),
    scope: z
      .enum(['full', 'night'])
      .meta({ description: 'night：新的、动过的和三十分之一的旧账；full：从第一行起全部' }),
    state: z.enum(['running', 'done']),
    result: z
      .enum(['clean', 'mismatch', 'incomplete'])
      .nullable()
      .meta({ description: 'incomplete：有一项没能跑完，不算通过' }),
    started_at: z.string(),
    done_at: z.string().nullable(),
    passes_count: z.int(),
    passes_done: z.int(),
    running_pass: z.string().nullable(),
    looked_at: z.int(),
    findings_count: z.int(),
    broken_passes: z.array(z.string()),
  })
  .meta({ id: 'BookRun', description: '一次全账检查：逐项、逐页，进度随时可看' })
export const presentRun = (r: RunRow): z.input<typeof BookRun> => ({
  id: r.id,
  object: 'book_run',
  scope: r.scope,
  state: r.result === null ? 'running' : 'done',
  result: r.result,
  started_at: r.started_at,
  done_at: r.done_at,
  passes_count: PASSES.length,
  passes_done: r.pass,
  running_pass: r.result === null ? (PASSES[r.pass]?.name ?? null) : null,
  looked_at: r.looked_at,
  findings_count: r.findings_count,
  broken_passes: JSON.parse(r.broken_passes) as string[],
})

export const BookFinding = z
  .strictObject({
    object: z.literal('book_finding'),
    no: z.int(),
    pass: z.string(),
    id: z.string(),
    found: z.string(),
    expected: z.string(),
  })
  .meta({ id: 'BookFinding', description: '一处不一致：哪一项、哪一个、账上多少、应为多少' })
export type FindingRow = Omit<z.input<typeof BookFinding>, 'object'>
