import { beforeEach, describe, expect, it } from 'vitest'
import { checkBooks } from '../../src/books/check'
import { client } from '../../src/client/client'
import { UnsureError } from '../../src/client/errors'
import { holderPhone } from '../../src/demo/cast'
import { sql } from '../../src/platform/d1'
import { asked } from '../support/asked'
import { BASE_URL } from '../support/wire'
import { FULL_FEN, openTill, page, problem, type Till } from './support'

let till: Till
beforeEach(async () => {
  till = await openTill()
})
const REDEEM = 'POST /v1/redemptions'
const keys = () => till.wire.sent.map(({ headers }) => headers.get('Idempotency-Key'))
const uses = async () => (await asked(till.db, sql`SELECT id FROM redemptions`)).length
/** ¥12 of the face cost ¥10. */
const ONE_USE_FEN = FULL_FEN - 1_000
const use = async () => till.cashier.ask(REDEEM, { body: await till.use(1_200) })

describe('an act whose request or answer is lost', () => {
  it.each([
    [['lost_before']],
    [['lost_after']],
    [['lost_before', 'lost_after', 'lost_before']],
    [['lost_after', 'lost_after', 'lost_after']],
    [['broken_off', 'lost_before']],
    [[page(502), 'lost_after', page(504)]],
  ] as const)('%j is done exactly once, under one key', async (mishaps) => {
    till.wire.mishaps = mishaps.map((one) => (one instanceof Response ? one.clone() : one))
    const said = await use()
    expect(said).toMatchObject({
      is: 'done',
      status: 201,
      replayed: mishaps.some((one) => one === 'lost_after' || one === 'broken_off'),
      attempts: mishaps.length + 1,
      answer: { object: 'redemption', units: 1_200 },
    })
    expect(new Set(keys()).size).toBe(1)
    expect(said.key).toBe(keys()[0])
    expect(await uses()).toBe(1)
    expect(await till.balance_fen()).toBe(ONE_USE_FEN)
    expect((await checkBooks(till.db)).divergences).toEqual([])
  })
  it('that stays unanswered is unsure, and its key asks again for what became of it', async () => {
    till.wire.mishaps = ['lost_after', 'lost_before', 'lost_before', 'lost_before']
    const body = await till.use(1_200)
    const said = await till.cashier.ask(REDEEM, { body })
    expect(said).toMatchObject({ is: 'unsure', status: null, problem: null, attempts: 4 })
    expect(said.is === 'unsure' && String(said.cause)).toBe('TypeError: fetch failed')
    expect(till.wire.waited_ms).toEqual([125, 250, 500])
    expect(await till.balance_fen()).toBe(ONE_USE_FEN)
    const again = await till.cashier.ask(REDEEM, { body }, { key: said.key ?? '' })
    expect(again).toMatchObject({ is: 'done', replayed: true })
    expect(await till.balance_fen()).toBe(ONE_USE_FEN)
  })
  it('is thrown with its key where an answer must be', async () => {
    till.wire.mishaps = ['lost_after', page(502), page(502), page(502)]
    const body = await till.use(1_200)
    const error = await till.cashier.must(REDEEM, { body }).catch((thrown: unknown) => thrown)
    if (!(error instanceof UnsureError)) throw error
    const { key } = error.outcome
    expect(key).toBe(keys()[0])
    expect(error.message).toContain(`ask again with key ${key}`)
    expect(error.outcome).toMatchObject({ is: 'unsure', status: 502, request_id: null })
  })
  it('that the service could not store is unsure, with its own words and the id of the request', async () => {
    const body = await till.use(1_200)
    till.faulty.next = () => 'before'
    const said = await till.cashier.ask(REDEEM, { body })
    till.faulty.next = () => null
    expect(said).toMatchObject({
      is: 'unsure',
      status: 500,
      problem: { code: 'internal_error' },
      request_id: expect.stringMatching(/^req_/),
    })
    expect(await till.balance_fen()).toBe(FULL_FEN)
  })
  it('that was committed behind a broken line of storage is done once', async () => {
    const body = await till.use(1_200)
    let batches = 0
    till.faulty.next = () => (++batches === 2 ? 'after' : null)
    expect(await till.cashier.ask(REDEEM, { body })).toMatchObject({ is: 'done' })
    expect(await uses()).toBe(1)
    expect(await till.balance_fen()).toBe(ONE_USE_FEN)
  })
})

