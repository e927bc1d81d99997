import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { type Bound, storageFrom } from '../../src/engines/choice'
import type { CityShard } from '../../src/engines/city-shard'
import { type Shards, shard } from '../../src/engines/shard'
import type { Outcome } from '../../src/engines/shared-commits'
import { refusalForFault, refusalNamedIn, sql, storageFaultIn } from '../../src/platform/d1'

const READ = sql`SELECT 1 AS one`
const WRITE = sql`DELETE FROM journal_leases`
const DONE: Outcome = { rows: [[]] }
/** A binding to an object that does what a test says, and what it was told is in the air. */
function bindingTo(answers: () => Promise<Outcome>) {
  const flying: number[] = []
  const object: CityShard = {
    batch: async (_statements, _from, n) => {
      flying.push(n)
      return answers()
    },
    size: async () => 0,
  }
  const shards: Shards = {
    idFromName: () => ({ toString: () => 'id', equals: () => true }),
    get: () => object,
  }
  return { shards, flying }
}
const failing = (of: { overloaded?: boolean; times?: number }) => {
  let left = of.times ?? 99
  return async () => {
    if (left-- <= 0) return DONE
    throw Object.assign(new Error('Network connection lost.'), { overloaded: of.overloaded })
  }
}
const why = (work: Promise<unknown>) =>
  work.then(
    () => null,
    (error: unknown) => error,
  )

describe('a city in a Durable Object, asked from outside', () => {
  beforeEach(() => void vi.spyOn(console, 'log').mockImplementation(() => {}))
  afterEach(() => {
    vi.restoreAllMocks()
    vi.useRealTimers()
  })

  it('says a refusal as every engine does', async () => {
    const error = await why(
      shard(
        bindingTo(async () => ({ error: 'card_not_found: SQLITE_CONSTRAINT' })).shards,
        'c',
      ).batch([WRITE]),
    )
    expect([refusalNamedIn(error)?.code, storageFaultIn(error)]).toEqual([
      'card_not_found',
      'guard',
    ])
  })
  it('asks a read again when the object is gone, a write never', async () => {
    const { shards, flying } = bindingTo(failing({ times: 2 }))
    expect(await shard(shards, 'c').batch([READ])).toEqual([[]])
    expect(flying.length).toBe(3)
    const gone = bindingTo(failing({}))
    expect(storageFaultIn(await why(shard(gone.shards, 'c').batch([WRITE])))).toBe('lost')
    expect(gone.flying.length).toBe(1)
    expect(storageFaultIn(await why(shard(gone.shards, 'c').batch([READ])))).toBe('lost')
    expect(gone.flying.length).toBe(4)
  })
  it('is busy, not lost, when the object has too much to do', async () => {
    const { shards, flying } = bindingTo(failing({ overloaded: true }))
    const error = await why(shard(shards, 'c').batch([READ]))
    expect(refusalForFault(error)?.code).toBe('storage_busy')
    expect(flying.length).toBe(1)
  })
  it('is busy while a migration does not go through', async () => {
    const told = { error: 'migration 9: no such table: x: SHARD_NOT_MIGRATED' }
    const error = await why(shard(bindingTo(async () => told).shards, 'c').batch([READ]))
    expect(refusalForFault(error)?.code).toBe('storage_busy')
  })
  it('sends nothing more than it may have in the air, and forgets what was never answered', async () => {
    vi.useFakeTimers()
    const { shards, flying } = bindingTo(() => new Promise(() => {}))
    const db = shard(shards, 'c')
    for (let n = 0; n < 1000; n++) void db.batch([WRITE])
    await vi.advanceTimersByTimeAsync(0)
    expect([flying.length, flying.at(-1)]).toEqual([1000, 1000])
    const error = await why(db.batch([WRITE]))
    expect(refusalForFault(error)?.code).toBe('storage_busy')
    expect(flying.length).toBe(1000)
    await vi.advanceTimersByTimeAsync(31_000)
    void db.batch([WRITE])
    await vi.advanceTimersByTimeAsync(0)
    expect(flying.at(-1)).toBe(1)
  })
})

describe('where a city is kept', () => {
  const DB = {} as D1Database
  const { shards: SHARDS } = bindingTo(async () => DONE)
  it.each<[string, Bound, 'd1' | 'shard', RegExp | null]>([
    ['D1, when it is bound', { DB }, 'd1', null],
    ['a shard, when it is bound', { SHARDS }, 'shard', null],
    ['nowhere, without D1', { SHARDS }, 'd1', /DB is not bound/],
    ['nowhere, without a shard', { DB }, 'shard', /SHARDS is not bound/],
    ['nowhere, with both', { DB, SHARDS }, 'shard', /one place/],
    ['nowhere, with both and D1 named', { DB, SHARDS }, 'd1', /one place/],
  ])('is %s', (_what, bound, storage, fault) => {
    const chosen = storageFrom(bound, storage)
    if (fault === null) expect(chosen).toHaveProperty('batch')
    else expect(chosen).toEqual({ fault: expect.stringMatching(fault) })
  })
})
