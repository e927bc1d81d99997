import { buildCity, type City, type CityFact } from '../kernel/city'
import { all, type Db } from '../platform/d1'
import type { CityTables } from '../platform/world'
import { type FactRow, READ_VERSION, readFacts } from './store'

/**
 * A city's tables: its configuration, with what officials entered on top. They are read whole, kept in this process,
 * and read again only when a request's first round trip shows another version.
 */
export function cityTables(configured: City): CityTables {
  const base = Object.values(configured.tables).flatMap((table) => [...table.values()].flat())
  let kept = configured
  let is_read = false
  const read = async (db: Db): Promise<City> => {
    const rows = await all(db, readFacts())
    is_read = true
    kept = buildCity(configured, [...base, ...rows.map(factFrom)])
    return kept
  }
  return {
    version: READ_VERSION,
    at: async (db, version) => {
      if (version === kept.version) return kept
      return read(db)
    },
    now: async (db) => (is_read ? kept : read(db)),
    last: () => kept,
  }
}

const factFrom = (row: FactRow): CityFact => ({
  table: row.city_table,
  key: row.fact_key,
  from_on: row.from_on,
  value: row.value === null ? null : (JSON.parse(row.value) as CityFact['value']),
  source: row.source,
  version: row.version,
})
