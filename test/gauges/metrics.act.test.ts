import { beforeAll, describe, expect, it } from 'vitest'
import { ENGINE } from '#storage'
import { createApp } from '../../src/app'
import { type City, openCity } from '../support/city'
import { wireRequest } from '../support/wire'
import { testConfig } from '../support/world'

const TOKEN = 'a-token-of-the-tests-that-is-long-enough'
let city: City
const asked = async (
  token: string | null,
  config = { ...testConfig, metrics_token: TOKEN as string | null },
) => {
  const opened = { ...city, world: { ...city.world, config } }
  const app = createApp({ open: async () => opened })
  return app.fetch(
    wireRequest('GET', '/metrics', token === null ? {} : { token }, () => 'key'),
    {} as Env,
  )
}
const figures = async () => (await (await asked(TOKEN)).text()).trim().split('\n')
const figure = (lines: readonly string[], name: string) =>
  Number(lines.find((line) => line.startsWith(`${name} `))?.split(' ')[1] ?? 0)

describe(`the figures for a machine, on ${ENGINE}`, () => {
  beforeAll(async () => {
    city = await openCity()
  })
  it('are nobody’s without the token, and nobody’s at all where there is none', async () => {
    const replies = [await asked(null), await asked('another'), await asked(TOKEN, testConfig)]
    expect(replies.map(({ status }) => status)).toEqual([404, 404, 404])
    expect((await asked(TOKEN)).status).toBe(200)
  })
  it('are OpenMetrics: each family once with its type, unit and sentence, an end, and no series twice', async () => {
    await city.call('GET', '/v1/me', { token: 'yfb_consumer_of_nobody' })
    const lines = await figures()
    expect(lines.at(-1)).toBe('# EOF')
    const types = lines.flatMap(
      (line) => /^# TYPE (\S+) (\S+)$/.exec(line)?.slice(1, 3).join(' ') ?? [],
    )
    expect(new Set(types).size).toBe(types.length)
    const samples = lines.filter((line) => !line.startsWith('#'))
    expect(new Set(samples.map((line) => line.slice(0, line.lastIndexOf(' ')))).size).toBe(
      samples.length,
    )
    for (const line of samples) {
      expect(line).toMatch(/^[a-z_]+(?:\{[a-z_]+="[^"]*"(?:,[a-z_]+="[^"]*")*\})? -?[\d.e+-]+$/)
      const [name = ''] = line.split(/[{ ]/)
      const family = types.find((type) => {
        const [known = '', kind] = type.split(' ')
        const ends = { counter: ['_total'], gauge: [''], histogram: ['_bucket', '_count', '_sum'] }
        return (ends[kind as keyof typeof ends] ?? []).some((end) => name === known + end)
      })
      expect([name, family]).toEqual([name, expect.any(String)])
    }
  })
  it('count what became of requests, by operation and in classes that hold each other', async () => {
    const before = await figures()
    await city.call('GET', '/v1/me', { token: 'yfb_consumer_of_nobody' })
    const after = await figures()
    const grown = (name: string) => figure(after, name) - figure(before, name)
    expect(grown('yufubao_requests_total{operation="readMe",result="refused"}')).toBe(1)
    expect(grown('yufubao_request_duration_seconds_count{kind="read"}')).toBe(1)
    expect(grown('yufubao_request_duration_seconds_bucket{kind="read",le="+Inf"}')).toBe(1)
  })
  it('say how the city is: queues, jobs, what waits, days, and which version', async () => {
    const text = (await figures()).join('\n')
    for (const name of [
      'yufubao_build_info{version="',
      'yufubao_queue_things{queue="payouts"} 0',
      'yufubao_queue_oldest_age_seconds{queue="outbox"}',
      'yufubao_queue_things{queue="bank_files"} 0',
      'yufubao_waiting{kind="coverage_short"} 0',
      'yufubao_days_not_closed 0',
      'yufubao_storage_answers 1',
      'yufubao_job_is_late{job="',
    ])
      expect(text).toContain(name)
  })
  it('go on while storage does not answer', async () => {
    city.faulty.next = () => 'before'
    const text = (await figures()).join('\n')
    city.faulty.next = () => null
    expect(text).toContain('yufubao_storage_answers 0')
    expect(text).not.toContain('yufubao_waiting')
  })
})
