import { beforeAll, describe, expect, it } from 'vitest'
import { ENGINE } from '#storage'
import { checkBooks } from '../../src/books/check'
import { holderPhone } from '../../src/demo/cast'
import { one, sql } from '../../src/platform/d1'
import { expireRedemptions } from '../../src/redemptions/confirm'
import { asked } from '../support/asked'
import { type City, type HeldCard, openCity, type Shop } from '../support/city'

const MINUTE = 60_000
const DAY = 86_400_000
const PIN = '739152'

describe(`redemption by pay code on ${ENGINE}`, () => {
  let city: City
  let bakery: Shop
  let salon: Shop
  let phones = 0

  beforeAll(async () => {
    city = await openCity()
    bakery = await city.opens(0)
    salon = await city.opens(2)
  })
  /** A holder of their own for every test: 充 1000 送 200 at the bakery. */
  const someone = async (offer = 1, shop = bakery) => {
    const holder = await city.joins(holderPhone(++phones))
    const card = await city.buys(holder, shop, offer)
    return { holder: holder.id, card }
  }
  const codeOf = async (holder: string, card: HeldCard) => {
    const token = await city.as(holder)
    await city.call('POST', `/v1/cards/${card.id}/pay-code-key`, { token, body: {} })
    return (await city.call('GET', `/v1/cards/${card.id}/pay-code`, { token })).body as {
      digits: string
      qr: string
    }
  }
  const use = async (
    code: string,
    what: object,
    options: { shop?: Shop; key?: string; token?: string } = {},
  ) => {
    const token = options.token ?? (await city.as((options.shop ?? bakery).cashier_id))
    return city.call('POST', '/v1/redemptions', {
      token,
      body: { code, ...what },
      ...(options.key ? { key: options.key } : {}),
    })
  }
  const balance = async (account: string) =>
    (await one(
      city.db,
      sql<{ balance_fen: number }>`SELECT balance_fen FROM ledger_accounts WHERE id = ${account}`,
    ))!.balance_fen
  const money = async () =>
    JSON.stringify([
      await asked(city.db, sql`SELECT * FROM ledger_accounts ORDER BY id`),
      await asked(city.db, sql`SELECT * FROM lots ORDER BY id`),
      await asked(city.db, sql`SELECT * FROM cards ORDER BY id`),
      await asked(city.db, sql`SELECT * FROM merchant_totals ORDER BY merchant_id`),
    ])

  it('releases the cash share, in two round trips, and gives a receipt', async () => {
    const { holder, card } = await someone()
    const { digits } = await codeOf(holder, card)
    const reply = await use(digits, { amount_fen: 6_000 })
    expect(reply.status).toBe(201)
    expect(reply.headers.get('x-d1-round-trips')).toBe('2')
    expect(reply.body).toMatchObject({
      status: 'succeeded',
      units: 6_000,
      released_fen: 5_000,
      balance_after_units: 114_000,
      escrow_after_fen: 95_000,
      message: '已付 ¥60.00，还剩 ¥1,140.00',
    })
    expect(await balance(`escrow:${card.id}`)).toBe(95_000)
    const seen = await city.call('GET', `/v1/redemptions/${reply.body.id}`, {
      token: await city.as(holder),
    })
    expect(seen.body).toEqual(reply.body)
  })
  it('takes one of fifty shows of one code, whatever the keys', async () => {
    const { holder, card } = await someone()
    const { qr } = await codeOf(holder, card)
    const token = await city.as(bakery.cashier_id)
    const replies = await Promise.all(
      Array.from({ length: 50 }, () => use(qr, { amount_fen: 1_200 }, { token })),
    )
    expect(replies.filter(({ status }) => status === 201)).toHaveLength(1)
    const others = new Set(
      replies.filter(({ status }) => status !== 201).map(({ body }) => body.code),
    )
    expect(
      [...others].filter((code) => code !== 'code_used' && code !== 'card_changed_meanwhile'),
    ).toEqual([])
    expect(await balance(`escrow:${card.id}`)).toBe(99_000)
  })
  it('answers twins under one key with one use', async () => {
    const { holder, card } = await someone()
    const { digits } = await codeOf(holder, card)
    const token = await city.as(bakery.cashier_id)
    const replies = await Promise.all(
      Array.from({ length: 12 }, () =>
        use(digits, { amount_fen: 1_200 }, { token, key: `twin-${card.id}` }),
      ),
    )
    expect(new Set(replies.map(({ text }) => text)).size).toBe(1)
    expect(replies[0]!.status).toBe(201)
    expect(await balance(`escrow:${card.id}`)).toBe(99_000)
  })
  it('is worth nothing at another shop, and leaves the money as it was', async () => {
    const { holder, card } = await someone()
    const { digits } = await codeOf(holder, card)
    const before = await money()
    const reply = await use(digits, { amount_fen: 100 }, { shop: salon })
    expect([reply.status, reply.body.code]).toEqual([422, 'code_invalid'])
    expect(await money()).toBe(before)
  })
  it.each([
    [-31_000, 201],
    [31_000, 201],
    [61_000, 422],
  ])('shown %i ms off is answered %i', async (off, status) => {
    const { holder, card } = await someone()
    city.advance(2 * MINUTE)
    const { digits } = await codeOf(holder, card)
    if (off < 0) return expect((await use(digits, { amount_fen: 100 })).status).toBe(status)
    city.advance(off)
    expect((await use(digits, { amount_fen: 100 })).status).toBe(status)
  })
  it('locks an alias after five wrong tries, exactly, and opens it again', async () => {
    const { holder, card } = await someone()
    city.advance(2 * MINUTE)
    const { digits } = await codeOf(holder, card)
    const wrong = digits.slice(0, -1) + ((Number(digits.at(-1)) + 1) % 10)
    const token = await city.as(bakery.cashier_id)
    const replies = await Promise.all(
      Array.from({ length: 15 }, () => use(wrong, { amount_fen: 100 }, { token })),
    )
    expect(replies.filter(({ body }) => body.code === 'code_invalid')).toHaveLength(5)
    expect(replies.filter(({ body }) => body.code === 'code_locked')).toHaveLength(10)
    expect((await use(digits, { amount_fen: 100 })).body.code).toBe('code_locked')
    city.advance(16 * MINUTE)
    const fresh = await codeOf(holder, card)
    expect((await use(fresh.digits, { amount_fen: 100 })).status).toBe(201)
  })
  it('suspends a shop that shows twenty wrong codes in a minute, until the minute ends', async () => {
    city.advance(2 * MINUTE)
    const token = await city.as(salon.cashier_id)
    const tries = Array.from({ length: 30 }, (_, i) =>
      use(`81${100_000_000 + i}1234567`, { visits: 1 }, { token }),
    )
    const replies = await Promise.all(tries)
    expect(replies.filter(({ body }) => body.code === 'code_invalid')).toHaveLength(20)
    expect(replies.filter(({ body }) => body.code === 'terminal_suspended')).toHaveLength(10)
    city.advance(MINUTE)
    expect((await use('811234567891234567', { visits: 1 }, { shop: salon })).body.code).toBe(
      'code_invalid',
    )
  })
  it('lets a smaller amount follow on the same code when the balance was not enough', async () => {
    const { holder, card } = await someone()
    const { digits } = await codeOf(holder, card)
    const refused = await use(digits, { amount_fen: 120_001 })
    expect(refused.body).toMatchObject({
      code: 'redemption_exceeds_balance',
      detail: '没有扣钱。这张卡还剩 ¥1,200.00',
    })
    expect((await use(digits, { amount_fen: 1_000 })).status).toBe(201)
  })
  it('asks before it takes the same amount twice within a minute', async () => {
    const { holder, card } = await someone()
    expect((await use((await codeOf(holder, card)).digits, { amount_fen: 700 })).status).toBe(201)
    city.advance(31_000)
    const { digits } = await codeOf(holder, card)
    expect((await use(digits, { amount_fen: 700 })).body.code).toBe('same_amount_just_redeemed')
    expect((await use(digits, { amount_fen: 700, repeat_confirmed: true })).status).toBe(201)
    city.advance(61_000)
    expect((await use((await codeOf(holder, card)).digits, { amount_fen: 700 })).status).toBe(201)
  })
  it('counts visits, and tells amount from visit', async () => {
    const { holder, card } = await someone(1, salon)
    city.advance(2 * MINUTE)
    const { digits } = await codeOf(holder, card)
    expect((await use(digits, { amount_fen: 100 }, { shop: salon })).body.code).toBe(
      'redemption_unit_mismatch',
    )
    const reply = await use(digits, { visits: 1 }, { shop: salon })
    expect(reply.body).toMatchObject({
      unit: 'visit',
      units: 1,
      balance_after_units: 10,
      message: '已用 1 次，还剩 10 次',
    })
  })

  describe('above the limits', () => {
    const waiting = async () => {
      const made = await someone()
      const token = await city.as(made.holder)
      city.advance(2 * MINUTE)
      await city.call('POST', '/v1/me/sms-codes', { token, body: { purpose: 'pin' } })
      const outbox = await city.call('GET', '/dev/sms-outbox?limit=1', {
        headers: { 'X-Dev-Token': city.client.dev_token },
      })
      const code = /\d{6}/.exec(outbox.body.data[0]!.text)![0]
      expect(
        (await city.call('PUT', '/v1/me/pin', { token, body: { pin: PIN, code } })).status,
      ).toBe(200)
      const before = await money()
      const reply = await use((await codeOf(made.holder, made.card)).digits, { amount_fen: 30_000 })
      expect([reply.status, reply.body.status]).toEqual([202, 'user_confirming'])
      expect(await money()).toBe(before)
      return { ...made, token, id: reply.body.id as string }
    }
    const confirm = (token: string, id: string, pin = PIN) =>
      city.call('POST', `/v1/redemptions/${id}/confirmation`, { token, body: { pin } })

    it('waits for the holder, and settles with the PIN', async () => {
      const { token, id, card } = await waiting()
      expect((await confirm(token, id, '739153')).body.code).toBe('pin_wrong')
      expect((await confirm(token, id)).body).toMatchObject({
        status: 'succeeded',
        released_fen: 25_000,
      })
      expect((await confirm(token, id)).body.code).toBe('redemption_not_confirmable')
      expect(await balance(`escrow:${card.id}`)).toBe(75_000)
    })
    it('ends once: confirmed, canceled or expired', async () => {
      for (let round = 0; round < 3; round++) {
        const { token, id, card } = await waiting()
        const till = await city.as(bakery.cashier_id)
        const [confirmed, canceled] = await Promise.all([
          confirm(token, id),
          city.call('POST', `/v1/redemptions/${id}/cancellation`, { token: till, body: {} }),
        ])
        const taken = 100_000 - (await balance(`escrow:${card.id}`))
        expect([0, 25_000]).toContain(taken)
        expect([confirmed.status === 200, canceled.status === 200]).toEqual(
          taken > 0 ? [true, false] : [false, true],
        )
      }
    })
    it('expires after three minutes and cannot be confirmed later', async () => {
      const { token, id } = await waiting()
      city.advance(3 * MINUTE)
      expect((await confirm(token, id)).body.code).toBe('redemption_confirmation_expired')
      expect(await expireRedemptions(city.world, 100)).toBeGreaterThan(0)
      expect((await confirm(token, id)).body.code).toBe('redemption_not_confirmable')
      expect(await expireRedemptions(city.world, 100)).toBe(0)
    })
  })

  it('works from an alias for 72 hours, rotates after 24, and stops when revoked', async () => {
    const { holder, card } = await someone()
    const token = await city.as(holder)
    const issue = () => city.call('POST', `/v1/cards/${card.id}/pay-code-key`, { token, body: {} })
    const first = (await issue()).body
    expect((await issue()).body.alias).toBe(first.alias)
    city.advance(DAY + MINUTE)
    expect((await issue()).body.alias).not.toBe(first.alias)
    const { digits } = await codeOf(holder, card)
    expect(
      (await city.call('POST', `/v1/cards/${card.id}/pay-code-key/revocation`, { token, body: {} }))
        .status,
    ).toBe(200)
    expect((await use(digits, { amount_fen: 100 })).body.code).toBe('code_invalid')
    const stored = await asked(city.db, sql`SELECT * FROM journal`)
    expect(JSON.stringify(stored)).not.toContain(first.key)
  })
  it('leaves clean books behind', async () => {
    expect(await checkBooks(city.db)).toMatchObject({ result: 'clean', divergences: [] })
  })
})
