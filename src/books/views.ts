import * as z from 'zod'
import { idPattern } from '../kernel/ids'
import { proportion } from '../kernel/money'
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
    progress_bp: z.int().meta({ description: '进度，万分数' }),
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
  progress_bp: proportion(10_000, Math.min(r.pass, PASSES.length), PASSES.length),
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

export const BookPass = z
  .strictObject({
    object: z.literal('book_pass'),
    name: z.string(),
    invariant: z.string(),
    parts_count: z.int().meta({ description: '已读旧账分成的段数；小表整张每晚都读，没有段' }),
    rows_count: z.int(),
    oldest_read_at: z
      .string()
      .nullable()
      .meta({ description: '最久没读的那一段，上次读它的那一晚；不超过 30 晚' }),
    newest_read_at: z.string().nullable(),
    findings_count: z.int().meta({ description: '还没有改对的段里有几处不一致' }),
    new_read_at: z.string().nullable().meta({ description: '新的和动过的，上次读完的那一晚' }),
  })
  .meta({ id: 'BookPass', description: '一项检查读到哪里：新的每晚读，旧的 30 晚轮一遍' })
export type PartsRow = Pick<
  z.input<typeof BookPass>,
  'parts_count' | 'rows_count' | 'oldest_read_at' | 'newest_read_at' | 'findings_count'
> & { pass: string }

/** Every pass in its order, with what is known of its parts. */
export const presentPasses = (parts: readonly PartsRow[], night: string | null) =>
  PASSES.map(({ name, invariant }): z.input<typeof BookPass> => {
    const found = parts.find(({ pass }) => pass === name)
    return {
      object: 'book_pass',
      name,
      invariant,
      parts_count: found?.parts_count ?? 0,
      rows_count: found?.rows_count ?? 0,
      oldest_read_at: found?.oldest_read_at ?? null,
      newest_read_at: found?.newest_read_at ?? null,
      findings_count: found?.findings_count ?? 0,
      new_read_at: night,
    }
  })
