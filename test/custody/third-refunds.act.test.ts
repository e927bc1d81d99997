import { beforeEach, describe, expect, it } from 'vitest'
import { ENGINE } from '#storage'
import { checkBooks } from '../../src/books/check'
import { readProviderBook } from '../../src/custody/third'
import { HOUR_MS } from '../../src/kernel/time'
import { deliverDueWebhooks, settleDueAsyncPayments } from '../../src/mocks/stripe/app'
import { sql } from '../../src/platform/d1'
import { type Court, good, openCourt } from '../disputes/support'

let court: Court
let card: string
/** Reads the provider's book: what nobody can explain, and what waits for a person about refunds. */
async function reads() {
  await readProviderBook(court.world, 100)
  const [row] = await court.rows(
    sql`SELECT difference_fen FROM provider_readings ORDER BY id DESC LIMIT 1`,
  )
  const facts = await court.rows(
    sql`SELECT kind, amount_fen FROM parked_facts
         WHERE kind IN ('refund_differs', 'balance') AND state IN ('open', 'proposed') ORDER BY id`,
  )
  expect((await checkBooks(court.db)).divergences).toEqual([])
  return { difference_fen: row?.difference_fen, facts }
}
const RIGHT = { difference_fen: 0, facts: [] }
const asksBack = async () =>
  good(await court.says(court.li.id, 'POST', `/v1/cards/${card}/refunds`, { ground: 'own_wish' }))
/** The provider does it, and we never hear so, the next `turns` times. */
function losesAnswers(turns: number) {
  const { payments } = court.world
  const refund = payments.refund.bind(payments)
  let left = turns
  Object.assign(payments, {
    refund: async (of: Parameters<typeof refund>[0]) => {
      const news = await refund(of)
      if (left-- > 0) throw new Error('no answer')
      return news
    },
  })
}
const later = async (hours: number) => {
  court.advance(hours * HOUR_MS)
  if (!court.stripe_mock_deps) return
  await settleDueAsyncPayments(court.stripe_mock_deps)
  await deliverDueWebhooks(court.stripe_mock_deps)
}

describe(`refunds in the provider’s own book on ${ENGINE}`, () => {
  beforeEach(async () => {
    court = await openCourt()
    card = await court.buysCard()
  })

  it('one that was told and not answered is in question, and never counted twice once it is known', async () => {
    losesAnswers(1)
    await asksBack()
    await court.tick()
    await later(2)
    expect(await reads()).toEqual(RIGHT)
    await court.tick()
    await later(2)
    expect(await reads()).toEqual(RIGHT)
  })

  it('one that nobody told is a person’s, and is measured anew when it changes', async () => {
    const [charge] = await court.rows(
      sql`SELECT id FROM mock_stripe_objects WHERE object = 'charge' ORDER BY seq DESC LIMIT 1`,
    )
    const givesBack = (amount: number) =>
      court.call('POST', '/mock/stripe/v1/refunds', {
        token: 'sk_test_of_the_test_suite',
        raw: new URLSearchParams({ charge: String(charge?.id), amount: String(amount) }).toString(),
        headers: { 'Content-Type': 'application/x-www-form-urlencoded' },
      })
    good(await givesBack(700))
    await later(2)
    const first = { difference_fen: 0, facts: [{ kind: 'refund_differs', amount_fen: -700 }] }
    expect(await reads()).toEqual(first)
    expect(await reads()).toEqual(first)
    good(await givesBack(300))
    expect(await reads()).toEqual({
      difference_fen: 0,
      facts: [{ kind: 'refund_differs', amount_fen: -1_000 }],
    })
  })

  it('one that came back to the provider unheard is parked only until we have heard', async () => {
    card = await court.buysCard(1, 'pm_card_refundFail')
    await asksBack()
    await court.tick()
    await court.control('webhooks/drop?next=99')
    await later(24 * 5)
    const facts = (await reads()).facts
    await court.tick()
    await later(24)
    await court.tick()
    expect({ ...(await reads()), before: facts.length }).toMatchObject({
      difference_fen: 0,
      facts: [],
    })
  })
})
