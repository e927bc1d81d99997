import { expect, it } from 'vitest'
import { clientOver } from '../../src/demo/client'
import { visitor } from '../../src/demo/people'
import { DAY_MS, HOUR_MS, instantAt } from '../../src/kernel/time'

const NOON = Date.parse('2026-06-01T04:00:00.000Z')
const IDLE_MS = 12 * HOUR_MS
const LIFE_MS = 30 * DAY_MS

/** A service whose sessions end after twelve idle hours or thirty days, and what it was asked. */
function service() {
  let now_ms = NOON
  let signed_in = 0
  const asked: string[] = []
  const client = clientOver({
    base_url: 'http://127.0.0.1:1',
    dev_token: 'dev',
    moveTo: async (at) => {
      now_ms = Date.parse(at)
    },
    fetch: async (request) => {
      const { pathname } = new URL(request.url)
      asked.push(pathname)
      const headers = { 'X-Request-Id': `req_${asked.length}` }
      if (pathname !== '/dev/sign-in') return Response.json({ object: 'consumer' }, { headers })
      signed_in += 1
      const session = {
        token: `yfb_consumer_${signed_in}`,
        expires_at: instantAt(now_ms + IDLE_MS),
        absolute_expires_at: instantAt(now_ms + LIFE_MS),
      }
      return Response.json(session, { status: 201, headers })
    },
  })
  const visits = async (at_ms: number) => {
    asked.length = 0
    await client.moveTo(instantAt(at_ms))
    await visitor(client, 'consumer', 'csm_1').ask('GET /v1/me')
    return [...asked]
  }
  return { visits }
}
const SIGNS_IN = ['/dev/sign-in', '/v1/me']

it('goes on in a session that is in use, and knows of one left alone without asking', async () => {
  const { visits } = service()
  expect(await visits(NOON)).toEqual(SIGNS_IN)
  expect(await visits(NOON + IDLE_MS - 1)).toEqual(['/v1/me'])
  expect(await visits(NOON + 2 * IDLE_MS - 2)).toEqual(['/v1/me'])
  expect(await visits(NOON + 3 * IDLE_MS - 2)).toEqual(SIGNS_IN)
})

it('does not show a session beyond its last day, however often it was used', async () => {
  const { visits } = service()
  await visits(NOON)
  for (let at = NOON; at < NOON + LIFE_MS; at += IDLE_MS / 2)
    expect(await visits(at)).toEqual(['/v1/me'])
  expect(await visits(NOON + LIFE_MS)).toEqual(SIGNS_IN)
})
