import { beforeEach, describe, expect, it } from 'vitest'
import { ENGINE } from '#storage'
import { checkBooks } from '../../src/books/check'
import { applyChanges, releaseTakeovers, tellChanges } from '../../src/changes/announce'
import { HOLDERS, SUCCESSORS } from '../../src/demo/cast'
import { licenceNo } from '../../src/demo/shops'
import { DAY_MS } from '../../src/kernel/time'
import { payDaily } from '../../src/payouts/pay'
import { settlePayouts } from '../../src/payouts/settle'
import { sql } from '../../src/platform/d1'
import { type Desk, good, openDesk } from '../refunds/support'
import type { BodyAt } from '../support/addresses'

let desk: Desk
let boss: string
let card: string
const clean = async () => expect((await checkBooks(desk.db)).divergences).toEqual([])
type Announced = BodyAt<'POST /v1/merchant-changes'>
const announce = (kind: Announced['kind'], facts: Announced['facts'], from_on: string) =>
  desk.says(desk.owner, 'POST', '/v1/merchant-changes', {
    kind,
    facts,
    from_on,
    reason: '租约到期，另寻店面',
  })
const check = (id: string, verified = true) =>
  desk.says(boss, 'POST', `/v1/merchant-changes/${id}/check`, { verified, note: '已核对原件' })
const read = async (id: string) =>
  good(await desk.says(desk.li.id, 'GET', `/v1/merchant-changes/${id}`))
const clock = async () => {
  await tellChanges(desk.world, 10)
  await applyChanges(desk.world, 10)
  await releaseTakeovers(desk.world, 10)
}
const refund = (ground: BodyAt<'POST /v1/cards/:id/refunds'>['ground']) =>
  desk.says(desk.li.id, 'POST', `/v1/cards/${card}/refunds`, { ground })
const buys = () =>
  desk.says(desk.li.id, 'POST', '/v1/purchases', {
    offer_id: desk.shop.offers[0]!.id,
    contract_hash: desk.shop.offers[0]!.contract_hash,
    contract_accepted: true,
  })

beforeEach(async () => {
  desk = await openDesk()
  const [person] = await desk.rows(sql`SELECT id FROM officials WHERE kind = 'operator'`)
  boss = String(person?.id)
  card = await desk.buysCard()
  await desk.uses(card, 60_000)
})

describe(`a move on ${ENGINE}`, () => {
  const there = { address: '环翠区新威路 9 号', district: 'huancui' }
  it('needs thirty days, is told to every holder, and lets them leave at the price paid, nobody being asked', async () => {
    expect((await announce('move', there, '2026-03-20')).body.code).toBe('change_notice_too_short')
    expect((await announce('move', { address: '环翠区新威路 9 号' }, '2026-04-10')).body.code).toBe(
      'change_facts_missing',
    )
    const move = good(await announce('move', there, '2026-04-10'))
    expect((await announce('move', there, '2026-04-11')).body.code).toBe('change_already_announced')
    await clock()
    expect(await read(move.id)).toMatchObject({ told_count: 1, status: 'announced' })
    expect((await buys()).status).toBe(201)
    good(await check(move.id))
    expect((await check(move.id)).body.code).toBe('change_not_waiting')
    const leaving = good(await refund('shop_moved'))
    expect(leaving).toMatchObject({
      basis: 'not_consumer_cause',
      status: 'decided',
      disputed_fen: 0,
      on_the_way_fen: 50_000,
    })
    desk.advance(40 * DAY_MS)
    await clock()
    expect((await read(move.id)).status).toBe('effective')
    const shop =
      await desk.rows(sql`SELECT m.address, s.address AS first FROM merchants m JOIN shops s ON s.merchant_id = m.id
                                      WHERE m.id = ${desk.shop.id}`)
    expect(shop).toEqual([{ address: there.address, first: there.address }])
    await desk.tick()
    await clean()
  })
  it('that nobody verified gives no ground of its own: the shop is asked', async () => {
    good(await announce('move', there, '2026-04-10'))
    expect(good(await refund('shop_moved'))).toMatchObject({
      status: 'asked',
      disputed_fen: 10_000,
    })
    await clean()
  })
})

