import { expect, it } from 'vitest'
import { ENGINE } from '#storage'
import { sessionCookie } from '../../src/identity/tokens'
import { openTown } from '../notify/support'
import { BREAD, good } from '../redemptions/support'

it(`the page of events shows what happened, tests, retries and deletes, on ${ENGINE}`, async () => {
  const town = await openTown()
  const { id } = await town.subscribes()
  await town.uses(await town.holds({ lots: [BREAD] }), 100)
  const token = await town.owner()
  const cookie = sessionCookie('staff', token, 'dev', 3600).split(';')[0] ?? ''
  const visit = async (path: string, form?: Record<string, string>) => {
    const reply = await town.app.fetch(
      new Request(`http://127.0.0.1:8787${path}`, {
        headers: {
          cookie,
          ...(form
            ? {
                origin: 'http://127.0.0.1:8787',
                'sec-fetch-site': 'same-origin',
                'content-type': 'application/x-www-form-urlencoded',
              }
            : {}),
        },
        ...(form ? { method: 'POST', body: new URLSearchParams(form) } : {}),
        redirect: 'manual',
      }),
      {} as Env,
    )
    return { status: reply.status, to: reply.headers.get('location'), text: await reply.text() }
  }
  const list = await visit('/m/events')
  expect(list.status, list.text.slice(0, 400)).toBe(200)
  expect(list.text).toContain('redemption.succeeded')
  expect((await visit('/m/events?type=payout.paid')).text).not.toContain('<code>redemption.')
  const [event] = good(await town.call('GET', '/v1/events', { token })).data
  const one = await visit(`/m/events/${event!.id}`)
  expect(one.text).toContain(event!.data.redemption_id)

  town.outside.answer = () => 500
  const form = { key: 'a-test-by-hand' }
  const tested = await visit(`/m/events/endpoints/${id}/test`, form)
  expect([tested.status, tested.to]).toEqual([303, '/m/events'])
  const waiting = await visit('/m/events')
  const delivery = /deliveries\/(dlv_\w+)\/retry/.exec(waiting.text)?.[1]
  expect(waiting.text).toContain('webhook_endpoint.tested')
  town.outside.answer = () => 200
  await visit(`/m/events/deliveries/${delivery}/retry`, { key: 'again' })
  expect((await visit('/m/events')).text).not.toContain('/retry')
  await visit(`/m/events/endpoints/${id}/deletion`, { key: 'away' })
  expect((await visit('/m/events')).text).not.toContain(`endpoints/${id}`)
  expect(good(await town.call('GET', '/v1/webhook-endpoints', { token })).data).toEqual([])
})
