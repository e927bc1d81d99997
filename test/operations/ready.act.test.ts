import { beforeAll, describe, expect, it } from 'vitest'
import { ENGINE } from '#storage'
import { createApp } from '../../src/app'
import { HOLDERS } from '../../src/demo/cast'
import { runJobs } from '../../src/jobs'
import { HOUR_MS } from '../../src/kernel/time'
import { MIGRATIONS, VERSION } from '../../src/operations/version'
import { type Statement, sql } from '../../src/platform/d1'
import { type City, openCity } from '../support/city'

let city: City
const plants = (...statements: Statement[]) => city.db.batch(statements)

describe(`whether the platform is ready, on ${ENGINE}`, () => {
  beforeAll(async () => {
    city = await openCity()
    await runJobs(city.world, () => true)
  })
  type Ready = { status: string; checks: { name: string; ok: boolean; detail: string }[] }
  const ready = async () => {
    const reply = await city.call('GET', '/readyz')
    const { status, checks } = JSON.parse(reply.text) as Ready
    return [reply.status, status, ...checks.map((one) => `${one.name} ${one.ok} ${one.detail}`)]
  }
  it('is told to anybody, in counts alone: an unknown migration table is no answer', async () => {
    await plants(sql`DROP TABLE IF EXISTS d1_migrations`)
    expect(await ready()).toEqual([
      503,
      'not_ready',
      'configuration true whole',
      'database false no answer',
    ])
  })
  it('is not, while a migration of this build is missing', async () => {
    await plants(
      sql`CREATE TABLE d1_migrations (id INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT UNIQUE, applied_at TEXT)`,
      sql`INSERT INTO d1_migrations (name) SELECT value FROM json_each(${JSON.stringify(MIGRATIONS.slice(0, -2))})`,
    )
    expect((await ready()).slice(0, 5)).toEqual([
      503,
      'not_ready',
      'configuration true whole',
      'database true answers',
      'migrations false 2 missing',
    ])
  })
  it('is, once all are there and the clock comes; a later one does no harm', async () => {
    await plants(
      sql`INSERT OR IGNORE INTO d1_migrations (name)
          SELECT value FROM json_each(${JSON.stringify([...MIGRATIONS, '9999_of_tomorrow.sql'])})`,
    )
    expect(await ready()).toEqual([
      200,
      'ready',
      'configuration true whole',
      'database true answers',
      'migrations true 0 missing',
      'jobs true 0 late',
      'queues true 0 too old',
      'storage true not measured',
    ])
  })
  it('is not, while a message has stood in line for more than an hour', async () => {
    const consumer = sql`SELECT 'ntc_x', 'evt_x', id, 'card.frozen', 'x', '2026-03-01T00:00:00.000Z' FROM consumers`
    await city.joins(HOLDERS.li.phone)
    await plants(
      sql`INSERT INTO notices (id, event_id, consumer_id, type, text, created_at) ${consumer} LIMIT 1`,
    )
    const [status, , , , , , queues] = await ready()
    expect([status, queues]).toEqual([503, 'queues false 1 too old'])
    await plants(sql`DELETE FROM notices WHERE id = 'ntc_x'`)
    expect((await ready())[0]).toBe(200)
  })
  it('is not, when the clock stops coming', async () => {
    city.advance(HOUR_MS)
    const [status, , , , , jobs] = await ready()
    expect(status).toBe(503)
    expect(jobs).toMatch(/^jobs false \d+ late$/)
  })
  it('is not, when the database is silent', async () => {
    city.faulty.next = () => 'before'
    expect((await ready()).at(-1)).toBe('database false no answer')
    city.faulty.next = () => null
  })
  it('is not, without its configuration; the process lives all the same', async () => {
    const app = createApp({ open: async () => ({ faults: ['SECRET is missing'] }) })
    const ask = async (path: string) =>
      app.fetch(new Request(`http://127.0.0.1:8787${path}`), {} as Env)
    const reply = await ask('/readyz')
    const text = await reply.text()
    expect(reply.status).toBe(503)
    expect(text).not.toContain('SECRET')
    expect(JSON.parse(text)).toMatchObject({ status: 'not_ready', version: VERSION })
    expect(await (await ask('/healthz')).json()).toEqual({ status: 'ok', version: VERSION })
  })
})
