import { expect, it } from 'vitest'
import { ENGINE } from '#storage'
import { checkBooks } from '../../src/books/check'
import { OFFICIALS } from '../../src/demo/cast'
import { HOUR_MS } from '../../src/kernel/time'
import { deliverDueWebhooks, settleDueAsyncPayments } from '../../src/mocks/stripe/app'
import { sql } from '../../src/platform/d1'
import { good, openCourt } from '../disputes/support'
import { clerk } from '../ends/support'

it.each([
  ['open', 'matched'],
  ['open', 'returned'],
  ['lost', 'matched'],
  ['lost', 'returned'],
  ['won', 'matched'],
] as const)(
  `a parked payment whose dispute is %s and that is to be %s, on ${ENGINE}`,
  async (how, end) => {
    const court = await openCourt()
    const [maker, checker] = [
      await clerk(court, OFFICIALS.teller.phone),
      await clerk(court, OFFICIALS.checker.phone),
    ]
    const offer = court.shop.offers[0]
    const { body: contract } = await court.call('GET', `/v1/offers/${offer?.id}/contract`)
    const terms = { offer_id: offer!.id, contract_hash: contract.hash }
    const wish = { ...terms, contract_accepted: true } as const
    const order = good(await court.says(court.li.id, 'POST', '/v1/purchases', wish))
    const form = {
      amount: String(offer?.price_fen),
      currency: 'cny',
      confirm: 'true',
      payment_method: 'pm_card_visa',
      'allowed_payment_method_types[0]': 'card',
      return_url: 'http://127.0.0.1:8787/',
    }
    const paid = await court.call('POST', '/mock/stripe/v1/payment_intents', {
      token: 'sk_test_of_the_test_suite',
      raw: new URLSearchParams(form).toString(),
      headers: { 'Content-Type': 'application/x-www-form-urlencoded' },
    })
    const deps = court.stripe_mock_deps
    court.advance(2 * HOUR_MS)
    if (deps) await settleDueAsyncPayments(deps)
    if (deps) await deliverDueWebhooks(deps)
    const [charge] = await court.rows(
      sql`SELECT id FROM mock_stripe_objects WHERE object = 'charge' AND payment_intent = ${String(paid.body.id)}`,
    )
    await court.control(`dispute/${charge?.id}`)
    await court.reviews()
    const [dispute] = await court.rows(sql`SELECT provider_ref FROM disputes`)
    if (how !== 'open') await court.decides(String(dispute?.provider_ref), how)
    await court.reviews()

    const { data } = good(await court.says(maker, 'GET', '/v1/parked-facts'))
    const { id } = data.find((fact) => fact.reason === 'purchase_unknown')!
    const purchase_id = end === 'matched' ? order.id : null
    const proposal = { end, purchase_id, note: '查过了' }
    good(await court.says(maker, 'POST', `/v1/parked-facts/${id}/proposal`, proposal))
    const said = await court.says(checker, 'POST', `/v1/parked-facts/${id}/approval`, { end })
    if (how === 'won') expect(said.status, said.text).toBe(200)
    else expect([said.status, said.body.code]).toEqual([409, 'payment_in_dispute'])
    expect(await court.rows(sql`SELECT id FROM lots`)).toHaveLength(how === 'won' ? 1 : 0)
    expect((await checkBooks(court.db)).divergences).toEqual([])
  },
)
