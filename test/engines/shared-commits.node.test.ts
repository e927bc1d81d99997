import { DatabaseSync, type SQLInputValue } from 'node:sqlite'
import { beforeEach, describe, expect, it } from 'vitest'
import { type Asked, type Outcome, SharedCommits } from '../../src/engines/shared-commits'
import type { Row } from '../../src/platform/d1'

/** A connection as the object's own: a turn is one transaction, an act in it a savepoint. Turns come when a test says so. */
function openShard() {
  const database = new DatabaseSync(':memory:')
  database.exec(`CREATE TABLE sums (id TEXT PRIMARY KEY, fen INTEGER NOT NULL CONSTRAINT card_not_found CHECK (fen >= 0)) STRICT;
    CREATE TABLE broken (fen INTEGER) STRICT;
    CREATE TRIGGER broken_group BEFORE INSERT ON broken BEGIN SELECT RAISE(ROLLBACK, 'ended'); END`)
  const turns: (() => void)[] = []
  const time = { now_ms: 0 }
  const commits = new SharedCommits({
    run: ({ text, values }) => database.prepare(text).all(...(values as SQLInputValue[])) as Row[],
    transaction: (work) => {
      if (!database.isTransaction) database.exec('BEGIN')
      database.exec('SAVEPOINT act')
      try {
        const done = work()
        database.exec('RELEASE act')
        return done
      } catch (error) {
        database.exec('ROLLBACK TO act; RELEASE act')
        throw error
      }
    },
    later: (work) => void turns.push(work),
    now_ms: () => time.now_ms,
  })
  const turn = () => {
    for (const work of turns.splice(0)) work()
    if (database.isTransaction) database.exec('COMMIT')
  }
  return { commits, turns, turn, time, database }
}

const insert = (id: string, fen = 1): Asked => ({
  text: 'INSERT INTO sums VALUES (?, ?)',
  values: [id, fen],
})
const COUNT: Asked = { text: 'SELECT count(*) AS n FROM sums', values: [] }
const count = (outcome: Outcome | Promise<Outcome>) => {
  if (outcome instanceof Promise) throw new Error('a read waited')
  return 'rows' in outcome ? outcome.rows[0]?.[0]?.n : outcome.error
}
/** What has become of it by now. */
const now = async (outcome: Outcome | Promise<Outcome>) =>
  Promise.race([outcome, Promise.resolve('waits')])
const ids = (n: number) => Array.from({ length: n }, (_, i) => `id-${i}`)

describe('acts that share a commit', () => {
  let shard: ReturnType<typeof openShard>
  beforeEach(() => {
    shard = openShard()
  })
  const take = (statements: Asked[], flying = 8, from = 'one') =>
    shard.commits.take(statements, from, flying)

  it('waits for nobody when nobody else is on the way', async () => {
    expect(await now(take([insert('a')], 1))).toEqual({ rows: [[]] })
    expect(shard.turns).toEqual([])
  })
  it('waits one turn for those on the way, in this process or in another', async () => {
    const outcomes = [take([insert('a')], 2, 'one'), take([insert('b')], 1, 'two')]
    expect(await Promise.all(outcomes.map(now))).toEqual(['waits', 'waits'])
    expect([count(take([COUNT])), shard.turns.length]).toEqual([0, 1])
    shard.turn()
    expect(await Promise.all(outcomes.map(now))).toEqual([{ rows: [[]] }, { rows: [[]] }])
  })
  it('goes as soon as everybody on the way is there', async () => {
    const outcomes = [take([insert('a')], 2), take([insert('b')], 2)]
    expect(await Promise.all(outcomes.map(now))).toEqual([{ rows: [[]] }, { rows: [[]] }])
  })
  it('forgets who has not been heard of for a while', async () => {
    take([COUNT], 50, 'gone')
    expect(await now(take([insert('a')], 1))).toBe('waits')
    shard.turn()
    shard.time.now_ms = 200
    expect(await now(take([insert('b')], 1))).toEqual({ rows: [[]] })
  })
  it('answers a read at once, and takes for a write whatever could be one', async () => {
    const held = take([
      { text: "WITH t AS (SELECT 'w' AS id) INSERT INTO sums SELECT id, 1 FROM t", values: [] },
    ])
    const mixed = take([COUNT, insert('m'), COUNT])
    expect([await now(held), await now(mixed), count(take([COUNT]))]).toEqual(['waits', 'waits', 0])
    shard.turn()
    expect(await mixed).toEqual({ rows: [[{ n: 1 }], [], [{ n: 2 }]] })
  })
  it('refuses one for itself: the others of the group are done', async () => {
    const outcomes = [
      take([insert('a')]),
      take([insert('b'), insert('low', -1)]),
      take([{ text: 'INSERT INTO nowhere VALUES (1)', values: [] }]),
      take([insert('c')]),
      take([insert('a')]),
    ]
    shard.turn()
    expect(await Promise.all(outcomes)).toEqual([
      { rows: [[]] },
      { error: 'CHECK constraint failed: card_not_found' },
      { error: 'no such table: nowhere' },
      { rows: [[]] },
      { error: 'UNIQUE constraint failed: sums.id' },
    ])
    expect(count(take([COUNT]))).toBe(2)
  })
  it('tells nobody of a group that it was done when one of them ended the transaction', async () => {
    const ends = { text: 'INSERT INTO broken VALUES (1)', values: [] }
    const outcomes = [take([insert('a')]), take([ends]), take([insert('b')])]
    shard.turn()
    const told = await Promise.all(outcomes)
    for (const outcome of told)
      expect(outcome).toEqual({ error: expect.stringMatching(/: SHARD_LOST$/) })
    expect(count(take([COUNT]))).toBe(0)
    expect(await now(take([insert('a')], 1, 'one'))).toEqual({ rows: [[]] })
  })
  it('serves on though a turn never came', async () => {
    const first = take([insert('a')])
    shard.turns.length = 0
    shard.time.now_ms = 500
    const second = take([insert('b')])
    expect([await now(first), await now(second), shard.turns.length]).toEqual(['waits', 'waits', 0])
    shard.time.now_ms = 1500
    const third = take([insert('c')])
    shard.turn()
    expect(await Promise.all([first, second, third])).toEqual(ids(3).map(() => ({ rows: [[]] })))
  })
  it('commits so many together and no more; the rest go in the next turn', async () => {
    const outcomes = ids(100).map((id) => take([insert(id)], 100))
    const done = async () => (await Promise.all(outcomes.map(now))).filter((one) => one !== 'waits')
    expect((await done()).length).toBe(64)
    shard.turn()
    expect((await done()).length).toBe(100)
  })
  it('sends away whom it would keep waiting too long, and nothing of theirs is done', async () => {
    take([COUNT], 600, 'one')
    const refused = take([insert('a')], 401, 'two')
    expect(refused).toEqual({
      error: 'more than 1000 batches are in the air: SHARD_OVERLOADED',
    })
    take([COUNT], 599, 'one')
    const taken = take([insert('b')], 401, 'two')
    shard.turn()
    expect([await taken, count(take([COUNT]))]).toEqual([{ rows: [[]] }, 1])
  })
})
