import * as z from 'zod'
import { buildCity, CITY_TABLES, type City, type CityFact, type CityTable } from '../kernel/city'
import { insist } from '../kernel/refusals'
import { Day, isInYear, KEYS, NEEDED, VALUES } from './rows'

/** One row as a configuration file has it. */
type Row = { key: string; from_on: string; value: unknown; source: string }
/** What a city starts from: a JSON file under `cities/`, on top of what holds in the whole country. */
export type Configuration = {
  code: string
  looked_up_to?: City['looked_up_to']
  tables: Partial<Record<CityTable, Row[]>>
}

const rowOf = (table: CityTable) =>
  z.strictObject({
    key: table in KEYS ? KEYS[table as keyof typeof KEYS] : z.literal(table),
    from_on: Day,
    value: VALUES[table],
    source: z.string().min(2).max(200),
  })
const Shape = z.strictObject({
  code: z.string().regex(/^[a-z]{2,20}$/),
  looked_up_to: z.strictObject({ lpr_1y: Day, deposit_1y: Day }).optional(),
  tables: z.partialRecord(z.enum(CITY_TABLES), z.array(z.unknown()).min(1).max(500)),
})

/**
 * The city that a configuration describes, before any official entered anything. Every row is checked as strictly as
 * what an official enters; a file that does not fit is our own bug and says where.
 */
export function cityFrom(country: Configuration, own: Configuration): City {
  const facts = [...factsIn(country), ...factsIn(own)]
  const looked_up_to = own.looked_up_to ?? country.looked_up_to
  insist(looked_up_to, `${country.code} says until when its rates were looked up`)
  const city = buildCity({ code: own.code, looked_up_to }, facts)
  for (const table of ['city', 'region', 'district', 'sector', 'hotline'] as const)
    insist(city.tables[table].size > 0, `${own.code} has rows in ${table}`)
  for (const [kind, rows] of city.tables.complaint_kind)
    for (const { value } of rows)
      insist(
        value === null || city.tables.unit.has(value.unit),
        `${own.code} has the unit of ${kind}`,
      )
  for (const needed of NEEDED) {
    const [table, key] = needed.split(':') as ['hotline' | 'case_limit', string]
    insist(city.tables[table].has(key), `${own.code} has ${needed}`)
  }
  return city
}

function factsIn(said: Configuration): CityFact[] {
  const { code, tables } = Shape.parse(said)
  return CITY_TABLES.flatMap((table) =>
    (tables[table] ?? []).map((row) => {
      const { key, from_on, value, source } = rowOf(table).parse(row)
      if (table === 'holidays')
        insist(isInYear(key, value as never), `${code}: the holidays of ${key} are of that year`)
      return { table, key, from_on, source, version: 0, value } as CityFact
    }),
  )
}
