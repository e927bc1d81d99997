import * as z from 'zod'
import type { Instant } from '../kernel/time'
import { dueBy, isLate, type Planned } from './lateness-rules'
import type { CountRow, RunRow } from './store'

export const JobView = z
  .strictObject({
    name: z.string(),
    what: z.string(),
    what_en: z.string(),
    hour: z.string(),
    hour_en: z.string(),
    cron: z.string(),
    due_by: z.string().nullable().meta({ description: '到现在为止最后一次该跑的时刻' }),
    ran_at: z.string().nullable(),
    is_late: z.boolean().meta({ description: '没有按时跑；从没跑过、又过了时刻的也算' }),
    handled: z.int().nullable(),
    unfinished: z.boolean(),
    error: z.string().nullable(),
    failing_count: z.int(),
    dead_count: z.int(),
  })
  .meta({ id: 'Job' })
export type Job = z.output<typeof JobView>

type Told = {
  runs: readonly RunRow[]
  counts: readonly CountRow[]
  begin: readonly { at: Instant }[]
}
/** Every planned job with its last run, and whether that was in time. */
export function presentJobs(planned: readonly Planned[], told: Told, now: Instant): Job[] {
  const runs = new Map(told.runs.map((run) => [run.job, run]))
  const counts = new Map(told.counts.map((count) => [count.job, count]))
  const of = { now, since: told.begin[0]?.at ?? null }
  return planned.map(({ name, what, what_en, hour, hour_en, cron }) => {
    const run = runs.get(name)
    const ran_at = run?.ran_at ?? null
    return {
      name,
      what,
      what_en,
      hour,
      hour_en,
      cron,
      due_by: dueBy(cron, of),
      ran_at,
      is_late: isLate({ cron, ran_at }, of),
      handled: run?.handled ?? null,
      unfinished: run?.unfinished === 1,
      error: run?.error ?? null,
      failing_count: counts.get(name)?.failing_count ?? 0,
      dead_count: counts.get(name)?.dead_count ?? 0,
    }
  })
}
