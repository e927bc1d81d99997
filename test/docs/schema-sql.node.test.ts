import { readFileSync } from 'node:fs'
import { DatabaseSync } from 'node:sqlite'
import { describe, expect, it } from 'vitest'
import { thingsIn } from '../../scripts/docs/schema-sql'
import { migrate } from '../../scripts/migrate'
import { DEV, PRODUCT } from '../../scripts/migration-files'

const page = readFileSync('docs/schema.sql', 'utf8')
const [product = ''] = page.split('-- — Only where a city is developed')

/** Everything there is and every row, in an order of its own. */
function standing(make: (database: DatabaseSync) => void): string[] {
  const database = new DatabaseSync(':memory:')
  make(database)
  const things = thingsIn(database)
  const rows = things
    .filter(({ type }) => type === 'table')
    .flatMap(({ tbl_name }) =>
      database
        .prepare(`SELECT * FROM "${tbl_name}"`)
        .all()
        .map((row) => `${tbl_name}: ${JSON.stringify(row)}`),
    )
  return [...things.map(({ sql }) => sql), ...rows].sort()
}

describe('docs/schema.sql', () => {
  it('makes by itself the city that the migrations make', () => {
    const made = standing((database) => database.exec(page))
    expect(made.length).toBeGreaterThan(300)
    expect(made).toEqual(standing((database) => migrate(database, [PRODUCT, DEV])))
  })
  it('makes production’s by its first part alone', () => {
    const made = standing((database) => database.exec(product))
    expect(made).toEqual(standing((database) => migrate(database, [PRODUCT])))
  })
})
