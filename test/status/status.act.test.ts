import { beforeAll, describe, expect, it } from 'vitest'
import { ENGINE } from '#storage'
import { createApp } from '../../src/app'
import { runJobs } from '../../src/jobs'
import { DAY_MS, HOUR_MS, plusMs } from '../../src/kernel/time'
import { type Statement, sql } from '../../src/platform/d1'
import type { ServiceStatus } from '../../src/status/views'
import { anyhow } from '../support/addresses'
import { type City, openCity } from '../support/city'

let city: City
const plants = (...statements: Statement[]) => city.db.batch(statements)
async function status(of = city): Promise<ServiceStatus> {
  const reply = await of.call('GET', '/v1/status')
  expect(reply.status).toBe(200)
  return JSON.parse(reply.text) as ServiceStatus
}
const states = ({ parts }: ServiceStatus) =>
  Object.fromEntries(parts.map(({ name, state }) => [name, state]))

describe(`how the service is, for anybody, on ${ENGINE}`, () => {
  beforeAll(async () => {
    city = await openCity()
    await runJobs(city.world, () => true)
  })
  it('is told without a sign-in, may be kept for seconds, and says nothing of anybody', async () => {
    const reply = await city.call('GET', '/v1/status')
    expect(reply.headers.get('cache-control')).toBe('public, max-age=5')
    expect((await city.call('GET', anyhow('/v1/status?x=1'))).body.code).toBe('request_invalid')
    const told = await status()
    expect(told).toMatchObject({ state: 'up', last_sealed_day: null, incidents: [] })
    expect(new Set(Object.values(states(told)))).toEqual(new Set(['well']))
    expect(told.deployed_at).not.toBeNull()
  })
  it('reads the database once in ten seconds, however many ask', async () => {
    city.advance(20_000)
    await status()
    let trips = 0
    const { batch } = city.db
    city.db.batch = (async (...said: Parameters<typeof batch>) => {
      trips += 1
      return batch.apply(city.db, said)
    }) as typeof batch
    for (let i = 0; i < 30; i++) await status()
    expect(trips).toBe(0)
    city.advance(11_000)
    await status()
    await status()
    expect(trips).toBe(1)
    city.db.batch = batch
  })
  it('tells what is late, and what the system wrote down: not of 91 days ago, and of no shop', async () => {
    const at = city.world.now()
    const alert = (kind: string, from: string, to: string | null) => {
      const id = city.world.newId('alt')
      return sql`INSERT INTO alerts (id, kind, state, message, count, raised_at, resolved_at)
          VALUES (${id}, ${kind}, ${to === null ? 'raised' : 'resolved'}, '2 家店', 2, ${from}, ${to})`
    }
    await plants(
      alert('notices_late', plusMs(at, -2 * HOUR_MS), at),
      alert('payouts_rejected', at, null),
      alert('coverage_short', at, null),
    )
    city.advance(3 * HOUR_MS)
    const told = await status()
    expect(told.state).toBe('slow')
    expect(states(told)).toMatchObject({ database: 'well', jobs: 'late' })
    expect(told.incidents.map(({ kind }) => kind)).toEqual(['notices_late'])
    expect(JSON.stringify(told)).not.toContain('家店')
    city.advance(91 * DAY_MS)
    expect((await status()).incidents).toEqual([])
  })
  it('answers while the database does not: what was known last, and that nothing can be done', async () => {
    const known = await status()
    city.advance(20_000)
    const { batch } = city.db
    city.db.batch = () => Promise.reject(new Error('D1_ERROR: storage is gone'))
    const told = await status()
    expect(told).toMatchObject({ state: 'no_answer', known_at: known.known_at })
    expect(states(told)).toMatchObject({ database: 'late', jobs: 'unknown', refunds: 'unknown' })
    const page = await city.call('GET', '/status', { headers: { accept: 'text/html' } })
    expect(page.status).toBe(200)
    expect(page.text).toContain('数据库现在没有回应')
    city.db.batch = batch
  })
  it('answers so in a process that never read anything, too', async () => {
    const dead = { ...city.world, secrets: { ...city.world.secrets } }
    const gone = () => Promise.reject(new Error('D1_ERROR: storage is gone'))
    const app = createApp({
      open: async () => ({
        world: { ...dead, db: { ...city.db, batch: gone } },
        clock: { now_ms: Date.now, offset_ms: 0 } as never,
        stripe_mock: null,
        stripe_mock_deps: null,
      }),
    })
    const page = await app.request('/status', { headers: { accept: 'text/html' } })
    expect(page.status).toBe(200)
    const text = await page.text()
    expect(text).toContain('数据库现在没有回应')
    expect(text).toContain('现在看不到')
  })
})
