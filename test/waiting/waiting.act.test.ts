import { beforeAll, describe, expect, it } from 'vitest'
import { ENGINE } from '#storage'
import { HOLDERS } from '../../src/demo/cast'
import { newestCode } from '../../src/demo/people'
import { MINUTE_MS } from '../../src/kernel/time'
import { type Desk, good, openDesk } from '../refunds/support'
import type { Shop } from '../support/city'

const PIN = '739205'

/** What a holder is told to look at, from an empty list until each thing is settled. */
describe(`what waits for a holder on ${ENGINE}`, () => {
  let desk: Desk
  let wang: { id: string }
  let card: string
  let other: Shop
  beforeAll(async () => {
    desk = await openDesk()
    wang = await desk.joins(HOLDERS.wang.phone)
    other = await desk.opens(2)
    card = await desk.buysCard(1)
  })
  const waits = async (who = desk.li.id) =>
    good(await desk.says(who, 'GET', '/v1/me/waiting')).items as Record<string, unknown>[]
  const kinds = async (who?: string) => (await waits(who)).map(({ kind }) => kind)

  it('is nothing for somebody with a card and no business, and told in one round trip', async () => {
    const reply = await desk.says(desk.li.id, 'GET', '/v1/me/waiting')
    expect(good(reply)).toEqual({ object: 'waiting', count: 0, items: [] })
    expect(reply.headers.get('x-d1-round-trips')).toBe('1')
  })
  it('is refused to the staff of a shop', async () => {
    expect((await desk.says(desk.owner, 'GET', '/v1/me/waiting')).body.code).toBe(
      'role_not_allowed',
    )
  })
  it('a use beyond the limits, until it lapses, even before a job says so', async () => {
    good(await desk.says(desk.li.id, 'POST', `/v1/cards/${card}/pay-code-key`))
    const { digits } = good(await desk.says(desk.li.id, 'GET', `/v1/cards/${card}/pay-code`))
    const use = good(
      await desk.says(desk.shop.cashier_id, 'POST', '/v1/redemptions', {
        code: digits,
        amount_fen: 30_000,
      }),
    )
    expect(await waits()).toMatchObject([
      {
        kind: 'use_to_confirm',
        id: use.id,
        card_id: card,
        unit: 'fen',
        units: 30_000,
        until_at: use.confirm_by,
      },
    ])
    expect(await waits(wang.id)).toEqual([])
    desk.advance(3 * MINUTE_MS)
    expect(await waits()).toEqual([])
  })
  it('a sum that the shop registered, with the day by which to object, until she has', async () => {
    const claim = good(
      await desk.says(desk.shop.cashier_id, 'POST', '/v1/claims', {
        card_id: card,
        amount_fen: 900,
      }),
    )
    expect(await waits()).toMatchObject([
      { kind: 'claim_to_check', id: claim.id, units: 900, until_at: claim.confirm_by },
    ])
    const why = { reason: 'not_me', note: '那天我不在威海' } as const
    good(await desk.says(desk.li.id, 'POST', `/v1/holds/${claim.id}/contest`, why))
    expect(await waits()).toEqual([])
  })
  it('an order that is not paid, for half an hour', async () => {
    const offer = desk.shop.offers[0]
    const order = good(
      await desk.says(desk.li.id, 'POST', '/v1/purchases', {
        offer_id: offer!.id,
        contract_hash: offer!.contract_hash,
        contract_accepted: true,
      }),
    )
    expect(await waits()).toMatchObject([
      { kind: 'order_unpaid', id: order.id, units: order.paid_fen, until_at: order.expires_at },
    ])
    desk.advance(30 * MINUTE_MS)
    expect(await waits()).toEqual([])
  })
  it('what others invite to: hers who is invited, not his who invites', async () => {
    good(await desk.says(desk.li.id, 'POST', '/v1/me/sms-codes', { purpose: 'pin' }))
    const code = await newestCode(desk.client, HOLDERS.li.phone)
    good(await desk.says(desk.li.id, 'PUT', '/v1/me/pin', { pin: PIN, code }))
    const invited = good(
      await desk.says(desk.li.id, 'POST', `/v1/cards/${card}/companions`, {
        phone: HOLDERS.wang.phone,
        relation: 'child',
        pin: PIN,
      }),
    )
    expect(invited.direction).toBe('outgoing')
    const li = { ...desk.li, token: await desk.as(desk.li.id) }
    const given = (await desk.buys(li, other, 1)).id
    const body = { to_phone: HOLDERS.wang.phone, pin: PIN }
    good(await desk.says(desk.li.id, 'POST', `/v1/cards/${given}/transfers`, body))
    expect(await kinds(wang.id)).toEqual(['card_offered', 'companion_invited'])
    expect(await kinds()).toEqual([])
    good(await desk.says(wang.id, 'POST', `/v1/companions/${invited.id}/acceptance`))
    expect(await kinds(wang.id)).toEqual(['card_offered'])
  })
  it('a companion reads the uses of the card, and ends none', async () => {
    await desk.uses(card, 4_800)
    const uses = good(await desk.says(wang.id, 'GET', `/v1/redemptions?card_id=${card}`)).data
    const own = good(await desk.says(desk.li.id, 'GET', `/v1/redemptions?card_id=${card}`)).data
    expect(uses).toEqual(own)
    expect(uses.length).toBeGreaterThan(0)
    const end = await desk.says(wang.id, 'POST', `/v1/redemptions/${uses[0]!.id}/cancellation`)
    expect(end.body.code).toBe('redemption_not_found')
  })
  it('a shop that cannot be reached, with what its ending left open', async () => {
    const incident = good(
      await desk.says(desk.supervisor, 'POST', '/v1/incidents', {
        merchant_id: desk.shop.id,
        reason: '卷闸门关闭，电话不通',
        evidence: '网格员两次上门，照片三张',
      }),
    )
    expect(await waits()).toMatchObject([
      { kind: 'shop_ending', id: incident.id, ending: 'reported', owed_fen: null },
    ])
    const [listed] = good(await desk.says(desk.li.id, 'GET', '/v1/cards')).data.filter(
      ({ id }: { id: string }) => id === card,
    )
    expect(listed!.shop.ending).toBe('reported')
  })
})
