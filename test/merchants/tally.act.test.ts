import { beforeEach, describe, expect, it } from 'vitest'
import { openStorage } from '#storage'
import { BAKERY } from '../../src/demo/cast'
import { chance } from '../../src/demo/client'
import { saleTallyStatements, useTallyStatements } from '../../src/merchants/tally'
import { type Db, type Statement, sql } from '../../src/platform/d1'
import { asked } from '../support/asked'

type Counts = { topups_count: number; paid_fen: number; uses_count: number; released_fen: number }
type Act = {
  shop: (typeof SHOPS)[number]
  day: string
  paid_fen: number
  released_fen: number
  new_card: boolean
}
const SHOPS = [
  { merchant_id: 'mch_1', district: 'huancui', sector: 'bakery' },
  { merchant_id: 'mch_2', district: 'huancui', sector: 'gym' },
  { merchant_id: 'mch_3', district: 'wendeng', sector: 'bakery' },
  { merchant_id: 'mch_4', district: 'huancui', sector: 'bakery' },
] as const
const DAYS = ['2026-03-01', '2026-03-02', '2026-03-03']
let db: Db

const openShop = ({ merchant_id, district, sector }: (typeof SHOPS)[number]): Statement[] => [
  sql`INSERT INTO merchants (id, name, entity_type, sector, district, address, licence_no,
        legal_representative, settlement_account_no, settlement_account_mask, code, applied_at)
      VALUES (${merchant_id}, '店', 'individual', ${sector}, ${district}, '路 1 号', ${merchant_id},
        ${BAKERY.legal_representative}, 'sealed', '', ${merchant_id}, '2026-03-01T00:00:00.000Z')`,
  sql`INSERT INTO merchant_totals (merchant_id) VALUES (${merchant_id})`,
]
beforeEach(async () => {
  db = await openStorage()
  await db.batch(SHOPS.flatMap(openShop))
})

/** 200 sales and uses from a seed; no use releases more than is still owed by its shop. */
function acts(seed: number): Act[] {
  const dice = chance(seed)
  const owed = SHOPS.map(() => 0)
  return Array.from({ length: 200 }, () => {
    const n = dice.below(SHOPS.length)
    const [shop, day] = [SHOPS[n]!, DAYS[dice.below(DAYS.length)]!]
    const sells = owed[n] === 0 || dice.percent(40)
    const paid_fen = sells ? 1 + dice.below(500_000) : 0
    const released_fen = sells ? 0 : dice.below(owed[n]! + 1)
    owed[n]! += paid_fen - released_fen
    return { shop, day, paid_fen, released_fen, new_card: sells && dice.percent(50) }
  })
}
const write = async ({ shop, day, paid_fen, released_fen, new_card }: Act) =>
  db.batch(
    paid_fen > 0
      ? saleTallyStatements({ ...shop, day, paid_fen, new_card })
      : useTallyStatements({ ...shop, day, released_fen }),
  )

const countOf = (done: readonly Act[]): Counts => ({
  topups_count: done.filter(({ paid_fen }) => paid_fen > 0).length,
  paid_fen: done.reduce((sum, { paid_fen }) => sum + paid_fen, 0),
  uses_count: done.filter(({ paid_fen }) => paid_fen === 0).length,
  released_fen: done.reduce((sum, { released_fen }) => sum + released_fen, 0),
})
/** The acts recounted by hand, one line per place and day that had any. */
function recount(done: readonly Act[], placeOf: (act: Act) => string) {
  const places = [...new Set(done.map(placeOf))].sort()
  return places.map((place) => ({
    place,
    ...countOf(done.filter((act) => placeOf(act) === place)),
  }))
}

describe('the roll-ups', () => {
  it.each([1, 7, 2026])('equal a recount of 200 sales and uses (seed %i)', async (seed) => {
    const done = acts(seed)
    for (const act of done) await write(act)

    const totals = await asked(db, sql`SELECT * FROM merchant_totals ORDER BY merchant_id`)
    const expected = SHOPS.map(({ merchant_id }) => {
      const own = done.filter(({ shop }) => shop.merchant_id === merchant_id)
      const count = countOf(own)
      const cards_count = own.filter(({ new_card }) => new_card).length
      const owed_fen = count.paid_fen - count.released_fen
      return {
        merchant_id,
        ...count,
        cards_count,
        owed_fen,
        refunded_fen: 0,
        settled_fen: 0,
        fees_held_fen: 0,
        provider_owed_fen: 0,
      }
    })
    expect(totals).toEqual(expected)

    const days = await asked(
      db,
      sql`SELECT merchant_id || ' ' || day AS place, topups_count, paid_fen, uses_count, released_fen
            FROM merchant_days ORDER BY place`,
    )
    expect(days).toEqual(recount(done, ({ shop, day }) => `${shop.merchant_id} ${day}`))
    const city = await asked(
      db,
      sql`SELECT district || ' ' || sector || ' ' || day AS place, topups_count, paid_fen, uses_count, released_fen
            FROM city_days ORDER BY place`,
    )
    expect(city).toEqual(recount(done, ({ shop: s, day }) => `${s.district} ${s.sector} ${day}`))
  })
  it('cost three statements each', () => {
    const of = { ...SHOPS[0], day: '2026-03-01' }
    expect(saleTallyStatements({ ...of, paid_fen: 1, new_card: true })).toHaveLength(3)
    expect(useTallyStatements({ ...of, released_fen: 1 })).toHaveLength(3)
  })
  it('count a use that releases nothing', async () => {
    await db.batch(useTallyStatements({ ...SHOPS[0], day: '2026-03-01', released_fen: 0 }))
    const [total] = await asked(
      db,
      sql`SELECT uses_count, released_fen FROM merchant_totals LIMIT 1`,
    )
    expect(total).toEqual({ uses_count: 1, released_fen: 0 })
  })
  it('never owe less than nothing', async () => {
    const of = { ...SHOPS[0], day: '2026-03-01' }
    await db.batch(saleTallyStatements({ ...of, paid_fen: 100, new_card: true }))
    await expect(db.batch(useTallyStatements({ ...of, released_fen: 101 }))).rejects.toThrow(
      /totals_must_add_up/,
    )
    const [left] = await asked(db, sql`SELECT owed_fen, uses_count FROM merchant_totals LIMIT 1`)
    expect(left).toEqual({ owed_fen: 100, uses_count: 0 })
    expect(await asked(db, sql`SELECT uses_count FROM merchant_days`)).toEqual([{ uses_count: 0 }])
  })
})
