import { beforeEach, describe, expect, it } from 'vitest'
import { ENGINE } from '#storage'
import { checkBooks } from '../../src/books/check'
import { fromBase64 } from '../../src/environment/crypto'
import { DAY_MS } from '../../src/kernel/time'
import { sql } from '../../src/platform/d1'
import { codeAt, payCodeStep } from '../../src/redemptions/pay-code'
import { BREAD, type Counter, good, openCounter } from './support'

/** A phone that makes codes by itself from the key it was given, online or not. */
type Phone = { code: () => Promise<string> }
let counter: Counter
let card: string
beforeEach(async () => {
  counter = await openCounter()
  card = await counter.holds({ lots: [BREAD] })
})
const keyOn = async (token: string, card_id = card): Promise<Phone> => {
  const given = good(await counter.call('POST', `/v1/cards/${card_id}/pay-code-key`, { token }))
  const key = Uint8Array.from(fromBase64(String(given.key)))
  return {
    code: async () => codeAt(key, Number(given.alias), payCodeStep(counter.world.now())).digits,
  }
}
let amount = 1_000
const spend = async (phone: Phone) => {
  const reply = await counter.redeem({ code: await phone.code(), amount_fen: ++amount })
  return reply.status < 400 ? reply.status : reply.body.code
}
const signOut = (token: string, scope: 'current' | 'everywhere') =>
  counter.call('POST', scope === 'current' ? CURRENT : EVERYWHERE, { token })
const CURRENT = '/v1/sessions/current/revocation'
const EVERYWHERE = '/v1/sessions/revocation'
const newSession = () => counter.as(counter.li.id)

describe(`a key that ended pays nothing on ${ENGINE}`, () => {
  it('two days after its holder signed out everywhere, offline', async () => {
    const phone = await keyOn(counter.li.token)
    expect(await spend(phone)).toBe(201)
    expect((await signOut(counter.li.token, 'everywhere')).status).toBe(201)
    counter.advance(2 * DAY_MS)
    expect(await spend(phone)).toBe('code_invalid')
    expect((await checkBooks(counter.db)).divergences).toEqual([])
  })
  it('after its own device signed out; another device of the holder goes on', async () => {
    const [mine, other] = [await newSession(), await newSession()]
    const [phone, tablet] = [await keyOn(mine), await keyOn(other)]
    expect((await signOut(mine, 'current')).status).toBe(201)
    expect(await spend(phone)).toBe('code_invalid')
    expect(await spend(tablet)).toBe(201)
  })
  it('after its device was signed out from another one; that one goes on', async () => {
    const body = { subject_id: counter.li.id, device: 'l'.repeat(43) }
    const lost = good(await counter.call('POST', '/dev/sign-in', { body }))
    const [phone, tablet] = [await keyOn(String(lost.token)), await keyOn(await newSession())]
    const out = await counter.call('POST', `/v1/devices/${lost.device_id}/revocation`, {
      token: counter.li.token,
    })
    expect(out.status).toBe(200)
    expect(await spend(phone)).toBe('code_invalid')
    expect(await spend(tablet)).toBe(201)
  })
  it('after the PIN was replaced, though not when the first one is set', async () => {
    const phone = await keyOn(counter.li.token)
    await counter.setPin(counter.li)
    expect(await spend(phone)).toBe(201)
    counter.advance(DAY_MS / 24)
    await counter.setPin(counter.li)
    expect(await spend(phone)).toBe('code_invalid')
    expect(await spend(await keyOn(counter.li.token))).toBe(201)
  })
  it('on every card of a phone that was lost', async () => {
    const second = await counter.holds({ lots: [BREAD], service: '蛋糕' })
    const [one, two] = [await keyOn(counter.li.token), await keyOn(counter.li.token, second)]
    const lost = await counter.call('POST', `/v1/cards/${card}/freeze`, {
      token: counter.li.token,
      body: { reason: 'lost_phone' },
    })
    expect(lost.status).toBe(200)
    expect([await spend(one), await spend(two)]).toEqual(['code_invalid', 'code_invalid'])
    const again = await keyOn(counter.li.token, second)
    await counter.call('POST', `/v1/cards/${second}/pay-code-key/revocation`, {
      token: counter.li.token,
    })
    expect(await spend(again)).toBe('code_invalid')
  })
  it('not even in the moment between reading it and paying', async () => {
    const phone = await keyOn(counter.li.token)
    const code = await phone.code()
    const [paid, ended] = await Promise.all([
      counter.redeem({ code, amount_fen: 5_000 }),
      signOut(counter.li.token, 'everywhere'),
    ])
    expect(ended.status).toBe(201)
    expect([201, 422]).toContain(paid.status)
    expect(await spend(phone)).toBe('code_invalid')
    const dead = sql`INSERT INTO pay_code_uses (alias, step, redemption_id, used_at)
                     SELECT alias, 1, 'rdm_x', ${counter.world.now()} FROM pay_code_aliases`
    await expect(counter.db.batch([dead])).rejects.toThrow('code_locked')
  })
})

describe(`a key belongs to a device on ${ENGINE}`, () => {
  it('each has its own; one device asking again and again has one', async () => {
    const [mine, other] = [await newSession(), await newSession()]
    const ask = (token: string) => counter.call('POST', `/v1/cards/${card}/pay-code-key`, { token })
    const replies = await Promise.all([ask(mine), ask(mine), ask(other), ask(mine)])
    const aliases = replies.map((reply) => good(reply).alias)
    expect(new Set(aliases).size).toBe(2)
    expect(new Set([aliases[0], aliases[1], aliases[3]]).size).toBe(1)
  })
  it('ends with its session for readers, too', async () => {
    await keyOn(counter.li.token)
    good(await signOut(counter.li.token, 'everywhere'))
    const shown = await counter.call('GET', `/v1/cards/${card}/pay-code`, {
      token: await newSession(),
    })
    expect(shown.body.code).toBe('code_key_missing')
  })
})
