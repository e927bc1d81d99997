import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { DatabaseSync } from 'node:sqlite'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { CORRUPTIONS, inTheNewest } from '../../scripts/books-corruptions'
import { marksAt, NO_MARKS, nightFindings } from '../../scripts/books-nights'
import { dropGuards, within } from '../../scripts/books-self-test'
import { foundTown } from '../../scripts/books-town'
import { ROTATION_NIGHTS } from '../../src/books/night'
import { PASSES } from '../../src/books/passes'
import type { MarksRow } from '../../src/books/touched'
import { HOLDERS } from '../../src/demo/cast'

const NAMES = PASSES.map(({ name }) => name)
/** The checker's own memory is no new fact: the chain goes on from it the same night, and it is read in rotation. */
const OF_FACTS = NAMES.filter((name) => name !== 'checkpoints_match_the_entries')
/** Each row a part of its own. */
const PAGE = 1
/** Old rows of the first holder's card, which is used once more: nothing of it may be left to the rotation. */
const TOUCHED = [
  'release_follows_use',
  'card_money_matches_lots',
  'held_money_matches_lots',
  'paid_purchase_has_one_lot',
  'lot_has_a_paid_purchase',
  'uses_add_up_to_lots',
  'totals_match_the_facts',
  'days_add_up_to_totals',
  'open_holds_add_up_to_lots',
  'custody_is_settled_less_paid_out',
  'payable_is_what_was_released',
  'advances_match_the_ledger',
  'lots_know_what_was_refunded',
  'differences_match_refunds',
  'finished_refunds_left_nothing',
  'refunds_never_exceed_the_payment',
  'provider_is_made_good',
]
const dir = mkdtempSync(join(tmpdir(), 'yufubao-nights-'))
let database: DatabaseSync
let between: { at: string; marks: MarksRow; restore: () => void }
let over: { at: string; marks: MarksRow }

const later = (at: string, nights: number) =>
  new Date(Date.parse(at) + nights * 86_400_000).toISOString()
const KEPT = ['book_parts', 'book_checkpoints', 'book_touched']
/** What the nights had remembered at a moment, to be put back: as if none had come since. */
function remembered(): () => void {
  const rows = KEPT.map((table) => database.prepare(`SELECT * FROM ${table}`).all())
  return () =>
    KEPT.forEach((table, i) => {
      database.exec(`DELETE FROM ${table}`)
      for (const row of rows[i] ?? []) {
        const names = Object.keys(row)
        const places = names.map(() => '?').join(', ')
        database
          .prepare(`INSERT INTO ${table} (${names.join(', ')}) VALUES (${places})`)
          .run(...Object.values(row))
      }
    })
}

beforeAll(async () => {
  const town = await foundTown(join(dir, 'town.sqlite'))
  database = town.database
  const li = await town.lives(HOLDERS.li.phone)
  for (const table of KEPT) database.exec(`DELETE FROM ${table}`)
  const marks = marksAt(database, town.now())
  const first = { started_at: town.now(), since: NO_MARKS, upto: marks, page: PAGE }
  expect([...(await nightFindings(within(database), first))]).toEqual([])
  between = { at: town.now(), marks, restore: remembered() }
  await town.lives(HOLDERS.wang.phone)
  await li.use(500)
  over = { at: town.now(), marks: marksAt(database, town.now()) }
  dropGuards(database)
})
afterAll(() => {
  database.close()
  rmSync(dir, { recursive: true, force: true })
})

/** A night on which nothing of the old is due: what it finds is new or was touched. */
const theSameNight = (only: string) => {
  database.prepare('UPDATE book_parts SET read_at = ?').run(over.at)
  const of = { started_at: over.at, since: between.marks, upto: over.marks, page: PAGE, only }
  return nightFindings(within(database), of)
}

/** With a falsehood planted and taken back again afterwards. */
async function falsified<T>(text: string | undefined, act: () => Promise<T>): Promise<T> {
  database.exec('SAVEPOINT falsehood')
  try {
    between.restore()
    expect(database.prepare(text ?? '').run().changes).toBeGreaterThan(0)
    return await act()
  } finally {
    database.exec('ROLLBACK TO falsehood; RELEASE falsehood')
  }
}

describe('a night of the checker', () => {
  it('finds nothing in books that are right, new and old, thirty nights long', async () => {
    database.exec('SAVEPOINT clean')
    between.restore()
    for (let night = 0; night < ROTATION_NIGHTS; night++) {
      const since = night === 0 ? between.marks : over.marks
      const of = { started_at: later(over.at, night), since, upto: over.marks, page: PAGE }
      expect([...(await nightFindings(within(database), of))], `night ${night}`).toEqual([])
    }
    const last = later(over.at, ROTATION_NIGHTS - 1)
    const parts = database.prepare(`SELECT pass, count(*) AS count, min(read_at) AS oldest_at,
      sum(read_at = ?) AS last_night_count FROM book_parts GROUP BY pass`)
    for (const { pass, count, oldest_at, last_night_count } of parts.all(last)) {
      expect(oldest_at, `the oldest of ${pass}`).toBeTypeOf('string')
      expect(String(oldest_at) >= over.at, `${pass}: every part was read again`).toBe(true)
      const most = Math.ceil(Number(count) / (ROTATION_NIGHTS - 1))
      expect(Number(last_night_count), `${pass}: no night reads all`).toBeLessThanOrEqual(most)
    }
    database.exec('ROLLBACK TO clean; RELEASE clean')
  })
  it.each(OF_FACTS)('%s names a falsehood in what is new, the same night', async (only) => {
    const found = await falsified(inTheNewest(only), () => theSameNight(only))
    expect([...found]).toEqual([only])
  })
  it.each(TOUCHED)(
    '%s names a falsehood in what is old and was touched, the same night',
    async (only) => {
      const found = await falsified(CORRUPTIONS[only], () => theSameNight(only))
      expect([...found]).toEqual([only])
    },
  )
  it.each(NAMES)('%s names a falsehood in old history within thirty nights', async (only) => {
    const night = await falsified(CORRUPTIONS[only], async () => {
      for (let n = 0; n < ROTATION_NIGHTS; n++) {
        const of = { since: over.marks, upto: over.marks, page: PAGE, only }
        const found = await nightFindings(within(database), {
          ...of,
          started_at: later(over.at, n),
        })
        if (found.has(only)) return n
      }
      return ROTATION_NIGHTS
    })
    expect(night).toBeLessThan(ROTATION_NIGHTS)
  })
})
