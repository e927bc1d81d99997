import { DAY_MS, HOUR_MS, MINUTE_MS } from '../kernel/time'

/** The two shapes of cron line we use, in UTC: every so many minutes, and once a day. */
type Shape = { every_ms: number; into_ms: number }
const shapes = new Map<string, Shape>()
function shapeOf(cron: string): Shape {
  const known = shapes.get(cron)
  if (known) return known
  const shape = shapeFrom(cron)
  shapes.set(cron, shape)
  return shape
}
function shapeFrom(cron: string): Shape {
  const often = /^\*\/(\d{1,2}) \* \* \* \*$/.exec(cron)
  if (often) return { every_ms: Number(often[1]) * MINUTE_MS, into_ms: 0 }
  const daily = /^(\d{1,2}) (\d{1,2}) \* \* \*$/.exec(cron)
  if (!daily) throw new Error(`a cron line of an unknown shape: ${cron}`)
  return { every_ms: DAY_MS, into_ms: Number(daily[1]) * MINUTE_MS + Number(daily[2]) * HOUR_MS }
}

/** The last moment up to and with `at_ms` at which a cron line was due. Throws at a line of another shape. */
export function dueBefore(cron: string, at_ms: number): number {
  const { every_ms, into_ms } = shapeOf(cron)
  return Math.floor((at_ms - into_ms) / every_ms) * every_ms + into_ms
}
/** Whether a cron line is due once a day, and not all the time. */
export const isDaily = (cron: string): boolean => shapeOf(cron).every_ms === DAY_MS

/**
 * The moments after `from_ms` up to and with `to_ms` (both UTC epoch milliseconds) at which a daily line is due. One
 * of every few minutes is due at every stop anyway and makes none of its own.
 */
export function dueBetween(cron: string, from_ms: number, to_ms: number): number[] {
  if (!isDaily(cron)) return []
  const due: number[] = []
  for (let at_ms = dueBefore(cron, from_ms) + DAY_MS; at_ms <= to_ms; at_ms += DAY_MS)
    due.push(at_ms)
  return due
}

type Stop = { at_ms: number; crons: string[] }
/** All those moments in order of time, each with the cron lines due then. */
export function stopsBetween(crons: readonly string[], from_ms: number, to_ms: number): Stop[] {
  const stops = new Map<number, string[]>()
  for (const cron of crons)
    for (const at_ms of dueBetween(cron, from_ms, to_ms))
      stops.set(at_ms, [...(stops.get(at_ms) ?? []), cron])
  return [...stops].map(([at_ms, due]) => ({ at_ms, crons: due })).sort((a, b) => a.at_ms - b.at_ms)
}
