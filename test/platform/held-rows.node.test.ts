import { DatabaseSync } from 'node:sqlite'
import { describe, expect, it } from 'vitest'
import { sqliteDb } from '../../src/engines/sqlite'
import { sql } from '../../src/platform/d1'
import { heldToTypes } from '../support/held-rows'
import { type ColumnType, type Promised, promisedRows, statementKey } from '../support/row-types'

const text: ColumnType = { text: true, number: false, null: false, words: null }
const number: ColumnType = { text: false, number: true, null: false, words: null }

describe('a row type', () => {
  const cakes = () => sql`SELECT name, price_fen, eaten_at, state FROM cakes ORDER BY name`
  const right = {
    name: text,
    price_fen: number,
    eaten_at: { ...text, null: true },
    state: { ...text, words: ['baked', 'eaten'] },
  }
  const read = (columns: Promised['columns']) => {
    const database = new DatabaseSync(':memory:')
    database.exec(`CREATE TABLE cakes (name TEXT, price_fen INTEGER, eaten_at TEXT, state TEXT) STRICT;
                   INSERT INTO cakes VALUES ('a', 550, NULL, 'baked'), ('b', 600, '2026-11-30', 'eaten')`)
    const where = `cakes.ts:${Math.random()}`
    const promised = new Map([[statementKey(cakes().pieces ?? []), [{ where, columns }]]])
    return heldToTypes(sqliteDb(database), database, promised).batch([cakes()])
  }
  const { state: _state, ...less } = right

  it('is kept by a statement that gives what it names', async () => {
    expect((await read(right))[0]).toHaveLength(2)
  })
  it('must be written where rows are answered', async () => {
    await expect(read(null)).rejects.toThrow('no type names the row: name, price_fen')
  })
  it.each([
    ['names a column that is not read', { ...right, weight_g: number }, 'no column weight_g'],
    ['leaves out a column that is read', less, 'does not name the column state'],
    ['says that nothing is missing', { ...right, eaten_at: text }, 'eaten_at may not be null'],
    ['takes a number for a text', { ...right, price_fen: text }, 'price_fen may not be 550'],
    ['takes a text for a number', { ...right, name: number }, 'name may not be "a"'],
    ['knows too few words', { ...right, state: { ...text, words: ['eaten'] } }, 'not be "baked"'],
  ])('that %s fails the test that ran the statement', async (_what, columns, fault) => {
    await expect(read(columns)).rejects.toThrow(fault)
  })
})

describe('the source', () => {
  it('is asked of the compiler: each statement with its place and the row it promises', () => {
    const all = [...promisedRows().values()].flat()
    const tips = all.find(({ where }) => where.startsWith('src/tips/store.ts:'))
    expect(tips).toBeDefined()
    const typed = all.filter(({ columns }) => columns !== null)
    expect(typed.length).toBeGreaterThan(2)
    const listed = typed.find(
      ({ where, columns }) =>
        where.startsWith('src/tips/store.ts:') && columns && 'note' in columns,
    )
    expect(listed?.columns).toMatchObject({
      kind: { words: ['invite', 'report'], null: false },
      note: { text: true, null: true },
    })
  })
})
