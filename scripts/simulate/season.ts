import type { Chance } from './random'
import { dayAt } from './row'

/** First days of the spring festival. */
const FESTIVALS = [
  '2023-01-22',
  '2024-02-10',
  '2025-01-29',
  '2026-02-17',
  '2027-02-06',
  '2028-01-26',
]
const HOLIDAYS = [
  '01-01',
  '04-05',
  '05-01',
  '05-02',
  '05-03',
  '06-19',
  '10-01',
  '10-02',
  '10-03',
  '10-04',
]
const daysApart = (a: string, b: string) => (Date.parse(a) - Date.parse(b)) / 86_400_000

type Dated = { weekday: number; month: number; date: number; festival: number; holiday: boolean }
const dates = new Map<string, Dated>()
/** What the calendar says of a day; `festival` counts days from the nearest spring festival's first, negative before. */
function dateOf(day: string): Dated {
  const known = dates.get(day)
  if (known) return known
  const offsets = FESTIVALS.map((first) => daysApart(day, first))
  const made = {
    weekday: (new Date(`${day}T00:00:00Z`).getUTCDay() + 6) % 7,
    ...{ month: Number(day.slice(5, 7)) - 1, date: Number(day.slice(8)) },
    festival: offsets.reduce((near, next) => (Math.abs(next) < Math.abs(near) ? next : near)),
    holiday: HOLIDAYS.includes(day.slice(5)),
  }
  dates.set(day, made)
  return made
}

/** How a sector's trade moves with the calendar; each sector of each city draws its own. */
export type Season = {
  week: number[]
  /** How much of a usual day is left at the height of the festival, and for how long. */
  festival: number
  festival_days: number
  before_festival: number
  /** Of the school holidays, of warm months, of public holidays: factors. */
  school: number
  summer: number
  peak_month: number
  holiday: number
  rain: number
  growth: number
}
export const drawSeason = (chance: Chance, depth: number): Season => ({
  week: Array.from({ length: 7 }, (_, i) =>
    i > 4 ? chance.scale(0.8, 1 + depth) : chance.scale(0.8, 1.1),
  ),
  festival: chance.between(0.05, 0.9),
  festival_days: chance.whole(5, 18),
  before_festival: chance.scale(0.9, 1 + depth * 0.8),
  school: chance.scale(1 / (1 + depth), 1 + depth),
  summer: chance.between(0, depth * 0.5),
  peak_month: chance.whole(0, 11),
  holiday: chance.scale(0.6, 1.5),
  rain: chance.between(0.35, 0.95),
  growth: chance.between(-0.15, 0.2),
})

export function seasonOn(of: Season, day: string, at: number, rain: number): number {
  const { weekday, month, date, festival: off, holiday } = dateOf(day)
  const half = of.festival_days
  let factor = of.week[weekday] ?? 1
  if (off >= -3 && off < half)
    factor *= of.festival + (1 - of.festival) * Math.max(0, off / half - 0.4)
  if (off >= -24 && off < -3) factor *= of.before_festival
  if (month === 6 || month === 7 || (month === 1 && off > -14)) factor *= of.school
  factor *= 1 + of.summer * Math.cos(((month + date / 31 - of.peak_month) / 12) * 2 * Math.PI)
  if (holiday) factor *= of.holiday
  return factor * (1 - (1 - of.rain) * rain) * (1 + (of.growth * at) / 365)
}

/** Bad weather of the whole city, 0 to 1 a day: rain now and then, a typhoon some summers. */
export function drawWeather(chance: Chance, from: string, days: number): number[] {
  const wet = chance.between(0.05, 0.25)
  const typhoons = chance.between(0, 0.012)
  let left = 0
  return Array.from({ length: days }, (_, at) => {
    const month = Number(dayAt(from, at).slice(5, 7))
    if (left === 0 && month >= 7 && month <= 9 && chance.is(typhoons)) left = chance.whole(1, 4)
    if (left > 0) {
      left -= 1
      return chance.between(1, 1.2)
    }
    return chance.is(wet) ? chance.between(0.1, 0.7) : 0
  })
}
