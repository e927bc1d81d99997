import { describe, expect, it } from 'vitest'
import { type Statement, sql } from '../../src/platform/d1'

const page = (limit: number | string | null) => sql`SELECT id FROM cards
  WHERE id > ${'crd_1'} LIMIT ${limit}`

describe('a statement', () => {
  it('says how many rows it wants in its own text, and binds everything else', () => {
    expect(page(20)).toMatchObject({
      text: 'SELECT id FROM cards WHERE id > ? LIMIT 20',
      values: ['crd_1'],
    })
    expect(page(0).text).toMatch(/LIMIT 0$/)
  })
  it.each([
    '20',
    '1; DROP TABLE cards',
    null,
    -1,
    1.5,
    2 ** 53,
    Number.NaN,
    Number.POSITIVE_INFINITY,
  ])('takes nothing into its text that is no count of rows: %s', (limit) => {
    expect(page(limit)).toMatchObject({
      text: 'SELECT id FROM cards WHERE id > ? LIMIT ?',
      values: ['crd_1', limit],
    })
  })
  it('is told apart by what it is put together from, however many forms there are', () => {
    const of = (inner: Statement, limit: number) => sql`SELECT ${inner}, ${7} LIMIT ${limit}`
    const forms = Array.from({ length: 30 }, (_, i) => [i % 2 ? sql`a` : sql`b`, i] as const)
    for (const _ of ['once', 'again'])
      for (const [inner, i] of forms)
        expect(of(inner, i)).toMatchObject({
          text: `SELECT ${inner.text}, ? LIMIT ${i}`,
          values: [7],
        })
  })
  it('keeps the values of a statement inside in their order', () => {
    const inner = sql`(SELECT max(at) FROM uses WHERE card = ${'a'} LIMIT ${1})`
    expect(sql`SELECT ${'x'}, ${inner}, ${'y'}`).toMatchObject({
      text: 'SELECT ?, (SELECT max(at) FROM uses WHERE card = ? LIMIT 1), ?',
      values: ['x', 'a', 'y'],
    })
  })
})
