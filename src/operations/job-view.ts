import * as z from 'zod'
import type { Instant } from '../kernel/time'
import { BEATS, dayBefore, dueBy, isLate, lastBeats, type Planned } from './lateness-rules'
import type { BeatRow, CountRow, RunRow } from './store'

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
    beats_missed: z.int().meta({ description: '最近 24 小时里该跑没跑的有几个小时' }),
    beats_failed: z.int().meta({ description: '其中出错的有几个小时' }),
    beats: z.array(z.enum(BEATS)).meta({
      description:
        '最近 24 小时，一小时一格，旧的在前：ran 办了事 · idle 跑了没事 · failed 出错 · missed 该跑没跑 · rest 那时不用跑',
    }),
  })
  .meta({ id: 'Job' })
export type Job = z.output<typeof JobView>

type Told = {
  runs: readonly RunRow[]
  counts: readonly CountRow[]
  begin: readonly { at: Instant }[]
  beats: readonly BeatRow[]
  first_beat: readonly { hour: string | null }[]
}
/** Every planned job with its last run, and whether that was in time. */
export function presentJobs(planned: readonly Planned[], told: Told, now: Instant): Job[] {
  const runs = new Map(told.runs.map((run) => [run.job, run]))
  const counts = new Map(told.counts.map((count) => [count.job, count]))
  const of = { now, since: told.begin[0]?.at ?? null }
  const day = dayBefore({ now, first_hour: told.first_beat[0]?.hour ?? null })
  const hours = new Map<string, Map<string, BeatRow>>()
  for (const beat of told.beats) {
    const known = hours.get(beat.job) ?? new Map()
    hours.set(beat.job, known.set(beat.hour, beat))
  }
  return planned.map(({ name, what, what_en, hour, hour_en, cron }) => {
    const run = runs.get(name)
    const ran_at = run?.ran_at ?? null
    const beats = lastBeats(cron, hours.get(name) ?? new Map(), day)
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
      beats,
      beats_missed: beats.filter((beat) => beat === 'missed').length,
      beats_failed: beats.filter((beat) => beat === 'failed').length,
    }
  })
}
