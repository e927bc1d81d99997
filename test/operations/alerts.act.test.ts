import { beforeEach, describe, expect, it } from 'vitest'
import { ENGINE } from '#storage'
import { runJobs } from '../../src/jobs'
import { HOUR_MS, MINUTE_MS } from '../../src/kernel/time'
import { VERSION } from '../../src/operations/version'
import { all, sql } from '../../src/platform/d1'
import { good } from '../refunds/support'
import { type City, openCity } from '../support/city'

let city: City
let told: string[]
beforeEach(async () => {
  told = []
  const outbound = {
    post: async (_url: string, _headers: object, body: string) => {
      told.push(body)
      return { status: 200, retry_after_s: null }
    },
  }
  city = await openCity({ outbound })
  const body = { url: 'https://ops.weihai-fund.cn/hook', types: ['*'] as const }
  good(await city.call('POST', '/v1/webhook-endpoints', { token: city.operator, body }))
  await tick()
  told = []
})
const tick = () => runJobs(city.world, () => true)
/** What one of the operators was told; each is told the same. */
const messages = async () =>
  (
    await all(
      city.db,
      sql<{ text: string }>`SELECT text FROM mock_sms_outbox WHERE text LIKE '%平台告警%'
           AND phone = (SELECT min(phone) FROM mock_sms_outbox WHERE text LIKE '%平台告警%') ORDER BY at, id`,
    )
  ).map(({ text }) => text)
const pushed = () =>
  told
    .map((body) => JSON.parse(body) as { type: string; data: { kind: string } })
    .filter(({ type }) => type.startsWith('alert.'))
    .map(({ type, data }) => `${type} ${data.kind}`)
const breaks = () =>
  city.db.batch([
    sql`INSERT INTO job_failures (job, subject_id, tries, error, first_at, last_at, next_try_at, dead_at)
        VALUES ('earnPeriodDays', 'lot_x', 9, 'x', ${city.world.now()}, ${city.world.now()}, ${city.world.now()},
                ${city.world.now()})`,
  ])
const mends = () => city.db.batch([sql`DELETE FROM job_failures`])
const lasts = async (ms: number) => {
  for (let gone = 0; gone < ms; gone += 10 * MINUTE_MS) {
    city.advance(10 * MINUTE_MS)
    await tick()
  }
}
const health = async () => {
  const token = await city.as((await all(city.db, OPERATORS))[0]?.id ?? '')
  return good(await city.call('GET', '/v1/operations/health', { token }))
}
const OPERATORS = sql<{ id: string }>`SELECT id FROM officials WHERE kind = 'operator'`

describe(`an alert on ${ENGINE}`, () => {
  it('is raised once, told again once after an hour, and closes by itself', async () => {
    await breaks()
    await tick()
    await tick()
    expect(pushed()).toEqual(['alert.raised jobs_dead'])
    expect(await messages()).toEqual([
      expect.stringMatching(/^【预付保】平台告警。1 件任务成了死信。先看 http.*\/o$/),
    ])
    await lasts(80 * MINUTE_MS)
    expect(pushed()).toEqual(['alert.raised jobs_dead', 'alert.escalated jobs_dead'])
    expect((await messages())[1]).toContain('一小时还没好：1 件任务成了死信')
    expect(await messages()).toHaveLength(2)
    await mends()
    await tick()
    expect(pushed().slice(2)).toEqual(['alert.resolved jobs_dead'])
    expect((await health()).alerts[0]).toMatchObject({ kind: 'jobs_dead', state: 'resolved' })
  })
  it('that flutters is told by message once in six hours', async () => {
    for (let i = 0; i < 4; i++) {
      await breaks()
      await tick()
      await mends()
      city.advance(5 * MINUTE_MS)
      await tick()
    }
    expect(pushed()).toHaveLength(8)
    expect(await messages()).toHaveLength(1)
    city.advance(6 * HOUR_MS)
    await tick()
    await tick()
    await breaks()
    await tick()
    expect((await messages()).filter((text) => text.includes('件任务成了死信'))).toHaveLength(2)
  })
  it('comes in one message, however much is wrong', async () => {
    await breaks()
    await city.db.batch([
      sql`UPDATE job_runs SET error = 'no such table' WHERE job = 'deliverEvents'`,
    ])
    await tick()
    expect(pushed()).toEqual(['alert.raised jobs_dead', 'alert.raised jobs_broken'])
    expect(await messages()).toEqual([expect.stringContaining('；另有 1 件')])
  })
  it('is quiet while all is well: nothing is written, nothing is sent', async () => {
    const count = async () =>
      (
        await all(
          city.db,
          sql<{ n: number }>`SELECT count(*) AS n FROM journal WHERE operation = 'watchPlatform'`,
        )
      )[0]?.n
    const before = await count()
    for (let i = 0; i < 3; i++) {
      city.advance(5 * MINUTE_MS)
      await tick()
    }
    expect([pushed(), await messages()]).toEqual([[], []])
    expect(await count()).toBe(before)
    expect(await health()).toMatchObject({ alerts: [], version: VERSION })
    expect((await health()).deployed_at).not.toBe(null)
  })
  it('stands once in storage, whoever looks at one moment', async () => {
    await breaks()
    await Promise.all([tick(), tick()])
    const rows = await all(city.db, sql<{ id: string }>`SELECT id FROM alerts`)
    expect(rows).toHaveLength(1)
    const again = sql`INSERT INTO alerts (id, kind, message, count, raised_at) VALUES ('alt_x', 'jobs_dead', 'x', 1, '')`
    await expect(city.db.batch([again])).rejects.toThrow(/UNIQUE|alerts/)
    await expect(city.db.batch([sql`DELETE FROM alerts`])).rejects.toThrow('alerts_changed')
  })
})
