import { expect, it } from 'vitest'
import { DAY_MS } from '../../src/kernel/time'
import { openCity } from '../support/city'

it('the operator is told sixty days before the known holidays end, and not earlier', async () => {
  const city = await openCity()
  const [operator] = (await city.call('GET', '/dev/people?kind=operator')).body.data
  const desk = async () => {
    const cookie = `yfb_operator=${await city.as(operator!.id)}`
    const request = new Request('http://127.0.0.1:8787/o', { headers: { cookie } })
    const answer = await city.app.fetch(request, {} as Env)
    expect(answer.status).toBe(200)
    return answer.text()
  }
  city.advance(Date.parse('2026-11-01T01:00:00Z') - Date.parse(city.world.now()))
  expect(await desk()).not.toContain('放假安排只知道到')
  city.advance(2 * DAY_MS)
  expect(await desk()).toContain('放假安排只知道到 2026-12-31')
})