describe(`a new legal representative on ${ENGINE}`, () => {
  it('stops sales until verified, and lifts no other hold', async () => {
    const change = good(
      await announce(
        'legal_representative',
        { legal_representative: SUCCESSORS.family },
        '2026-03-03',
      ),
    )
    expect((await buys()).body.code).toBe('sales_on_hold')
    good(await check(change.id))
    desk.advance(DAY_MS)
    await clock()
    expect((await buys()).status).toBe(201)
    expect(
      await desk.rows(
        sql`SELECT legal_representative AS name FROM merchants WHERE id = ${desk.shop.id}`,
      ),
    ).toEqual([{ name: SUCCESSORS.family }])
  })
  it('that is refused stays without effect, and sales stay held', async () => {
    const change = good(
      await announce(
        'legal_representative',
        { legal_representative: SUCCESSORS.family },
        '2026-03-03',
      ),
    )
    good(await check(change.id, false))
    desk.advance(DAY_MS)
    await clock()
    expect((await read(change.id)).status).toBe('refused')
    expect((await buys()).body.code).toBe('sales_on_hold')
  })
})

describe(`a takeover on ${ENGINE}`, () => {
  const facts = {
    name: '海棠面包房新记',
    legal_representative: SUCCESSORS.buyer,
    licence_no: licenceNo(77),
    licence_expires_on: '2046-01-01',
  }
  const answer = (who: string, id: string, of: string, said: 'consented' | 'declined') =>
    desk.says(who, 'POST', `/v1/merchant-changes/${id}/answers`, { card_id: of, answer: said })
  it('asks every holder: who declines is refunded at once, who consents keeps the card', async () => {
    const wang = await desk.joins(HOLDERS.wang.phone)
    const kept = (await desk.buys(wang, desk.shop, 1)).id
    const takeover = good(await announce('takeover', facts, '2026-04-10'))
    await clock()
    expect((await answer(wang.id, takeover.id, card, 'declined')).body.code).toBe(
      'change_not_found',
    )
    const left = good(await answer(desk.li.id, takeover.id, card, 'declined'))
    expect((await answer(desk.li.id, takeover.id, card, 'consented')).body.code).toBe(
      'takeover_already_answered',
    )
    good(await answer(wang.id, takeover.id, kept, 'consented'))
    good(await check(takeover.id))
    await desk.tick()
    expect(
      good(await desk.says(desk.li.id, 'GET', `/v1/refunds/${left.refund_id}`)).refunded_fen,
    ).toBeGreaterThan(0)
    expect(await read(takeover.id)).toMatchObject({ consented_count: 1, declined_count: 1 })

    // It waits until the former owner was paid, then holds payouts until the new account is verified.
    await desk.banks()
    desk.advance(37 * DAY_MS)
    await clock()
    expect((await read(takeover.id)).status).toBe('verified')
    await payDaily(desk.world, 10)
    for (let i = 0; i < 3; i++) {
      await settlePayouts(desk.world, 10)
      desk.advance(600_000)
    }
    await desk.tick()
    await payDaily(desk.world, 10)
    for (let i = 0; i < 3; i++) {
      await settlePayouts(desk.world, 10)
      desk.advance(600_000)
    }
    await clock()
    expect((await read(takeover.id)).status).toBe('effective')
    const held = async () =>
      (
        await desk.rows(sql`SELECT payouts_held_at AS at FROM merchants WHERE id = ${desk.shop.id}`)
      )[0]?.at
    expect(await held()).not.toBeNull()
    desk.advance(60_000)
    good(
      await desk.says(desk.owner, 'POST', '/v1/merchants/me/settlement-account', {
        settlement_account_no: '6217000000099991',
      }),
    )
    await clock()
    expect(await held()).toBeNull()
    const seen = good(await desk.says(wang.id, 'GET', `/v1/cards/${kept}`))
    expect(seen).toMatchObject({ remaining_units: 120_000, shop: { name: facts.name } })
    await clean()
  })
})

describe(`a new name on ${ENGINE}`, () => {
  it('that reads like another shop’s is shown to who verifies it, and to nobody else', async () => {
    const other = await desk.opens(2)
    const [known] = await desk.rows(sql`SELECT name FROM merchants WHERE id = ${other.id}`)
    const name = `${String(known?.name).split('').join(' ')}`
    const facts = { name, legal_representative: SUCCESSORS.buyer, licence_no: licenceNo(77) }
    const { id } = good(await announce('takeover', facts, '2026-04-10'))
    const seen = good(await desk.says(boss, 'GET', `/v1/merchant-changes/${id}`))
    expect(seen.resembles).toEqual({ id: other.id, name: known?.name })
    expect((await read(id)).resembles).toBeNull()
  })
})
