/** Upper ends of the classes of a time, in seconds; whatever is longer is in the last one, which has none. */
export const TIMES_S = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10] as const
const SECOND_MS = 1_000

/** How often, how long together, and how often up to each of TIMES_S (not added up). */
export type Times = { count: number; sum_s: number; classes: number[] }
type Counted = { labels: Readonly<Record<string, string>>; count: number }
type Timed = { labels: Readonly<Record<string, string>>; times: Times }

/** What became of a request: done now, said again, refused with a sentence, or broken. */
export type Result = 'done' | 'replayed' | 'refused' | 'failed'

/**
 * Counts what this process does, since it began. Labels are words of the code (operations, jobs, results) and never
 * anything of a request, so there are never more series than the house has names.
 */
function createMeter() {
  const counts = new Map<string, Map<string, Counted>>()
  const times = new Map<string, Map<string, Timed>>()
  const add = (name: string, labels: Record<string, string>, n = 1) => {
    const key = Object.values(labels).join(' ')
    const family = counts.get(name) ?? new Map<string, Counted>()
    const series = family.get(key) ?? { labels, count: 0 }
    series.count += n
    counts.set(name, family.set(key, series))
  }
  const took = (name: string, labels: Record<string, string>, ms: number) => {
    const key = Object.values(labels).join(' ')
    const family = times.get(name) ?? new Map<string, Timed>()
    const fresh = { count: 0, sum_s: 0, classes: [...TIMES_S.map(() => 0), 0] }
    const series = family.get(key) ?? { labels, times: fresh }
    const seconds = Math.max(ms, 0) / SECOND_MS
    const at = TIMES_S.findIndex((end) => seconds <= end)
    const i = at === -1 ? TIMES_S.length : at
    series.times.count += 1
    series.times.sum_s += seconds
    series.times.classes[i] = (series.times.classes[i] ?? 0) + 1
    times.set(name, family.set(key, series))
  }
  return {
    request(operation: string, kind: 'act' | 'read', result: Result, ms: number) {
      add('requests', { operation, result })
      took('request_duration_seconds', { kind }, ms)
    },
    batch(kind: 'read' | 'write', is_done: boolean, ms: number) {
      took('storage_duration_seconds', { kind }, ms)
      if (!is_done) add('storage_faults', { kind })
    },
    job(job: string, result: 'done' | 'failed', handled: number, ms: number) {
      add('job_runs', { job, result })
      add('job_things', { job }, handled)
      took('job_duration_seconds', { job }, ms)
    },
    counts: (name: string): Counted[] => [...(counts.get(name)?.values() ?? [])],
    times: (name: string): Timed[] => [...(times.get(name)?.values() ?? [])],
  }
}

/** Of this process: on the platform one of several, on a host of one's own the only one. */
export const meter = createMeter()
