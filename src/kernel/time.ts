/** A moment, ISO-8601 in UTC with milliseconds: `2026-11-23T08:00:00.000Z`. Sorts as text. */
export type Instant = string
/** A calendar day in Asia/Shanghai: `2026-11-23`. Sorts as text. */
export type LocalDate = string

export const SECOND_MS = 1_000
export const MINUTE_MS = 60_000
export const HOUR_MS = 3_600_000
export const DAY_MS = 86_400_000
/** China keeps one zone and no daylight saving since 1992. */
const SHANGHAI_MS = 8 * HOUR_MS

export const instantAt = (epoch_ms: number): Instant => new Date(epoch_ms).toISOString()
export const epochMs = (at: Instant): number => Date.parse(at)
export const plusMs = (at: Instant, ms: number): Instant => instantAt(epochMs(at) + ms)
export const localDate = (at: Instant): LocalDate =>
  instantAt(epochMs(at) + SHANGHAI_MS).slice(0, 10)
/** The first moment of a day in Asia/Shanghai. */
export const startOfDay = (on: LocalDate): Instant =>
  instantAt(Date.parse(`${on}T00:00:00.000Z`) - SHANGHAI_MS)
export const plusDays = (on: LocalDate, days: number): LocalDate =>
  instantAt(Date.parse(`${on}T00:00:00.000Z`) + days * DAY_MS).slice(0, 10)
export const daysBetween = (from: LocalDate, to: LocalDate): number =>
  (Date.parse(`${to}T00:00:00.000Z`) - Date.parse(`${from}T00:00:00.000Z`)) / DAY_MS
/** For people: `11月22日 16:58`, local time. */
export function spoken(at: Instant): string {
  const local = instantAt(epochMs(at) + SHANGHAI_MS)
  return `${Number(local.slice(5, 7))}月${Number(local.slice(8, 10))}日 ${local.slice(11, 16)}`
}
