import { beforeEach, describe, expect, it } from 'vitest'
import { ENGINE } from '#storage'
import { DAY_MS } from '../../src/kernel/time'
import { type Stored, sql } from '../../src/platform/d1'
import { measureStorage } from '../../src/storage/measure'
import { asked } from '../support/asked'
import { type City, openCity } from '../support/city'

const GB = 1_000_000_000

describe(`the size of the database, on ${ENGINE}`, () => {
  let city: City
  let bytes: number
  const measured = () =>
    measureStorage({
      ...city.world,
      db: {
        batch: (statements) => city.world.db.batch(statements),
        stored: async (): Promise<Stored> => ({ bytes, limit_bytes: 10 * GB }),
      },
    })
  const days = () => asked(city.db, sql`SELECT day, bytes FROM storage_days ORDER BY day`)
  const health = async () =>
    (await city.call('GET', '/v1/operations/health', { token: city.operator })).body
  const ready = async () => {
    const { text } = await city.call('GET', '/readyz')
    const { checks } = JSON.parse(text) as {
      checks: { name: string; ok: boolean; detail: string }[]
    }
    return checks.find(({ name }) => name === 'storage')
  }
  beforeEach(async () => {
    city = await openCity()
    await city.db.batch([
      sql`DROP TABLE IF EXISTS d1_migrations`,
      sql`CREATE TABLE d1_migrations (id INTEGER PRIMARY KEY, name TEXT)`,
    ])
    bytes = GB
  })

  it('is written down once a day, and the day stays as it was', async () => {
    expect(await measured()).toBe(1)
    bytes = 2 * GB
    expect(await measured()).toBe(0)
    expect(await days()).toEqual([{ day: '2026-03-02', bytes: GB }])
    for (const change of [sql`UPDATE storage_days SET bytes = 1`, sql`DELETE FROM storage_days`])
      await expect(city.db.batch([change])).rejects.toThrow(/storage_days_/)
  })
  it('is nothing to write down where there is no limit, or the engine does not say', async () => {
    bytes = 0
    expect(await measured()).toBe(0)
    expect(await measureStorage({ ...city.world, db: { batch: city.world.db.batch } })).toBe(0)
    expect(await days()).toEqual([])
    expect([(await health()).storage, await ready()]).toEqual([
      null,
      { name: 'storage', ok: true, detail: 'not measured' },
    ])
  })
  it('wakes somebody while there is time, and says the day on which it ends', async () => {
    await measured()
    city.advance(10 * DAY_MS)
    bytes = 2.5 * GB
    await measured()
    city.operator = await city.as(await operatorId())
    const { storage, troubles } = await health()
    expect(storage).toMatchObject({
      size_mb: 2500,
      limit_mb: 10_000,
      days_left: 50,
      is_filling: true,
    })
    expect(troubles.find(({ kind }) => kind === 'storage_filling')?.message).toBe(
      '数据库已用 25%，照近来的增长 2026-05-01 写满',
    )
    expect(await ready()).toEqual({
      name: 'storage',
      ok: false,
      detail: '2500 of 10000 MB, full in 50 days',
    })
  })
  const operatorId = async () =>
    String(
      (await asked(city.db, sql`SELECT min(id) AS id FROM officials WHERE kind = 'operator'`))[0]
        ?.id,
    )
})
