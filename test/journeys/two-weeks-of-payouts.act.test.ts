import { Webhook } from 'standardwebhooks'
import { beforeAll, describe, expect, it } from 'vitest'
import { ENGINE } from '#storage'
import { sql } from '../../src/platform/d1'
import { openWeeks, type Weeks } from './support'

type Heard = { id: string; type: string; at: string }
/**
 * A bakery's money for two weeks: uses before and after the cut-off, what the till is told of each, an account that
 * turns the money away, a new one, and a till's system that was out of reach for two days and misses nothing.
 */
describe(`a bakery’s money for two weeks, on ${ENGINE}`, () => {
  let [is_up, secret] = [true, '']
  const heard: Heard[] = []
  const outbound = {
    async post(_url: string, headers: Record<string, string>, body: string) {
      if (!is_up) throw new Error('connection refused')
      const said = verifiedAt(new Webhook(secret), body, headers) as {
        id: string
        type: string
        at: string
      }
      heard.push({ id: said.id, type: said.type, at: said.at })
      return { status: 204 }
    },
  }
  let shop: Weeks
  let card: string
  beforeAll(async () => {
    shop = await openWeeks(0, { outbound })
    const endpoint = await shop.say(shop.owner, '/v1/webhook-endpoints', {
      url: 'https://pos.haitang-bakery.cn/hook',
      types: ['*'],
    })
    secret = endpoint.secret
    card = await shop.buysCard(1)
  })
  const uses = async (amount_fen: number) => {
    await shop.uses(card, amount_fen)
    const [row] = await shop.rows(sql`SELECT id FROM redemptions ORDER BY id DESC LIMIT 1`)
    return String(row?.id)
  }
  const whereIs = (use: string) => shop.get(shop.owner, `/v1/redemptions/${use}/payout`)

  it('is out the same day, by two cut-offs', async () => {
    await shop.until('2026-03-06T15:30')
    const before = await uses(12_000)
    expect(await whereIs(before)).toMatchObject({
      state: 'waiting',
      message: expect.stringContaining('16:05 出款，预计 16:15 到账'),
    })
    await shop.until('2026-03-06T16:10')
    const after = await uses(6_000)
    expect((await whereIs(after)).message).toContain('22:05 出款')
    await shop.until('2026-03-06T16:20')
    await shop.until('2026-03-06T22:30')
    expect([(await whereIs(before)).state, (await whereIs(after)).state]).toEqual(['paid', 'paid'])
    expect((await whereIs(before)).payout_id).not.toBe((await whereIs(after)).payout_id)
    await shop.clean()
  })
  it('is told to a till that was out of reach from Saturday to Monday, with nothing missing', async () => {
    is_up = false
    const heard_before = heard.length
    await shop.until('2026-03-07T12:00')
    for (const amount_fen of [1_000, 2_000, 3_000]) await uses(amount_fen)
    await shop.until('2026-03-09T18:00')
    expect(heard.length).toBe(heard_before)
    is_up = true
    await shop.until('2026-03-11T18:00')
    const told = heard.slice(heard_before)
    const events = (await shop.rows(
      sql`SELECT id FROM events WHERE subject_id = ${card} AND at > '2026-03-07' ORDER BY seq`,
    )) as { id: string }[]
    const of_card = told.map(({ id }) => id).filter((id) => events.some((one) => one.id === id))
    expect(of_card).toEqual(events.map(({ id }) => id))
    expect(new Set(told.map(({ id }) => id)).size).toBe(told.length)
  })
  it('is turned away by an account on Thursday, and carried by a new one on Friday', async () => {
    await shop.says(shop.owner, 'POST', '/v1/merchants/me/settlement-account', {
      settlement_account_no: '6217000000011119',
    })
    await shop.until('2026-03-12T12:00')
    const turned_away = await uses(6_000)
    await shop.until('2026-03-12T23:00')
    await shop.says(shop.owner, 'POST', '/v1/merchants/me/settlement-account', {
      settlement_account_no: '6217000000022221',
    })
    await shop.until('2026-03-17T23:00')
    expect((await whereIs(turned_away)).state).toBe('paid')
    const paid = await shop.rows(
      sql`SELECT sum(amount_fen) AS fen FROM payouts WHERE state = 'paid'`,
    )
    const { charged_fen } = await shop.get(shop.owner, '/v1/fees/me')
    const { released_fen } = await shop.get(shop.owner, `/v1/merchants/${shop.shop.id}`)
    const payable = await shop.balance(`payable:${shop.shop.id}`)
    expect(Number(paid[0]?.fen) + payable + charged_fen).toBe(released_fen)
    await shop.clean()
  })
})

/** The library checks the age against the machine's clock; the message is from the test's. */
function verifiedAt(library: Webhook, body: string, headers: Record<string, string>): unknown {
  const real = Date.now
  Date.now = () => Number(headers['webhook-timestamp']) * 1000
  try {
    return library.verify(body, headers)
  } finally {
    Date.now = real
  }
}
