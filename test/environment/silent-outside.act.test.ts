import { beforeEach, describe, expect, it } from 'vitest'
import { ENGINE } from '#storage'
import { sql } from '../../src/platform/d1'
import { OUTSIDE_ACTS, openStand, type Stand } from './outside-support'

/** What comes back from the outside instead of an answer. */
const FAULTS: Record<string, () => Promise<Response>> = {
  timeout: async () => {
    throw new DOMException('The operation timed out.', 'TimeoutError')
  },
  'status 503': async () => new Response('{"error":{"type":"api_error"}}', { status: 503 }),
  'status 404': async () =>
    new Response('{"error":{"type":"invalid_request_error"}}', { status: 404 }),
  garbage: async () => new Response('<html>welcome</html>'),
  'another shape': async () => Response.json({ ok: true }),
}
let desk: Stand
const journal = () =>
  desk.rows(sql`SELECT operation, answer FROM journal WHERE operation <> 'devSignIn' ORDER BY seq`)

describe(`an outside that does not answer, on ${ENGINE}`, () => {
  beforeEach(async () => {
    desk = await openStand()
  })

  for (const act of OUTSIDE_ACTS)
    for (const [kind, answers] of Object.entries(FAULTS))
      it(`${act.name}: ${kind}`, async () => {
        const acts = await act.ready(desk)
        desk.silence = (path) => (act.paths.test(path) ? answers : null)
        const said = await acts()
        expect(said.status, said.text).not.toBe(500)
        expect(act.silent).toContain(said.status >= 400 ? said.body.code : said.status)
        // The same request, once there is an answer again: done, and done once.
        desk.silence = () => null
        const again = await acts()
        const over = said.body?.code === 'payment_refused' ? [200, 409] : [200, 201, 202]
        expect(over, again.text).toContain(again.status)
        const written = await journal()
        expect((await acts()).text).toBe(again.text)
        expect(await journal()).toEqual(written)
      })
})
