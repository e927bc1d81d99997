import { createHmac } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { stripeProvider } from '../../src/payments/stripe'

const NOW_MS = Date.parse('2026-03-02T01:00:00.000Z')
const NOW_S = NOW_MS / 1000
const OLD = 'whsec_of_last_year_00000000'
const NEW = 'whsec_of_this_year_00000000'

type Answer = { status?: number; body?: unknown; fails?: boolean }
/** A provider that says whatever it likes: `answers` in order, the last one for ever. */
function strangeProvider(answers: Answer[], webhook_secrets = [NEW, OLD]) {
  const asked: { method: string; path: string; key: string | null; body: string }[] = []
  const fetch = async (url: string | URL | Request, init?: RequestInit) => {
    const request = new Request(url, init)
    asked.push({
      method: request.method,
      path: new URL(request.url).pathname,
      key: request.headers.get('idempotency-key'),
      body: await request.text(),
    })
    const answer = answers[Math.min(asked.length, answers.length) - 1] ?? {}
    if (answer.fails) throw new TypeError('connection lost')
    const body = typeof answer.body === 'string' ? answer.body : JSON.stringify(answer.body)
    return new Response(body, { status: answer.status ?? 200 })
  }
  const now_ms = () => NOW_MS
  const settings = { secret_key: 'sk_test_x', webhook_secrets, host: null, fetch, now_ms }
  return { payments: stripeProvider(settings), asked }
}
const anIntent = (over: object = {}) => ({
  id: 'pi_1',
  object: 'payment_intent',
  status: 'succeeded',
  amount: 20_000,
  amount_received: 20_000,
  currency: 'cny',
  metadata: { our_no: 'NO1' },
  client_secret: 'pi_1_secret',
  next_action: null,
  last_payment_error: null,
  ...over,
})
const anEvent = (over: object = {}) => ({
  id: 'evt_1',
  object: 'event',
  livemode: false,
  type: 'payment_intent.succeeded',
  created: NOW_S,
  data: { object: anIntent() },
  ...over,
})
const sign = (raw: string, secret: string, at_s: number | string = NOW_S) =>
  `t=${at_s},v1=${createHmac('sha256', secret).update(`${at_s}.${raw}`).digest('hex')}`
const verify = (raw: string, header: string | null, secrets?: string[]) =>
  strangeProvider([], secrets).payments.verifyNotice(
    raw,
    new Headers(header === null ? {} : { 'Stripe-Signature': header }),
  )
const raw = JSON.stringify(anEvent())

describe('verifyNotice', () => {
  it('reads a signed notice', async () => {
    expect(await verify(raw, sign(raw, NEW))).toMatchObject({
      event_id: 'evt_1',
      kind: 'succeeded',
      happened_at: '2026-03-02T01:00:00.000Z',
      payment: { provider_ref: 'pi_1', state: 'succeeded', amount_fen: 20_000, our_no: 'NO1' },
    })
  })
  it('takes either secret while one is being rotated, and neither afterwards', async () => {
    expect((await verify(raw, sign(raw, OLD))).event_id).toBe('evt_1')
    await expect(verify(raw, sign(raw, OLD), [NEW])).rejects.toThrow('signature_invalid')
  })
  it('takes a header with several signatures if one of them is right', async () => {
    const header = `t=${NOW_S},v1=${'0'.repeat(64)},${sign(raw, NEW).split(',')[1]}`
    expect((await verify(raw, header)).event_id).toBe('evt_1')
  })
  it.each([-300, 300])('takes a notice %i s away', async (away_s) => {
    expect((await verify(raw, sign(raw, NEW, NOW_S + away_s))).event_id).toBe('evt_1')
  })
  it.each([-301, 301, 365 * 86_400, -365 * 86_400])('refuses one %i s away', async (away_s) => {
    await expect(verify(raw, sign(raw, NEW, NOW_S + away_s))).rejects.toThrow('signature_invalid')
  })
  it.each<[string, string | null]>([
    ['no header', null],
    ['an empty header', ''],
    ['a header of noise', 'hello'],
    ['no signature', `t=${NOW_S}`],
    ['an old scheme only', sign(raw, NEW).replace('v1=', 'v0=')],
    ['another secret', sign(raw, 'whsec_of_somebody_else_0000')],
    ['a signature for another body', sign(`${raw} `, NEW)],
    ['two times', `t=${NOW_S - 400},${sign(raw, NEW)}`],
    ['a time with a tail', sign(raw, NEW, `${NOW_S}abc`)],
    ['a negative time', sign(raw, NEW, -NOW_S)],
  ])('refuses %s', async (_what, header) => {
    await expect(verify(raw, header)).rejects.toThrow('signature_invalid')
  })
  it('refuses the same words spelt with other bytes', async () => {
    const spaced = JSON.stringify(anEvent(), null, 1)
    await expect(verify(spaced, sign(raw, NEW))).rejects.toThrow('signature_invalid')
  })
  it.each(['', '{', 'null', '[]', '{}', '"evt_1"', JSON.stringify(anEvent({ id: 'query:pi_1' }))])(
    'refuses a signed body that is no event: %s',
    async (body) => {
      await expect(verify(body, sign(body, NEW))).rejects.toThrow('signature_invalid')
    },
  )
  it('keeps a signed success that it cannot read for a person', async () => {
    for (const odd of [{ amount_received: 1.5 }, { id: 'ch_1' }, { currency: 'CNY￥' }]) {
      const body = JSON.stringify(anEvent({ data: { object: anIntent(odd) } }))
      const notice = await verify(body, sign(body, NEW))
      expect(notice).toMatchObject({ kind: 'succeeded', payment: null })
    }
  })
  it('counts what was received, not what was asked for', async () => {
    const object = anIntent({ amount_received: 19_999 })
    const body = JSON.stringify(anEvent({ data: { object } }))
    expect((await verify(body, sign(body, NEW))).payment?.amount_fen).toBe(19_999)
  })
  it('tells a refund and a dispute from events that move nothing', async () => {
    const charge = { payment_intent: 'pi_1', amount: 20_000, amount_refunded: 500, currency: 'cny' }
    const of = async (type: string, object: object) => {
      const body = JSON.stringify(anEvent({ type, data: { object } }))
      return verify(body, sign(body, NEW))
    }
    expect(await of('charge.refunded', charge)).toMatchObject({
      kind: 'other',
      payment: { provider_ref: 'pi_1', amount_fen: 500 },
    })
    expect(await of('charge.dispute.created', charge)).toMatchObject({ kind: 'other' })
    expect(await of('charge.succeeded', charge)).toMatchObject({ kind: 'other', payment: null })
    expect(await of('payment_intent.created', anIntent())).toMatchObject({ payment: null })
  })
})

