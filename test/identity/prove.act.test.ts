import { beforeEach, describe, expect, it } from 'vitest'
import * as z from 'zod'
import '../../src/doors'
import { HOLDERS } from '../../src/demo/cast'
import { MINUTE_MS } from '../../src/kernel/time'
import { OPERATIONS } from '../../src/platform/http'
import { openTown, type Town } from './town'

const WANG = HOLDERS.wang.phone
const PIN = '739205'
let town: Town
let token: string

beforeEach(async () => {
  town = await openTown()
  token = (await town.signIn(WANG)).token
  town.advance(MINUTE_MS)
  await change(token, PIN)
})
const change = async (as: string, pin: string, key?: string) => {
  await town.post('/v1/me/sms-codes', { purpose: 'pin' }, { token: as })
  const body = { pin, code: await town.codeFor(WANG) }
  const said = await town.call('PUT', '/v1/me/pin', { token: as, body, ...(key ? { key } : {}) })
  town.advance(MINUTE_MS)
  return { said, body }
}
const prove = (as: string, pin = PIN) => town.post('/v1/me/proofs', { pin }, { token: as })

describe('a proof that it is the person', () => {
  it('is asked for with the way to give it, and lasts five minutes, in this session alone', async () => {
    const refused = (await change(token, '805172')).said
    expect(refused.status).toBe(403)
    expect(refused.body).toMatchObject({
      code: 'step_up_needed',
      step_up: {
        ways: ['pin', 'passkey'],
        prove_at: '/v1/me/proofs',
        passkey_at: '/v1/me/passkey-proofs',
        max_age_s: 300,
      },
    })
    const other = (await town.signIn(WANG)).token
    town.advance(MINUTE_MS)
    const proof = await prove(other)
    expect([proof.status, proof.body]).toMatchObject([201, { object: 'proof', by: 'pin' }])
    expect((await change(token, '805172')).said.status).toBe(403)
    expect((await change(other, '805172')).said.status).toBe(200)
  })
  it('is over to the millisecond', async () => {
    await prove(token)
    await town.post('/v1/me/sms-codes', { purpose: 'pin' }, { token })
    const code = await town.codeFor(WANG)
    const put = (pin: string) => town.call('PUT', '/v1/me/pin', { token, body: { pin, code } })
    town.advance(5 * MINUTE_MS - 1)
    expect((await put('111111')).body.code).toBe('pin_too_simple')
    town.advance(1)
    expect((await put('805172')).body.code).toBe('step_up_needed')
  })
  it('by a wrong PIN is none, and counts', async () => {
    for (let i = 0; i < 5; i++) expect((await prove(token, '000001')).body.code).toBe('pin_wrong')
    expect((await prove(token)).body.code).toBe('pin_locked')
    expect((await change(token, '805172')).said.status).toBe(403)
  })
  it('is not asked for again where the answer was lost', async () => {
    await prove(token)
    const { said, body } = await change(token, '805172', 'lost')
    town.advance(10 * MINUTE_MS)
    const again = await town.call('PUT', '/v1/me/pin', { token, body, key: 'lost' })
    expect([again.status, again.text]).toEqual([200, said.text])
  })
  it('ends with the session', async () => {
    await prove(token)
    await town.call('POST', '/v1/sessions/current/revocation', { token })
    expect((await change(token, '805172')).said.body.code).toBe('not_signed_in')
  })
})

/** All of them, on purpose by hand: a route that moves money to a new place belongs here. */
const WANTED = {
  acceptMandateShare: null,
  acceptMediationAsHolder: null,
  agreeToDivision: null,
  askForErasure: null,
  exportMyData: null,
  fileMandate: null,
  changeNumber: 'pin',
  enrolPasskey: null,
  giveRefundAccount: 'pin',
  inviteCompanion: 'pin',
  offerTransfer: 'pin',
  proposeDivision: null,
  putPin: 'old_pin',
  removePasskey: null,
  setCounterPin: 'pin',
  unfreezeCard: 'pin',
}
describe('the routes that want a proof', () => {
  const asking = OPERATIONS.filter(({ step_up }) => step_up !== undefined)
  it('are these', () => {
    const found = asking.map(({ operationId, step_up }) => [operationId, step_up?.or ?? null])
    expect(Object.fromEntries(found)).toEqual(WANTED)
  })
  it('write, let consumers in, and name a field of their body that an act checks', () => {
    for (const { operationId, method, policy, body, step_up } of asking) {
      expect(method, operationId).not.toBe('get')
      if (step_up?.of) expect(policy, operationId).toMatchObject({ [step_up.of]: 'own' })
      else expect(policy, operationId).toEqual({ consumer: 'own' })
      const fields = body instanceof z.ZodObject ? Object.keys(body.shape) : []
      if (step_up?.or) expect(fields, operationId).toContain(step_up.or)
    }
  })
})
