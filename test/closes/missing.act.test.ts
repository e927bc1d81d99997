import * as fc from 'fast-check'
import { beforeAll, describe, expect, it } from 'vitest'
import { ENGINE } from '#storage'
import { readRankedDay, rowFrom } from '../../src/closes/missing'
import { measureCoverage } from '../../src/closes/rules'
import { coverageFrom, type InForceRow, inForce } from '../../src/closes/store'
import { all, sql } from '../../src/platform/d1'
import { openTown, type Town } from '../supervision/town'

const DAY = '2026-03-01'
const SHOPS = 300
const some = fc.integer({ min: 0, max: 2_000 })
const less = fc.integer({ min: -500, max: 0 })
const Row = fc.record({
  form: fc.constantFrom(1, 2),
  requirement_fen: some,
  bank_fen: fc.option(some, { nil: null, freq: 9 }),
  custody_fen: some,
  payable_fen: some,
  paying_fen: some,
  deposit_fen: fc.integer({ min: 0, max: 300 }),
  fees_held_fen: fc.integer({ min: 0, max: 50 }),
  advance_fen: fc.integer({ min: 0, max: 300 }),
  suspense_fen: fc.integer({ min: -200, max: 200 }),
  breaks_fen: fc.integer({ min: -200, max: 200 }),
  suspense_in_fen: fc.integer({ min: 0, max: 200 }),
  suspense_out_fen: less,
  breaks_in_fen: fc.integer({ min: 0, max: 200 }),
  breaks_out_fen: less,
  provider_owed_fen: fc.integer({ min: 0, max: 100 }),
  claims_fen: less,
  paid_cards_fen: fc.integer({ min: 0, max: 50 }),
  paid_shop_fen: fc.integer({ min: 0, max: 50 }),
  due_fen: fc.integer({ min: 0, max: 200 }),
})
let town: Town

describe(`the shops of a closed day, on ${ENGINE}`, () => {
  beforeAll(async () => {
    town = await openTown(SHOPS)
    const rows = fc.sample(Row, { numRuns: SHOPS, seed: 7 })
    const told = rows.map((row, i) => ({ merchant_id: town.shop(i + 1), ...row }))
    const columns = Object.keys(rows[0]!)
    const names = { text: columns.join(', '), values: [] }
    const values = { text: columns.map((name) => `value ->> '${name}'`).join(', '), values: [] }
    // Every seventh was told anew by the bank: the row in force is another one.
    const again = fc.sample(Row, { numRuns: SHOPS, seed: 8 }).flatMap((row, i) =>
      i % 7 === 0
        ? [
            {
              ...told[i],
              ...row,
              form: 2,
              day: DAY,
              district: 'huancui',
              cards_count: 2,
              breaks_count: 0,
            },
          ]
        : [],
    )
    await town.plants(
      sql`INSERT INTO bank_closes (day, phase, began_at) VALUES (${DAY}, 'requiring', '2026-03-02')`,
      sql`INSERT INTO bank_coverage (day, merchant_id, district, ${names})
          SELECT ${DAY}, value ->> 'merchant_id', 'huancui', ${values} FROM json_each(${JSON.stringify(told)})`,
      sql`UPDATE bank_closes SET phase = 'sealed', sealed_at = '2026-03-02', content_hash = 'h', version = version + 1,
                 body = '{}' WHERE day = ${DAY}`,
      sql`INSERT INTO bank_amended_closes (day, revision, amends_hash, rows_hash, content_hash, body, sealed_at, told_seq)
          VALUES (${DAY}, 1, 'h', 'r', 'h2', '{}', '2026-03-02', 0)`,
      sql`INSERT INTO bank_amended_rows (day, merchant_id, revision, row)
          SELECT ${DAY}, value ->> 'merchant_id', 1, value FROM json_each(${JSON.stringify(again)})`,
    )
  })

  it('are ranked by the very figure that the rule derives, row by row, amended ones as they are now', async () => {
    const ranked = await all(town.db, readRankedDay(DAY, sql`1`))
    const rows = await all(
      town.db,
      sql<InForceRow>`SELECT ${inForce} FROM bank_coverage k WHERE k.day = ${DAY}`,
    )
    const rule = new Map(
      rows.map(coverageFrom).map((row) => [row.merchant_id, measureCoverage(row)]),
    )
    expect(ranked).toHaveLength(SHOPS)
    for (const row of ranked) {
      expect(measureCoverage(rowFrom(row)), row.merchant_id).toEqual(rule.get(row.merchant_id))
      expect(row.rank_fen, row.merchant_id).toBe(rule.get(row.merchant_id)?.missing_fen)
    }
    expect(ranked.filter(({ rank_fen }) => rank_fen > 0).length).toBeGreaterThan(20)
  })
})