describe('a call to the provider', () => {
  const confirming = {
    our_no: 'NO1',
    provider_ref: 'pi_1',
    method: 'pm_card_visa',
    attempt: 2,
    return_url: 'https://x.example/c',
  }
  it('carries a key made from our order', async () => {
    const { payments, asked } = strangeProvider([{ body: anIntent() }])
    await payments.create({ our_no: 'NO1', amount_fen: 20_000, subject: 's' })
    await payments.confirm(confirming)
    expect(asked.map(({ path, key }) => [path, key])).toEqual([
      ['/v1/payment_intents', 'NO1'],
      ['/v1/payment_intents/pi_1/confirm', 'NO1-2'],
    ])
    expect(new URLSearchParams(asked[0]!.body).get('metadata[our_no]')).toBe('NO1')
  })
  it('tries once more under the same key, then calls it unclear', async () => {
    const { payments, asked } = strangeProvider([{ fails: true }])
    expect(await payments.confirm(confirming)).toMatchObject({
      state: 'unclear',
      provider_ref: 'pi_1',
    })
    expect(asked.map(({ key }) => key)).toEqual(['NO1-2', 'NO1-2'])
  })
  it.each<[string, Answer]>([
    ['a server error', { status: 500, body: { error: { type: 'api_error', message: 'x' } } }],
    ['a page of HTML', { body: '<html>' }],
    ['somebody else’s payment', { body: anIntent({ id: 'pi_2' }) }],
    ['half a fen', { body: anIntent({ amount_received: 0.5 }) }],
    ['a state of its own', { body: anIntent({ status: 'paid_in_full' }) }],
    ['an array', { body: [] }],
  ])('takes %s for unclear', async (_what, answer) => {
    const { payments } = strangeProvider([answer])
    expect((await payments.query('pi_1')).state).toBe('unclear')
  })
  it('follows no link but to the web', async () => {
    const next_action = { redirect_to_url: { url: 'javascript:alert(1)' } }
    const odd = anIntent({ status: 'requires_action', next_action })
    expect((await strangeProvider([{ body: odd }]).payments.query('pi_1')).state).toBe('unclear')
    const good = anIntent({
      status: 'requires_action',
      next_action: { redirect_to_url: { url: 'https://bank.example/3ds' } },
    })
    expect(await strangeProvider([{ body: good }]).payments.query('pi_1')).toMatchObject({
      state: 'requires_action',
      action_url: 'https://bank.example/3ds',
    })
  })
  it('knows a decline, and passes its word on', async () => {
    const error = {
      type: 'card_error',
      code: 'card_declined',
      decline_code: 'lost_card',
      message: 'x',
    }
    const { payments } = strangeProvider([{ status: 402, body: { error } }])
    expect(await payments.confirm(confirming)).toMatchObject({
      state: 'declined',
      reason: 'lost_card',
    })
  })
  it('asks what became of a payment that is already confirmed or canceled', async () => {
    const error = {
      type: 'invalid_request_error',
      code: 'payment_intent_unexpected_state',
      message: 'x',
    }
    const confirmed = strangeProvider([{ status: 400, body: { error } }, { body: anIntent() }])
    expect((await confirmed.payments.confirm(confirming)).state).toBe('succeeded')
    const canceled = strangeProvider([{ status: 400, body: { error } }, { body: anIntent() }])
    expect((await canceled.payments.cancel('pi_1')).state).toBe('succeeded')
  })
  it('takes a rival’s key in use, and a key used for another card, for unclear', async () => {
    const in_use = { type: 'idempotency_error', code: 'idempotency_key_in_use', message: 'x' }
    const reused = { type: 'idempotency_error', message: 'x' }
    for (const answer of [
      { status: 409, body: { error: in_use } },
      { status: 400, body: { error: reused } },
    ]) {
      expect((await strangeProvider([answer]).payments.confirm(confirming)).state).toBe('unclear')
    }
  })
  it('refuses by name when our key is wrong, and tells the log why', async () => {
    const error = { type: 'invalid_request_error', message: 'Invalid API Key' }
    const { payments } = strangeProvider([{ status: 401, body: { error } }])
    const order = { our_no: 'NO1', amount_fen: 1, subject: 's' }
    await expect(payments.create(order)).rejects.toThrow('payment_refused')
  })
})
