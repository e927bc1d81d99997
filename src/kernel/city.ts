import { type Calendar, calendarFrom, type HolidayYear } from './calendar'
import { insist } from './refusals'
import type { LocalDate } from './time'

/** One row of the responsibility list. A complaint has a party and may be mediated; a report has neither. */
export type ComplaintKind = {
  name: string
  name_en: string
  way: 'complaint' | 'report'
  /** The office responsible, by its code. */
  unit: string
  accept_days: number
  /** From acceptance; `extend_days` more, once. */
  finish_days: number
  extend_days: number
  /** How long the shop may take to answer. */
  answer_days: number
}

/** What a city's tables hold, by table; docs/CITY.md says who enters each, how often, and from which source. */
type CityValues = {
  /** One row: the city's name. */
  city: {
    name: string
    short_name: string
    name_en: string
    /** The bank that keeps the money, as its people know it. */
    custodian?: { name: string; name_en: string } | undefined
    /** Where a shop that wants to join finds the operator. */
    desk?:
      | {
          name: string
          name_en: string
          phone: string
          address?: string | undefined
          hours: string
          hours_en: string
        }
      | undefined
    /** The picture of the city on the front door and on posters. */
    picture?: 'coast' | undefined
  }
  /** One row: whose law holds beside the nation's, by the name the sale rules have for it. */
  region: { code: string }
  district: { name: string; short_name: string }
  /** A trade, and what the sale rules ask about it. */
  sector: { name: string; groups: readonly string[] }
  hotline: { number: string; name: string; name_en: string }
  /** By district: the court of first instance there. */
  court: { name: string }
  /** By code: an office that handles complaints, as people know it. */
  unit: { name: string; name_en: string }
  /** By kind of complaint or report: whose it is, and its clocks in working days (docs/CITY.md). */
  complaint_kind: ComplaintKind
  /** By level: in how many working days a case of it is done, and how many days lie between two patrols at most. */
  case_limit: { case_days: number; patrol_days: number }
  /** A unit that is whistled for when a shop is gone, within how many minutes it answers, and where (empty: everywhere). */
  responder: {
    name: string
    name_en: string
    minutes: number
    phone?: string | undefined
    districts: readonly string[]
  }
  /** By year. */
  holidays: HolidayYear & { announced_on: LocalDate }
  /** One row that changes: basis points a year. */
  lpr_1y: { bp: number }
  deposit_1y: { bp: number }
}
export type CityTable = keyof CityValues
export const CITY_TABLES = [
  'city',
  'region',
  'district',
  'sector',
  'hotline',
  'court',
  'unit',
  'complaint_kind',
  'case_limit',
  'responder',
  'holidays',
  'lpr_1y',
  'deposit_1y',
] as const satisfies readonly CityTable[]

/** One dated row of a table. A correction is a later row with the same day; nothing is ever edited. */
export type CityFact<T extends CityTable = CityTable> = {
  table: T
  key: string
  /** The first day on which it holds. */
  from_on: LocalDate
  /** Null: from that day on there is no such thing. */
  value: CityValues[T] | null
  source: string
  /** The version of the city that began with this row; 0 for what the configuration brought. */
  version: number
}
type Tables = {
  [T in CityTable]: ReadonlyMap<string, readonly CityFact<T>[]>
}
/** A city at one version: every table whole, never changed afterwards. Rules are given what they ask of it. */
export type City = {
  code: string
  version: number
  tables: Tables
  calendar: Calendar
  /** Until when somebody had looked, where a rate stands unchanged. */
  looked_up_to: { lpr_1y: LocalDate; deposit_1y: LocalDate }
}

