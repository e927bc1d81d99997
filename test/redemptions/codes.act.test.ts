import { beforeEach, describe, expect, it } from 'vitest'
import { ENGINE } from '#storage'
import { HOUR_MS, MINUTE_MS, SECOND_MS } from '../../src/kernel/time'
import { one, sql } from '../../src/platform/d1'
import type { AnyReply } from '../support/addresses'
import { atOnce, BREAD, type Counter, good, openCounter, tally } from './support'

let counter: Counter
let card: string
beforeEach(async () => {
  counter = await openCounter()
  card = await counter.holds({ lots: [BREAD] })
})
const STEP = 30 * SECOND_MS
/** A code with the right alias and a wrong OTP. */
const wrong = (digits: string, by = 1) =>
  digits.slice(0, 11) + String((Number(digits.slice(11)) + by) % 10_000_000).padStart(7, '0')
const aliasRow = (digits: string) =>
  one(
    counter.db,
    sql<{
      bad_tries: number
      locked_until: string | null
      revoked_at: string | null
    }>`SELECT bad_tries, locked_until, revoked_at FROM pay_code_aliases WHERE alias = ${Number(digits.slice(2, 11))}`,
  )
const outcome = ({ status, body }: AnyReply) => (status < 400 ? String(status) : body.code)
/** An amount never used before, so that only the code is in question. */
let amount = 100
const use = async (code: string, token?: string) =>
  outcome(await counter.redeem({ code, amount_fen: ++amount }, token ? { token } : {}))

describe(`a pay code on ${ENGINE}`, () => {
  it('is shown for the holder to read out, with its times', async () => {
    counter.advance(12 * SECOND_MS)
    const code = await counter.code(card)
    expect(code).toEqual({
      object: 'pay_code',
      card_id: card,
      merchant_name: '海棠面包房',
      digits: expect.stringMatching(/^81[1-9]\d{15}$/),
      digits_spoken: code.digits.replace(/^(.{4})(.{4})(.{4})(.{4})/, '$1 $2 $3 $4 '),
      qr: expect.stringMatching(/^YFB1[A-Z2-7]{31}$/),
      valid_from: '2026-03-02T01:00:00.000Z',
      valid_until: '2026-03-02T01:01:00.000Z',
      refresh_after_s: 18,
    })
  })
  it.each([
    ['digits', (c: { digits: string }) => c.digits],
    ['digits in groups', (c: { digits_spoken: string }) => c.digits_spoken],
    [
      'full-width digits',
      (c: { digits: string }) =>
        [...c.digits].map((d) => String.fromCharCode(d.charCodeAt(0) + 0xfee0)).join(''),
    ],
    ['QR', (c: { qr: string }) => c.qr],
    ['QR in small letters', (c: { qr: string }) => ` ${c.qr.toLowerCase()} `],
  ] as const)('is taken as %s', async (_name, written) => {
    expect(await use(written(await counter.code(card)))).toBe('201')
  })
  it.each([
    [-2, 'code_invalid'],
    [-1, '201'],
    [1, '201'],
    [2, 'code_invalid'],
  ])('shown by a phone %i steps off is answered %s', async (steps, answer) => {
    counter.advance(10 * MINUTE_MS + steps * STEP)
    const { digits } = await counter.code(card)
    counter.advance(-steps * STEP)
    expect(await use(digits)).toBe(answer)
  })
  it('opens nothing in another shop', async () => {
    const { digits, qr } = await counter.code(card)
    const token = await counter.till(counter.other)
    expect([await use(digits, token), await use(qr, token)]).toEqual([
      'code_invalid',
      'code_invalid',
    ])
    expect(await aliasRow(digits)).toMatchObject({ bad_tries: 0 })
    expect(await use(digits)).toBe('201')
  })
  it('answers every way of being wrong alike', async () => {
    const { digits } = await counter.code(card)
    const token = await counter.till(counter.other)
    const elsewhere = await counter.redeem({ code: digits, amount_fen: 100 }, { token })
    const said = [elsewhere]
    for (const code of ['819999999991234567', wrong(digits), '不是消费码', 'YFB1', 'a'])
      said.push(await counter.redeem({ code, amount_fen: 100 }))
    const seen = said.map(({ status, body: { request_id, ...body } }) => ({ status, body }))
    for (const one of seen) expect(one).toEqual(seen[0])
  })
})