describe('a refusal', () => {
  it('is certain when nothing went wrong before it, and costs one request', async () => {
    const body = await till.use(99_999_00)
    const said = await till.cashier.ask(REDEEM, { body })
    expect(said).toMatchObject({
      is: 'refused',
      status: 409,
      attempts: 1,
      problem: { code: 'redemption_exceeds_balance' },
    })
  })
  it('that is remembered under the key is certain for lost tries, too', async () => {
    till.wire.mishaps = ['lost_before']
    const said = await till.cashier.ask(REDEEM, { body: await till.use(99_999_00) })
    expect(said).toMatchObject({
      is: 'refused',
      attempts: 3,
      problem: { code: 'redemption_exceeds_balance' },
    })
  })
  it('that is not remembered says nothing of a try whose answer was lost', async () => {
    const body = await till.use(1_200)
    till.wire.mishaps = ['lost_after']
    // Between the two tries the cashier's session ends: the use is done, and the second try hears 401.
    till.wire.underway = () => {
      if (till.wire.sent.length === 2) till.advance(20 * 3_600_000)
    }
    const said = await till.cashier.ask(REDEEM, { body })
    expect(said).toMatchObject({ is: 'unsure', status: 401, problem: { code: 'session_expired' } })
    expect(await till.balance_fen()).toBe(ONE_USE_FEN)
    const later = till.client.yufubao.as('staff', await till.till())
    const again = await later.ask(REDEEM, { body }, { key: said.key ?? '' })
    expect(again).toMatchObject({ is: 'done', replayed: true })
  })
  it('for having come too early is tried again when the service says so', async () => {
    till.wire.mishaps = [problem(429, 'terminal_suspended', { 'Retry-After': '7' })]
    expect(await use()).toMatchObject({ is: 'done', attempts: 2 })
    expect(till.wire.waited_ms).toEqual([7_000])
  })
  it('for having come much too early is given back at once, and is certain', async () => {
    till.wire.mishaps = [problem(429, 'code_locked', { 'Retry-After': '900' })]
    const said = await use()
    expect(said).toMatchObject({ is: 'refused', status: 429, attempts: 1 })
    expect(said.headers.get('Retry-After')).toBe('900')
    expect(till.wire.waited_ms).toEqual([])
  })
  it('of a second sign-in code within a minute is the service’s own 429', async () => {
    const { yufubao } = till.client
    const body = { phone: holderPhone(777), kind: 'consumer', purpose: 'sign_in' } as const
    await yufubao.must('POST /v1/sms-codes', { body })
    const said = await yufubao.ask('POST /v1/sms-codes', { body })
    expect(said).toMatchObject({ is: 'refused', problem: { code: 'code_sent_too_often' } })
    expect(Number(said.headers.get('Retry-After'))).toBeGreaterThan(30)
  })
})

describe('the same request, still under way elsewhere', () => {
  it('is waited for as long as the service says, and answered', async () => {
    till.wire.mishaps = [problem(409, 'request_in_flight', { 'Retry-After': '2' })]
    expect(await use()).toMatchObject({ is: 'done', attempts: 2 })
    expect(till.wire.waited_ms).toEqual([2_000])
  })
  it('is unsure when it does not end', async () => {
    till.wire.mishaps = Array.from({ length: 4 }, () =>
      problem(409, 'request_in_flight', { 'Retry-After': '2' }),
    )
    const said = await use()
    expect(said).toMatchObject({ is: 'unsure', status: 409, attempts: 4 })
    expect(said.is === 'unsure' && said.problem?.code).toBe('request_in_flight')
  })
})

describe('somebody on the way', () => {
  it.each([page(200), page(403), page(302, { Location: 'https://thief.example/' })])(
    'who answers instead of the service decides nothing and is asked once (%#)',
    async (answer) => {
      till.wire.mishaps = [answer]
      const said = await use()
      expect(said).toMatchObject({ is: 'unsure', attempts: 1, request_id: null, problem: null })
      expect(till.wire.sent[0]?.redirect).toBe('manual')
    },
  )
  it('who asks for patience gets it', async () => {
    till.wire.mishaps = [page(503, { 'Retry-After': '3' })]
    expect(await use()).toMatchObject({ is: 'done', attempts: 2 })
    expect(till.wire.waited_ms).toEqual([3_000])
  })
})

describe('giving up', () => {
  it('before anything was sent is an end like any other', async () => {
    const body = await till.use(1_200)
    const asked = till.cashier.ask(REDEEM, { body }, { signal: AbortSignal.abort('closed') })
    await expect(asked).rejects.toBe('closed')
    expect(till.wire.sent).toEqual([])
  })
  it('an act that was sent leaves it unsure', async () => {
    const given_up = new AbortController()
    till.wire.underway = () => given_up.abort(new Error('the customer left'))
    const body = await till.use(1_200)
    const said = await till.cashier.ask(REDEEM, { body }, { signal: given_up.signal })
    expect(said).toMatchObject({ is: 'unsure', attempts: 1 })
    expect(said.key).toBe(keys()[0])
  })
  it('while waiting for the next try ends the waiting', async () => {
    const given_up = new AbortController()
    const waiting = client({
      base: BASE_URL,
      fetch: async () => {
        setTimeout(() => given_up.abort(new Error('closed')), 5)
        return page(503, { 'Retry-After': '3600' })
      },
      wait_ms_max: 4_000_000,
    })
    const said = await waiting.ask('GET /v1/city', {}, { signal: given_up.signal })
    expect(said).toMatchObject({ is: 'unsure', status: 503, attempts: 1, key: null })
    expect(said.is === 'unsure' && String(said.cause)).toBe('Error: closed')
  })
  it('a question throws the reason', async () => {
    const given_up = new AbortController()
    till.wire.underway = () => given_up.abort(new Error('closed'))
    const manner = { signal: given_up.signal }
    await expect(till.holder.must('GET /v1/cards', {}, manner)).rejects.toThrow('closed')
  })
  it('one try after its time is a try like any other', async () => {
    const slow = client({
      base: BASE_URL,
      fetch: ({ signal }) =>
        new Promise((_done, fail) => {
          signal.addEventListener('abort', () => fail(signal.reason as Error))
        }),
      sleep: async () => undefined,
      timeout_ms: 5,
      attempts_max: 2,
    })
    const said = await slow.ask('GET /v1/city')
    expect(said).toMatchObject({ is: 'unsure', attempts: 2 })
    expect(said.is === 'unsure' && (said.cause as Error).name).toBe('TimeoutError')
  })
})
