import { beforeEach, describe, expect, it } from 'vitest'
import { ENGINE } from '#storage'
import { checkBooks } from '../../src/books/check'
import { holderPhone } from '../../src/demo/cast'
import { DAY_MS, HOUR_MS } from '../../src/kernel/time'
import { type Court, good, openCourt } from './support'

let court: Court
let card: string
const clean = async () => expect((await checkBooks(court.db)).divergences).toEqual([])
const of = (account: string) => court.balance(`${account}:${card}`)
const money = async () => ({
  escrow: await of('escrow'),
  held: await of('held'),
  refunding: await of('refunding'),
  disputed: await of('disputed'),
})
const only = async () => (await court.disputes(card))[0]!
const asksBack = (more: object = {}) =>
  court.says(court.li.id, 'POST', `/v1/cards/${card}/refunds`, { ground: 'own_wish', ...more })
const payable = () => court.balance(`payable:${court.shop.id}`)

describe(`a payment taken back at the provider on ${ENGINE}`, () => {
  beforeEach(async () => {
    court = await openCourt()
    card = await court.buysCard()
  })

  it('bought with a card that disputes at once is never free for a moment longer', async () => {
    card = await court.buysCard(1, 'pm_card_createDispute')
    expect(await only()).toMatchObject({ status: 'needs_response', outcome: null })
    expect(await money()).toMatchObject({ escrow: 100_000, disputed: 100_000 })
    const { id } = await court.lot(card)
    expect((await asksBack({ lot_ids: [id] })).body.code).toBe('lot_in_dispute')
    await clean()
  })

  it('stands apart from the first word: no use, no refund, no transfer', async () => {
    await court.uses(card, 5_100)
    const earned = await payable()
    await court.contests(card)
    expect(await money()).toEqual({
      escrow: 0,
      held: 0,
      refunding: 0,
      disputed: 100_000 - earned,
    })
    expect(await only()).toMatchObject({
      status: 'needs_response',
      amount_fen: 100_000,
      held_fen: 100_000 - earned,
      reserved_fen: earned,
      payer_id: court.li.id,
    })
    await expect(court.uses(card, 100)).rejects.toThrow()
    expect((await asksBack()).body.code).toBe('lot_in_dispute')
    expect(await court.events('dispute.opened')).toMatchObject([{ held_fen: 100_000 - earned }])
    await clean()
  })

  it('is as before once it is won', async () => {
    await court.uses(card, 5_100)
    const before = await money()
    const { id } = await court.contests(card)
    await court.decides(id, 'won')
    expect(await only()).toMatchObject({ status: 'won', outcome: 'won', reserved_fen: 0 })
    expect(await money()).toEqual(before)
    await court.uses(card, 100)
    expect((await asksBack()).status).toBe(201)
    await clean()
  })

  it('ends the lot once it is lost: unused gone back, used a claim taken from the next income', async () => {
    await court.banks()
    await court.uses(card, 5_100)
    const earned = await payable()
    const { id } = await court.contests(card, { as: 'lost' })
    expect(id).toMatch(/^du_/)
    expect(await only()).toMatchObject({
      outcome: 'lost',
      unused_fen: 100_000 - earned,
      claim_fen: earned,
      payer_fen: 0,
    })
    expect(await money()).toEqual({ escrow: 0, held: 0, refunding: 0, disputed: 0 })
    expect(await court.claims()).toBe(-earned)
    expect((await asksBack()).body.code).toBe('nothing_to_refund')
    await clean()
    await court.reviews()
    expect([await court.claims(), await payable()]).toEqual([0, 0])
    // Custody has made the provider good for both parts: nothing is left in the air.
    expect(await court.balance('psp:stripe')).toBe(0)
    await clean()
    await court.reviews()
    await clean()
  })

  it('claims what was paid out already from what the shop earns next', async () => {
    const other = await court.joins(holderPhone(7))
    const second = await court.buys(other, court.shop, 1)
    await court.banks()
    await court.uses(card, 12_000)
    const earned = await payable()
    await court.contests(card)
    const till = await court.says(court.owner, 'POST', '/v1/payouts', {})
    expect(till.status).toBeGreaterThanOrEqual(400)
    const { provider_ref } = await only()
    await court.decides(provider_ref, 'lost')
    expect(await court.claims()).toBe(-earned)
    await court.reviews()
    expect([await court.claims(), await payable()]).toEqual([0, 0])
    expect(second.id).not.toBe(card)
    await clean()
  })

  it('calls a refund back that was not sent, and never pays it by another route', async () => {
    const refund = good(await asksBack())
    await court.contests(card)
    expect(await money()).toMatchObject({ refunding: 0, disputed: 100_000 })
    for (let i = 0; i < 4; i++) {
      court.advance(HOUR_MS)
      await court.tick()
    }
    const seen = good(await court.says(court.li.id, 'GET', `/v1/refunds/${refund.id}`))
    expect(seen).toMatchObject({ refunded_fen: 0, on_the_way_fen: 0 })
    expect(seen.waits_for).not.toBe('account')
    await clean()
    const { provider_ref } = await only()
    await court.decides(provider_ref, 'lost')
    await clean()
    expect(good(await court.says(court.li.id, 'GET', `/v1/refunds/${refund.id}`)).status).toBe(
      'done',
    )
  })

  it('lets a refund go on after it is won', async () => {
    const refund = good(await asksBack())
    const { id } = await court.contests(card)
    await court.decides(id, 'won')
    // The provider lets us refund again only once its own dispute is over.
    await court.tick()
    const seen = good(await court.says(court.li.id, 'GET', `/v1/refunds/${refund.id}`))
    expect(seen.on_the_way_fen + seen.refunded_fen).toBe(100_000)
    await clean()
  })

  it('keeps a part that failed with charge_disputed off the bank’s route even unheard of', async () => {
    const refund = good(await asksBack())
    await court.control('webhooks/drop?next=9')
    await court.contests(card)
    expect(await only()).toBeUndefined()
    await court.tick()
    const seen = good(await court.says(court.li.id, 'GET', `/v1/refunds/${refund.id}`))
    expect(seen.waits_for).not.toBe('account')
    await court.reviews()
    expect(await money()).toMatchObject({ refunding: 0, disputed: 100_000 })
    await clean()
  })

  it('after a full refund is a claim on the payer, who has had it twice', async () => {
    good(await asksBack())
    await court.tick()
    expect(await money()).toEqual({ escrow: 0, held: 0, refunding: 0, disputed: 0 })
    await court.contests(card, { as: 'lost' })
    expect(await only()).toMatchObject({ unused_fen: 0, claim_fen: 0, payer_fen: 100_000 })
    expect(await court.claims(court.li.id)).toBe(-100_000)
    expect(await court.claims()).toBe(0)
    await clean()
  })

  it('of a part leaves the rest to its holder when it is lost', async () => {
    await court.contests(card, { amount: 40_000, as: 'lost' })
    expect(await only()).toMatchObject({ outcome: 'lost', unused_fen: 40_000, claim_fen: 0 })
    expect(await money()).toMatchObject({ escrow: 60_000, disputed: 0 })
    await expect(court.uses(card, 100)).rejects.toThrow()
    await clean()
    expect(good(await asksBack())).toMatchObject({ undisputed_fen: 60_000 })
    await clean()
  })

  it('heard of twice, late and out of order is the same dispute', async () => {
    await court.control('webhooks/dup?next=9')
    await court.control('webhooks/reorder?next=9')
    const { id } = await court.contests(card, { as: 'lost' })
    await court.reviews()
    await court.reviews()
    expect(await court.disputes(card)).toMatchObject([{ provider_ref: id, outcome: 'lost' }])
    await clean()
  })

  it('whose notice was lost is found by asking', async () => {
    await court.control('webhooks/drop?next=9')
    await court.contests(card)
    expect(await court.disputes(card)).toEqual([])
    await court.reviews()
    expect(await money()).toMatchObject({ escrow: 0, disputed: 100_000 })
    await clean()
  })

  it('as an inquiry keeps the lot still and is closed without a fen', async () => {
    const { id } = await court.contests(card, { inquiry: true })
    expect(await only()).toMatchObject({ status: 'warning_needs_response', taken_fen: 0 })
    expect(await money()).toMatchObject({ escrow: 0, disputed: 100_000 })
    await court.decides(id, 'lost')
    expect(await only()).toMatchObject({ status: 'warning_closed', outcome: 'closed' })
    expect(await money()).toMatchObject({ escrow: 100_000, disputed: 0 })
    await clean()
  })

  it('as an inquiry that becomes a dispute is one and the same', async () => {
    const { id } = await court.contests(card, { inquiry: true })
    await court.control(`escalate_dispute/${id}`)
    expect(await only()).toMatchObject({ status: 'needs_response', taken_fen: 100_000 })
    await court.decides(id, 'lost')
    expect(await only()).toMatchObject({ outcome: 'lost', unused_fen: 100_000 })
    await clean()
  })

  it('of a period card that is won catches up the days that passed', async () => {
    const gym = await openCourt(1)
    court = gym
    const n = gym.shop.offers.findIndex(({ kind }) => kind === 'period')
    expect(n, 'the gym sells a period card').toBeGreaterThanOrEqual(0)
    card = await gym.buysCard(n)
    const { id } = await gym.contests(card)
    await gym.days(20)
    expect((await gym.lot(card)).used_units).toBe(0)
    await gym.decides(id, 'won')
    gym.advance(DAY_MS)
    await gym.days(2)
    expect((await gym.lot(card)).used_units).toBeGreaterThan(20)
    await clean()
  })
})
