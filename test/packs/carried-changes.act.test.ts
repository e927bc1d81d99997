import { beforeEach, describe, expect, it } from 'vitest'
import { ENGINE } from '#storage'
import { handOverCardStatement } from '../../src/cards/freeze'
import { HOLDERS } from '../../src/demo/cast'
import { localDate } from '../../src/kernel/time'
import { setBankFault } from '../../src/mocks/bank-faults'
import { deliverDueWebhooks } from '../../src/mocks/stripe/app'
import { sql } from '../../src/platform/d1'
import { good } from '../refunds/support'
import { openArchive } from './archive'

let office: Awaited<ReturnType<typeof openArchive>>
beforeEach(async () => {
  office = await openArchive()
})

/** Everything by which a shop's pack may become another one. */
const CHANGES: Record<string, () => Promise<unknown>> = {
  'a use': () => office.uses(office.li_card, 12_000),
  'a top-up': () => office.buysCard(1),
  'a new card of somebody new': () => office.sells(HOLDERS.zhao.phone),
  'a refund that was asked for': async () =>
    good(
      await office.says(office.li.id, 'POST', `/v1/cards/${office.li_card}/refunds`, {
        ground: 'shop_moved',
      }),
    ),
  'money tied to a booking': async () => {
    const starts_at = new Date(Date.parse(office.world.now()) + 5 * 86_400_000).toISOString()
    const what = { card_id: office.li_card, amount_fen: 12_000, starts_at }
    good(await office.says(office.li.id, 'POST', '/v1/bookings', what))
  },
  'another holder': async () => {
    const { id } = await office.joins(HOLDERS.fang.phone)
    const [card] = await office.rows(
      sql`SELECT id, version FROM cards WHERE id = ${office.li_card}`,
    )
    const to = { consumer_id: id, now: office.world.now() }
    await office.rows(
      handOverCardStatement({ id: office.li_card, version: Number(card?.version) }, to),
    )
  },
  'a payment contested at the provider': async () => {
    const [charge] = await office.rows(
      sql`SELECT o.id FROM mock_stripe_objects o JOIN purchases p ON p.provider_ref = o.payment_intent
           WHERE o.object = 'charge' AND p.card_id = ${office.li_card}`,
    )
    await office.call('POST', `/mock/stripe/__mock/dispute/${charge?.id}`, {
      token: 'sk_test_of_the_test_suite',
      key: null,
    })
    if (office.stripe_mock_deps) await deliverDueWebhooks(office.stripe_mock_deps)
    expect(await office.rows(sql`SELECT card_id FROM disputes`)).toEqual([
      { card_id: office.li_card },
    ])
  },
  'a licence that ends another day': () => office.renewsLicence('2031-01-01'),
  'money at the bank that nobody knows': async () => {
    const [row] = await office.rows(
      sql`SELECT custody_account_no AS account_no FROM merchants WHERE id = ${office.shop.id}`,
    )
    const of = { day: localDate(office.world.now()), account_no: String(row?.account_no) }
    await setBankFault(office.db, { ...of, kind: 'unknown_credit', amount_fen: 777 })
  },
}

describe(`what makes a pack of its own on ${ENGINE}`, () => {
  it.each(Object.entries(CHANGES))(
    '%s makes a pack of its own the next night',
    async (_of, act) => {
      await office.night()
      const quiet = await office.night()
      expect((await office.packOf(quiet)).carried_from).toBeDefined()
      await act()
      const day = await office.night()
      expect((await office.packOf(day)).carried_from).toBeUndefined()
      await office.isExact(day)
      await office.verifies(day)
      const next = await office.night()
      await office.isExact(next)
      await office.verifies(next)
      await office.isExact(quiet)
    },
  )
  it('counts what moves after the day, before its pack is made, on the next night', async () => {
    await office.night()
    const day = await office.closes()
    await office.uses(office.li_card, 12_000)
    await office.seals()
    await office.isExact(day)
    const next = await office.night()
    expect((await office.packOf(next)).carried_from).toBeUndefined()
    await office.isExact(next)
    expect((await office.packOf(next)).owed_fen).toBe((await office.packOf(day)).owed_fen - 10_000)
    for (const one of [day, next]) await office.verifies(one)
  })
})