/** Builds the tables; of rows with one day the later version counts. */
export function buildCity(
  of: Pick<City, 'code' | 'looked_up_to'>,
  facts: readonly CityFact[],
): City {
  const tables: { [T in CityTable]: Map<string, CityFact<T>[]> } = {
    city: new Map(),
    region: new Map(),
    district: new Map(),
    sector: new Map(),
    hotline: new Map(),
    court: new Map(),
    unit: new Map(),
    complaint_kind: new Map(),
    case_limit: new Map(),
    responder: new Map(),
    holidays: new Map(),
    lpr_1y: new Map(),
    deposit_1y: new Map(),
  }
  for (const fact of facts) {
    const table = tables[fact.table] as Map<string, CityFact[]>
    table.set(fact.key, [...(table.get(fact.key) ?? []), fact])
  }
  for (const table of Object.values(tables))
    for (const rows of table.values()) (rows as CityFact[]).sort(byDayThenVersion)
  const years = new Map<string, HolidayYear>()
  for (const [year, rows] of tables.holidays) {
    const value = rows.at(-1)?.value
    if (value) years.set(year, value)
  }
  const version = Math.max(0, ...facts.map((fact) => fact.version))
  return { ...of, version, tables, calendar: calendarFrom(years) }
}
const byDayThenVersion = (a: CityFact, b: CityFact): number =>
  a.from_on === b.from_on ? a.version - b.version : a.from_on < b.from_on ? -1 : 1

/** What a table says of a key on a day; null where it says nothing, or no longer anything. */
const factOn = <T extends CityTable>(
  city: City,
  table: T,
  key: string,
  on: LocalDate,
): CityFact<T> | null =>
  city.tables[table].get(key)?.findLast(({ from_on }) => from_on <= on) ?? null

export const valueOn = <T extends CityTable>(
  city: City,
  table: T,
  key: string,
  on: LocalDate,
): CityValues[T] | null => factOn(city, table, key, on)?.value ?? null

/** What holds on a day, in the order in which the keys were first entered. */
export const factsOn = <T extends CityTable>(
  city: City,
  table: T,
  on: LocalDate,
): (CityFact<T> & { value: CityValues[T] })[] =>
  [...city.tables[table].keys()].flatMap((key) => {
    const fact = factOn(city, table, key, on)
    return fact?.value ? [{ ...fact, value: fact.value }] : []
  })

/** What a key is called, also when it no longer holds: a shop keeps the district that it was entered under. */
export function lastNamed<T extends CityTable>(
  city: City,
  table: T,
  key: string,
): CityValues[T] | null {
  return city.tables[table].get(key)?.findLast(({ value }) => value !== null)?.value ?? null
}

/** The city's own name, and whose law holds in it. */
export function cityOn(city: City, on: LocalDate): CityValues['city'] & { region: string } {
  const named = valueOn(city, 'city', 'city', on) ?? lastNamed(city, 'city', 'city')
  const region = valueOn(city, 'region', 'region', on) ?? lastNamed(city, 'region', 'region')
  insist(named && region, 'a city has a name and a region: its configuration was checked')
  return { ...named, region: region.code }
}

export const districtName = (city: City, code: string): string =>
  lastNamed(city, 'district', code)?.name ?? code
export const districtShort = (city: City, code: string): string =>
  lastNamed(city, 'district', code)?.short_name ?? code
export const sectorName = (city: City, code: string): string =>
  lastNamed(city, 'sector', code)?.name ?? code
/** What the sale rules ask about a trade; a trade that has ended keeps its groups for the shops that are in it. */
export const sectorGroups = (city: City, sector: string, on: LocalDate): readonly string[] =>
  (valueOn(city, 'sector', sector, on) ?? lastNamed(city, 'sector', sector))?.groups ?? []

export const unitName = (city: City, code: string): string =>
  lastNamed(city, 'unit', code)?.name ?? code

/** A number to call, by its use. */
export function hotlineOn(city: City, key: 'consumer' | 'government', on: LocalDate): string {
  const hotline = valueOn(city, 'hotline', key, on)
  insist(hotline, `a city has the hotline ${key}: its configuration was checked, and it cannot end`)
  return hotline.number
}
