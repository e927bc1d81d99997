import { DAY_MS, HOUR_MS, MINUTE_MS } from '../kernel/time'

/**
 * The moments after `from_ms` up to and with `to_ms` (both UTC epoch milliseconds) at which a cron line is due.
 * Knows the two shapes we use: once a day at a minute and an hour, and every five minutes, which is due at every
 * stop anyway and makes none of its own. Throws at any other.
 */
export function dueBetween(cron: string, from_ms: number, to_ms: number): number[] {
  if (cron === '*/5 * * * *') return []
  const daily = /^(\d{1,2}) (\d{1,2}) \* \* \*$/.exec(cron)
  if (!daily) throw new Error(`a cron line of an unknown shape: ${cron}`)
  const into_day_ms = Number(daily[1]) * MINUTE_MS + Number(daily[2]) * HOUR_MS
  const days_gone = Math.floor((from_ms - into_day_ms) / DAY_MS)
  const due: number[] = []
  for (let day = days_gone + 1; day * DAY_MS + into_day_ms <= to_ms; day++)
    due.push(day * DAY_MS + into_day_ms)
  return due
}

export type Stop = { at_ms: number; crons: string[] }
/** All those moments in order of time, each with the cron lines due then. */
export function stopsBetween(crons: readonly string[], from_ms: number, to_ms: number): Stop[] {
  const stops = new Map<number, string[]>()
  for (const cron of crons)
    for (const at_ms of dueBetween(cron, from_ms, to_ms))
      stops.set(at_ms, [...(stops.get(at_ms) ?? []), cron])
  return [...stops].map(([at_ms, due]) => ({ at_ms, crons: due })).sort((a, b) => a.at_ms - b.at_ms)
}