describe(`a key for codes on ${ENGINE}`, () => {
  it('makes the same codes on the phone as the service does', async () => {
    const key = good(await counter.key(card))
    const { digits, qr } = await counter.code(card)
    const raw = Uint8Array.from(atob(key.key.replace(/-/g, '+').replace(/_/g, '/')), (c) =>
      c.charCodeAt(0),
    )
    const hmac = { name: 'HMAC', hash: 'SHA-256' }
    const imported = await crypto.subtle.importKey('raw', raw, hmac, false, ['sign'])
    const message = new DataView(new ArrayBuffer(16))
    message.setBigUint64(0, BigInt(key.alias))
    const step = BigInt(Math.floor(Date.parse(counter.world.now()) / (key.step_seconds * 1000)))
    message.setBigUint64(8, step)
    const tag = new DataView(await crypto.subtle.sign('HMAC', imported, message.buffer))
    const word = tag.getUint32(tag.getUint8(31) & 15) & 0x7fffffff
    expect(digits).toBe(`81${key.alias}${String(word % 10_000_000).padStart(7, '0')}`)
    expect(qr).toHaveLength(35)
  })
  it('is the same when asked again, and is nowhere in storage', async () => {
    const first = await counter.key(card, counter.li, 'k')
    const [again, anew] = [await counter.key(card, counter.li, 'k'), await counter.key(card)]
    expect(first.status).toBe(201)
    expect(again.text).toBe(first.text)
    expect(anew.body).toEqual(first.body)
    expect(first.body).toMatchObject({
      expires_at: '2026-03-03T01:00:00.000Z',
      grace_ends_at: '2026-03-05T01:00:00.000Z',
      step_seconds: 30,
    })
    const stored = [await counter.everything(), await counter.rows(sql`SELECT * FROM journal`)]
    expect(JSON.stringify(stored)).not.toContain(first.body.key)
  })
  it('is one key, however many phones ask at once', async () => {
    const keys = await atOnce(8, () => counter.key(card))
    expect(new Set(keys.map((reply) => good(reply).alias)).size).toBe(1)
  })
  it('changes each day; the old one works for three days from its issue', async () => {
    const old = good(await counter.key(card))
    counter.advance(24 * HOUR_MS - SECOND_MS)
    expect(good(await counter.key(card)).alias).toBe(old.alias)
    const { digits: last } = await counter.code(card)
    counter.advance(SECOND_MS)
    const young = good(await counter.key(card))
    expect(young.alias).not.toBe(old.alias)
    expect(young.key).not.toBe(old.key)
    expect(await use(last)).toBe('201')
  })
  it.each([
    [72 * HOUR_MS - SECOND_MS, '201'],
    [72 * HOUR_MS, 'code_invalid'],
  ])('without the net for %i ms is answered %s', async (ms, answer) => {
    // A phone that was offline since the first day shows what its key gives now.
    const { codeAt, payCodeStep: stepOf } = await import('../../src/redemptions/pay-code')
    const { alias, key } = good(await counter.key(card))
    counter.advance(ms)
    const raw = Uint8Array.from(atob(key.replace(/-/g, '+').replace(/_/g, '/')), (c) =>
      c.charCodeAt(0),
    )
    const { digits } = codeAt(raw, alias, stepOf(counter.world.now()))
    expect(await use(digits)).toBe(answer)
  })
  it('is worth nothing once its loss was told', async () => {
    const { digits } = await counter.code(card)
    const path = `/v1/cards/${card}/pay-code-key/revocation` as const
    const told = await counter.call('POST', path, { token: counter.li.token })
    expect([told.status, told.body.card_id]).toEqual([200, card])
    expect(await use(digits)).toBe('code_invalid')
    const { token } = counter.li
    const shown = await counter.call('GET', `/v1/cards/${card}/pay-code`, { token })
    expect(shown.body.code).toBe('code_key_missing')
    expect(await use((await counter.code(card)).digits)).toBe('201')
  })
  it('is the holder’s alone', async () => {
    const { token } = counter.wang
    await counter.key(card)
    const replies = [
      await counter.key(card, counter.wang),
      await counter.call('GET', `/v1/cards/${card}/pay-code`, { token }),
      await counter.call('POST', `/v1/cards/${card}/pay-code-key/revocation`, { token }),
    ]
    expect(replies.map(({ status, body }) => [status, body.code])).toEqual(
      Array(3).fill([404, 'card_not_found']),
    )
  })
  it.each(['frozen', 'closed'])('is not handed out for a %s card', async (status) => {
    await counter.db.batch([sql`UPDATE cards SET status = ${status}, version = version + 1`])
    expect((await counter.key(card)).body.code).toBe(`card_${status}`)
  })
})

describe(`guessing codes on ${ENGINE}`, () => {
  it('locks an alias for 15 minutes at the fifth wrong try, and ends it at the tenth', async () => {
    const { digits } = await counter.code(card)
    for (let i = 1; i <= 5; i++) expect(await use(wrong(digits, i))).toBe('code_invalid')
    expect(await use(digits)).toBe('code_locked')
    counter.advance(15 * MINUTE_MS)
    const fresh = (await counter.code(card)).digits
    expect(fresh.slice(0, 11)).toBe(digits.slice(0, 11))
    for (let i = 1; i <= 5; i++) expect(await use(wrong(fresh, i))).toBe('code_invalid')
    expect((await aliasRow(digits))?.revoked_at).not.toBe(null)
    counter.advance(15 * MINUTE_MS)
    const anew = (await counter.code(card)).digits
    expect(anew.slice(0, 11)).not.toBe(digits.slice(0, 11))
    expect(await use(anew)).toBe('201')
  })
  it('forgets wrong tries after a good one', async () => {
    const { digits } = await counter.code(card)
    for (let i = 1; i <= 4; i++) await use(wrong(digits, i))
    expect(await use(digits)).toBe('201')
    expect(await aliasRow(digits)).toMatchObject({ bad_tries: 0, locked_until: null })
  })
  it('counts a wrong try once, however often its request is sent', async () => {
    const { digits } = await counter.code(card)
    const token = await counter.till()
    const body = { code: wrong(digits), amount_fen: 100 }
    const replies = await atOnce(10, () => counter.redeem(body, { token, key: 'same' }))
    expect(tally(replies)).toEqual({ code_invalid: 10 })
    expect(await aliasRow(digits)).toMatchObject({ bad_tries: 1 })
  })
  it('suspends one shop at the twentieth wrong code of a minute, and no other', async () => {
    const { digits } = await counter.code(card)
    for (let i = 0; i < 20; i++)
      expect(await use(`81${900_000_000 + i}1234567`)).toBe('code_invalid')
    expect(await use(digits)).toBe('terminal_suspended')
    expect(await use(digits, await counter.till(counter.other))).toBe('code_invalid')
    counter.advance(MINUTE_MS)
    expect(await use((await counter.code(card)).digits)).toBe('201')
  })
})
