import { beforeEach, describe, expect, it } from 'vitest'
import { ENGINE } from '#storage'
import { JOBS, runJobs } from '../../src/jobs'
import { refuse } from '../../src/kernel/refusals'
import { MINUTE_MS } from '../../src/kernel/time'
import { all, sql } from '../../src/platform/d1'
import { eachDue, notSetAsideCondition, RETRY_AFTER_MS } from '../../src/platform/jobs'
import { jobAct } from '../../src/platform/journal'
import { asked } from '../support/asked'
import { type City, openCity } from '../support/city'

let city: City
beforeEach(async () => {
  city = await openCity()
})
const tries = async () =>
  all(
    city.db,
    sql<{
      subject_id: string
      tries: number
      dead_at: string | null
    }>`SELECT subject_id, tries, dead_at FROM job_failures ORDER BY subject_id`,
  )
/** A job over three things; the ones named in `broken` fail. */
const run = async (broken: Set<string>, done: string[]) => {
  const now = city.world.now()
  const due = await all(
    city.db,
    sql<{ id: string }>`SELECT x.value AS id FROM json_each('["a","b","c"]') x
         WHERE ${notSetAsideCondition('testJob', sql`x.value`, now)}`,
  )
  return eachDue(city.world, 'testJob', due, {
    id: ({ id }) => id,
    act: async ({ id }) => {
      if (broken.has(id)) throw new Error('cannot')
      done.push(id)
    },
  })
}

describe(`a job on ${ENGINE}`, () => {
  it('sets aside what fails, does the rest, and takes it back when it works again', async () => {
    const done: string[] = []
    expect(await run(new Set(['b']), done)).toBe(3)
    expect(done).toEqual(['a', 'c'])
    expect(await tries()).toEqual([{ subject_id: 'b', tries: 1, dead_at: null }])
    expect(await run(new Set(), done)).toBe(2)
    city.advance(5 * MINUTE_MS)
    expect(await run(new Set(), done)).toBe(3)
    expect(done.filter((id) => id === 'b')).toHaveLength(1)
    expect(await tries()).toEqual([])
  })
  it('calls a refused act a failure, by its code', async () => {
    const act = () =>
      jobAct(
        city.world,
        { operation: 'testAct', key: 'x', said: [] },
        {
          reads: () => ({}),
          decide: () => ({
            status: 409,
            subject_id: '',
            body: { code: 'card_closed' },
            statements: [],
          }),
        },
      )
    await eachDue(city.world, 'testJob', [{ id: 'x' }], { id: ({ id }) => id, act })
    const [row] = await all(city.db, sql<{ error: string }>`SELECT error FROM job_failures`)
    expect(row?.error).toBe('card_closed')
  })
  it('leaves what another run has in hand to it: that is no failure, and takes nothing off the list', async () => {
    const elsewhere = async () => refuse('request_in_flight', { retry_after_s: 2 })
    const both = [{ id: 'a' }, { id: 'b' }]
    await run(new Set(['a']), [])
    const before = await tries()
    await eachDue(city.world, 'testJob', both, { id: ({ id }) => id, act: elsewhere })
    expect(await tries()).toEqual(before)
    expect(before).toHaveLength(1)
  })
  it('leaves a dead letter after eight tries, which only a person brings back', async () => {
    for (const wait_ms of [...RETRY_AFTER_MS, 0]) {
      await run(new Set(['a']), [])
      city.advance(wait_ms)
    }
    expect((await tries())[0]).toMatchObject({ subject_id: 'a', tries: 8 })
    expect((await tries())[0]?.dead_at).not.toBeNull()
    city.advance(100 * 24 * 60 * MINUTE_MS)
    const done: string[] = []
    await run(new Set(), done)
    expect(done).toEqual(['b', 'c'])

    const token = await city.as(await operatorId())
    const list = await city.call('GET', '/v1/job-failures?dead=true', { token })
    expect(list.body.data).toMatchObject([{ job: 'testJob', subject_id: 'a', tries: 8 }])
    const retried = await city.call('POST', '/v1/job-failures/retries', {
      token,
      body: { job: 'testJob', subject_id: 'a' },
    })
    expect(retried.status, retried.text).toBe(200)
    await run(new Set(), done)
    expect(done).toContain('a')
    expect(await tries()).toEqual([])
  })
  it('is listed with its hour and its last run, for the operator only', async () => {
    await runJobs(city.world, () => true)
    const { body } = await city.call('GET', '/v1/jobs', {
      token: await city.as(await operatorId()),
    })
    expect(body.data.map((job: { name: string }) => job.name)).toEqual(JOBS.map(({ name }) => name))
    for (const job of body.data) {
      expect(job.ran_at, job.name).toBe(city.world.now())
      expect(job.error, job.name).toBeNull()
      expect(job.what.length, job.name).toBeGreaterThan(4)
    }
    const shop = await city.opens()
    const refused = await city.call('GET', '/v1/jobs', { token: await city.as(shop.cashier_id) })
    expect(refused.status).toBe(403)
  })
  it('that left something over goes on at the next tick, whatever its hour', async () => {
    await asked(
      city.db,
      sql`INSERT INTO job_runs (job, ran_at, handled, unfinished) VALUES ('earnPeriodDays', '2026', 1, 1)`,
    )
    await runJobs(city.world, () => false)
    const [row] = await all(
      city.db,
      sql<{
        ran_at: string
        unfinished: number
      }>`SELECT ran_at, unfinished FROM job_runs WHERE job = 'earnPeriodDays'`,
    )
    expect(row).toEqual({ ran_at: city.world.now(), unfinished: 0 })
  })
  it('are written down in one act a tick, and once in ten minutes when none did anything', async () => {
    const acts = async () =>
      (await asked(city.db, sql`SELECT 1 FROM journal WHERE operation = 'recordRuns'`)).length
    await runJobs(city.world, () => true)
    const after_the_first = await acts()
    city.advance(5 * 60_000)
    await runJobs(city.world, () => true)
    await runJobs(city.world, () => true)
    expect(await acts()).toBeLessThanOrEqual(after_the_first + 1)
    expect(after_the_first).toBe(1)
  })
})

const operatorId = async () =>
  (await all(city.db, sql<{ id: string }>`SELECT id FROM officials WHERE kind = 'operator'`))[0]
    ?.id ?? ''
