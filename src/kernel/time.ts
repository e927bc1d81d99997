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

/** RFC 3339 `date-time`: `T` and `Z` in either case, any fraction of a second, an offset in hours and minutes. */
const RFC_3339 =
  /^(\d{4}-\d\d-\d\d)t((?:[01]\d|2[0-3]):[0-5]\d):([0-5]\d|60)(?:\.(\d+))?(z|[+-](?:[01]\d|2[0-3]):[0-5]\d)$/i

/**
 * The moment a stranger means by an RFC 3339 text, as we write it; finer than a millisecond is cut off. Null for
 * anything else: no such day, no offset, a leap second where UTC never has one, a year that is not 0000–9999 in UTC.
 */
export function instantFrom(text: string): Instant | null {
  const [, day = '', minute = '', second = '', fraction = '', offset = ''] =
    RFC_3339.exec(text) ?? []
  const first_of_minute = Date.parse(`${day}T${minute}:00.000${offset.toUpperCase()}`)
  if (!isDay(day) || Number.isNaN(first_of_minute)) return null
  const ms = Number(second) * SECOND_MS + Number(fraction.padEnd(3, '0').slice(0, 3))
  const at = new Date(first_of_minute + ms).toISOString()
  const last_minute = new Date(first_of_minute).toISOString().slice(5, 16)
  if (second === '60' && !['06-30T23:59', '12-31T23:59'].includes(last_minute)) return null
  return at.length === 24 ? at : null
}
/** `Date.parse` takes 30 February for a day in March. */
const isDay = (day: string): boolean => {
  const midnight = Date.parse(`${day}T00:00:00.000Z`)
  return !Number.isNaN(midnight) && new Date(midnight).toISOString().slice(0, 10) === day
}

export const instantAt = (epoch_ms: number): Instant => new Date(epoch_ms).toISOString()
export const epochMs = (at: Instant): number => Date.parse(at)
export const plusMs = (at: Instant, ms: number): Instant => instantAt(epochMs(at) + ms)
export const localDate = (at: Instant): LocalDate =>
  instantAt(epochMs(at) + SHANGHAI_MS).slice(0, 10)
/** The first moment of a day in Asia/Shanghai. */
export const dayStart = (on: LocalDate): Instant =>
  instantAt(Date.parse(`${on}T00:00:00.000Z`) - SHANGHAI_MS)
export const plusDays = (on: LocalDate, days: number): LocalDate =>
  instantAt(Date.parse(`${on}T00:00:00.000Z`) + days * DAY_MS).slice(0, 10)
export const daysBetween = (from: LocalDate, to: LocalDate): number =>
  (Date.parse(`${to}T00:00:00.000Z`) - Date.parse(`${from}T00:00:00.000Z`)) / DAY_MS
/** For people: `11月22日 16:58`, local time; with `than` a day, the year too where it is another: `2027年1月8日 00:00`. */
export const spoken = (at: Instant, than?: LocalDate): string => {
  const local = instantAt(epochMs(at) + SHANGHAI_MS)
  const year = than && than.slice(0, 4) !== local.slice(0, 4) ? `${local.slice(0, 4)}年` : ''
  return `${year}${spokenDay(local.slice(0, 10))} ${local.slice(11, 16)}`
}
/** The same for an English page: `5 Mar 09:32`. */
export const spokenEn = (at: Instant, than?: LocalDate): string => {
  const local = instantAt(epochMs(at) + SHANGHAI_MS)
  const year = than && than.slice(0, 4) !== local.slice(0, 4) ? ` ${local.slice(0, 4)}` : ''
  return `${spokenDayEn(local.slice(0, 10))}${year} ${local.slice(11, 16)}`
}
/** `11月22日`. */
export const spokenDay = (on: LocalDate): string =>
  `${Number(on.slice(5, 7))}月${Number(on.slice(8, 10))}日`
/** The same for an English page: `22 Nov`. */
export const spokenDayEn = (on: LocalDate): string =>
  `${Number(on.slice(8, 10))} ${MONTHS[Number(on.slice(5, 7)) - 1] ?? ''}`
const MONTHS = 'Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec'.split(' ')
/** 1 is Monday, 7 Sunday. */
export const weekday = (on: LocalDate): number => new Date(`${on}T00:00:00.000Z`).getUTCDay() || 7
/** The hour of a day that is known: 16:05. */
export const spokenHour = (at: Instant): string =>
  instantAt(epochMs(at) + SHANGHAI_MS).slice(11, 16)
