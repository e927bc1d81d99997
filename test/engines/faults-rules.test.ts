import { describe, expect, it } from 'vitest'
import { onlyReads } from '../../src/engines/reads'
import { REFUSALS } from '../../src/kernel/refusals'
import { refusalNamedIn, StorageError, storageFaultIn } from '../../src/platform/d1'

const d1 = (said: string) => new Error(`D1_ERROR: ${said}`)
const engine = (said: string, code: string) => new StorageError(said, code, null)

describe('what an error of storage means', () => {
  it.each([
    // As workerd says them, with D1 in front of it and inside of a Durable Object.
    [d1('card_not_found: SQLITE_CONSTRAINT (extended: SQLITE_CONSTRAINT_TRIGGER)'), 'guard'],
    [new Error('card_not_found: SQLITE_CONSTRAINT'), 'guard'],
    [
      d1('CHECK constraint failed: a: SQLITE_CONSTRAINT (extended: SQLITE_CONSTRAINT_CHECK)'),
      'guard',
    ],
    [engine('UNIQUE constraint failed: t.a', 'SQLITE_CONSTRAINT'), 'guard'],
    [engine('database is locked', 'SQLITE_BUSY'), 'busy'],
    [engine('database table is locked', 'SQLITE_LOCKED'), 'busy'],
    [new Error('D1 DB is overloaded. Requests queued for too long.'), 'busy'],
    [new Error('D1 DB is overloaded. Too many requests queued.'), 'busy'],
    [engine('database or disk is full', 'SQLITE_FULL'), 'full'],
    [d1('Exceeded maximum DB size'), 'full'],
    [d1('Network connection lost.'), 'lost'],
    [d1('D1 DB reset because its code was updated.'), 'lost'],
    [
      new Error('D1 DB storage operation exceeded timeout which caused object to be reset.'),
      'lost',
    ],
    [d1('near "SELEC": syntax error at offset 0: SQLITE_ERROR'), null],
    [engine('disk I/O error', 'SQLITE_IOERR'), null],
    [engine('database disk image is malformed', 'SQLITE_CORRUPT'), null],
    [new TypeError('nothing of storage'), null],
    ['a word', null],
  ])('%s', (error, fault) => {
    expect(storageFaultIn(error)).toBe(fault)
  })
})

describe('the refusal in an error', () => {
  const texts = (name: string) => [
    `D1_ERROR: ${name}: SQLITE_CONSTRAINT`,
    `D1_ERROR: ${name}: SQLITE_CONSTRAINT (extended: SQLITE_CONSTRAINT_TRIGGER)`,
    `D1_ERROR: CHECK constraint failed: ${name}: SQLITE_CONSTRAINT (extended: SQLITE_CONSTRAINT_CHECK)`,
    `${name}: SQLITE_CONSTRAINT`,
    `CHECK constraint failed: ${name}: SQLITE_CONSTRAINT`,
  ]
  it('is found under each name, in the words of every engine', () => {
    const lost = Object.keys(REFUSALS).filter((name) =>
      texts(name).some((text) => refusalNamedIn(new Error(text))?.code !== name),
    )
    expect(lost).toEqual([])
  })
  it.each([
    'card_not_found',
    'no such column: card_not_found: SQLITE_ERROR',
    'card_not_found: SQLITE_ERROR',
    'D1_ERROR: card_not_found: SQLITE_FULL',
    'UNIQUE constraint failed: cards.id: SQLITE_CONSTRAINT',
    'CHECK constraint failed: no_refusal_of_ours: SQLITE_CONSTRAINT',
    'FOREIGN KEY constraint failed: SQLITE_CONSTRAINT',
  ])('is not in: %s', (text) => {
    expect(refusalNamedIn(new Error(text))).toBeNull()
  })
})

describe('a statement that only reads', () => {
  it.each([
    ['SELECT 1', true],
    ['  select replace(a, 1, 2) FROM t', true],
    ['WITH t AS (SELECT 1) SELECT * FROM t', true],
    ['WITH RECURSIVE t AS (SELECT 1) SELECT * FROM t', true],
    ['WITH t AS (SELECT 1) INSERT INTO u SELECT * FROM t', false],
    ['with t AS (SELECT 1) update u SET a = 1', false],
    ['WITH t AS (SELECT 1) DELETE FROM u', false],
    ['WITH t AS (SELECT 1) REPLACE INTO u SELECT * FROM t', false],
    ['INSERT INTO t SELECT 1', false],
    ['PRAGMA user_version = 1', false],
    ['SELECTED', false],
  ])('%s: %s', (text, reads) => {
    expect([onlyReads(text), onlyReads(text)]).toEqual([reads, reads])
  })
})
