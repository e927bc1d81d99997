import { beforeAll, describe, expect, it } from 'vitest'
import { readWebhook } from '../../src/client/webhook'
import { deliverEvents } from '../../src/notify/deliver'
import { openTown, type Sent, type Town } from '../notify/support'
import { BREAD } from '../redemptions/support'

let town: Town
let secret: string
let told: Sent
beforeAll(async () => {
  town = await openTown()
  secret = (await town.subscribes()).secret
  await town.uses(await town.holds({ lots: [BREAD] }), 4_800)
  await deliverEvents(town.world, 100)
  told = town.outside.told[0]!
})
const OTHER = `whsec_${btoa('x'.repeat(32))}`
const request = (changed: { headers?: Record<string, string>; body?: string } = {}) =>
  new Request('https://pos.haifeng-bakery.cn/hook', {
    method: 'POST',
    headers: { ...told.headers, ...changed.headers },
    body: changed.body ?? told.body,
  })
const read = (one: Request, secrets = [secret], now_ms = town.world.machine_ms()) =>
  readWebhook(one, { secrets, now_ms: () => now_ms })

describe('what is told to a receiver', () => {
  it('is an event of the contract, once its signature fits one of the secrets', async () => {
    for (const secrets of [[secret], [OTHER, secret]]) {
      const heard = await read(request(), secrets)
      if (heard.is !== 'event' || heard.event.type !== 'redemption.succeeded') throw heard
      expect(heard.event.data.units).toBe(4_800)
      expect(heard.event.id).toBe(told.headers['webhook-id'])
    }
  })
  it('during the day after a rotation fits the old secret and the new one', async () => {
    const both = {
      'webhook-signature': `v1,${btoa('nonsense')} ${told.headers['webhook-signature']} v2,abc`,
    }
    expect(await read(request({ headers: both }))).toMatchObject({ is: 'event' })
  })
  it.each([
    ['unsigned', { headers: { 'webhook-signature': '' } }],
    ['unsigned', { headers: { 'webhook-timestamp': 'now' } }],
    ['signature_wrong', { headers: { 'webhook-signature': 'v1,!!!' } }],
    ['signature_wrong', { headers: { 'webhook-id': 'evt_00000000000000000000000000' } }],
  ] as const)('is doubtful, %s, with %j', async (why, changed) => {
    expect(await read(request(changed))).toEqual({ is: 'doubtful', why })
  })
  it('is doubtful when one fen of it was changed', async () => {
    const body = told.body.replace('"units":4800', '"units":4801')
    expect(body).not.toBe(told.body)
    expect(await read(request({ body }))).toEqual({ is: 'doubtful', why: 'signature_wrong' })
  })
  it('is doubtful under another’s secret, and when it is played again later', async () => {
    expect(await read(request(), [OTHER])).toMatchObject({ why: 'signature_wrong' })
    const later = town.world.machine_ms() + 301_000
    expect(await read(request(), [secret], later)).toMatchObject({ why: 'too_old_or_early' })
  })
  it('cannot be read with what is no secret', async () => {
    await expect(read(request(), ['whsec_???'])).rejects.toThrow(TypeError)
  })
})
