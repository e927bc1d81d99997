import { beforeEach, describe, expect, it } from 'vitest'
import { ENGINE } from '#storage'
import { checkBooks } from '../../src/books/check'
import { fromBase64 } from '../../src/environment/crypto'
import { MINUTE_MS } from '../../src/kernel/time'
import { codeAt, payCodeStep } from '../../src/redemptions/pay-code'
import type { AnyReply } from '../support/addresses'
import { atOnce, BREAD, type Counter, good, openCounter, tally } from './support'

let counter: Counter
let card: string
beforeEach(async () => {
  counter = await openCounter()
  card = await counter.holds({ lots: [BREAD] })
})
const outcome = ({ status, body }: AnyReply) => (status < 400 ? String(status) : body.code)
let amount = 100
const use = async (code: string) => outcome(await counter.redeem({ code, amount_fen: ++amount }))
const shown = async (token = counter.li.token) =>
  good(await counter.call('GET', `/v1/cards/${card}/pay-code`, { token }))
const another = (token = counter.li.token, key?: string) =>
  counter.call('POST', `/v1/cards/${card}/pay-code-key/renewal`, {
    token,
    ...(key ? { key } : {}),
  })

describe(`the next code on ${ENGINE}`, () => {
  it('is there at once after a use, within the same thirty seconds, as often as somebody pays', async () => {
    const used = new Set<string>()
    for (let i = 0; i < 7; i++) {
      const { digits } = await counter.code(card)
      expect(used.has(digits)).toBe(false)
      used.add(digits)
      expect(await use(digits)).toBe('201')
      expect(await use(digits)).toBe('code_used')
    }
    expect((await checkBooks(counter.db)).divergences).toEqual([])
  })
  it('is shown without asking for a key: the next step, then the one before, then none', async () => {
    await counter.key(card)
    counter.advance(MINUTE_MS)
    const codes = []
    for (let i = 0; i < 3; i++) {
      const { digits, valid_until } = await shown()
      codes.push(digits)
      expect(valid_until > counter.world.now()).toBe(true)
      expect(await use(digits)).toBe('201')
    }
    expect(new Set(codes).size).toBe(3)
    const none = await counter.call('GET', `/v1/cards/${card}/pay-code`, {
      token: counter.li.token,
    })
    expect(outcome(none)).toBe('code_key_missing')
    expect(await use((await counter.code(card)).digits)).toBe('201')
    expect(await use(codes[0] ?? '')).toBe('code_used')
  })
  it('by 换一个码 is another one, and the one that was seen is void', async () => {
    const { digits, qr } = await counter.code(card)
    expect((await another()).status).toBe(201)
    const next = await shown()
    expect(next.digits).not.toBe(digits)
    expect([await use(digits), await use(qr)]).toEqual(['code_invalid', 'code_invalid'])
    expect(await use(next.digits)).toBe('201')
  })
  it('leaves the holder’s other device alone, also offline', async () => {
    const [phone, tablet] = [await counter.as(counter.li.id), await counter.as(counter.li.id)]
    await counter.call('POST', `/v1/cards/${card}/pay-code-key`, { token: phone })
    const given = good(
      await counter.call('POST', `/v1/cards/${card}/pay-code-key`, { token: tablet }),
    )
    const key = Uint8Array.from(fromBase64(String(given.key)))
    await another(phone)
    counter.advance(2 * MINUTE_MS)
    const offline = codeAt(key, Number(given.alias), payCodeStep(counter.world.now()))
    expect(await use(offline.digits)).toBe('201')
    expect(await use((await shown(phone)).digits)).toBe('201')
  })
  it('is one, however often its request is sent, and the last of several taps', async () => {
    await counter.code(card)
    const { token } = counter.li
    const same = await atOnce(5, () => another(token, 'one-tap'))
    expect(new Set(same.map((reply) => good(reply).alias)).size).toBe(1)
    const taps = await atOnce(4, () => another(token))
    expect(tally(taps)).toEqual({ 201: 4 })
    const live = Number((await shown()).digits.slice(2, 11))
    expect(taps.map((reply) => Number(good(reply).alias))).toContain(live)
  })
  it('either pays once or is void, when it is changed while the till takes it', async () => {
    const { digits } = await counter.code(card)
    const [paid, changed] = await Promise.all([
      counter.redeem({ code: digits, amount_fen: 5_000 }),
      another(),
    ])
    expect(changed.status).toBe(201)
    expect(['201', 'code_invalid']).toContain(outcome(paid))
    expect(['code_used', 'code_invalid']).toContain(await use(digits))
    expect((await checkBooks(counter.db)).divergences).toEqual([])
  })
  it('is given twenty times within ten minutes, whoever asks at once, and then again later', async () => {
    const replies = await atOnce(26, () => another())
    const counted = tally(replies)
    expect(counted['201']).toBeLessThanOrEqual(20)
    while ((await another()).status === 201);
    const late = await another()
    expect([outcome(late), late.headers.get('Retry-After')]).toEqual([
      'pay_codes_asked_too_often',
      '600',
    ])
    const rows = await counter.rows({ text: 'SELECT alias FROM pay_code_aliases', values: [] })
    expect(rows).toHaveLength(20)
    counter.advance(10 * MINUTE_MS)
    expect((await another()).status).toBe(201)
  })
  it('is for its holder alone', async () => {
    expect(outcome(await another(counter.wang.token))).toBe('card_not_found')
    expect((await another(await counter.till())).status).toBe(403)
  })
})
