import { finishSettlements, settleIntoCustody } from '../../src/custody/settle'
import { readProviderBook } from '../../src/custody/third'
import { HOLDERS } from '../../src/demo/cast'
import { DAY_MS } from '../../src/kernel/time'
import { setBankAnswer } from '../../src/mocks/bank-answers'
import { deliverDueWebhooks } from '../../src/mocks/stripe/app'
import { sql } from '../../src/platform/d1'
import type { LivedTown } from '../platform/lived-town'
import { good } from '../refunds/support'

/** What goes wrong outside, once each: a payment taken back, a line nobody knows, a silent bank. */
export async function befalls({ desk, ids }: LivedTown): Promise<void> {
  const control = async (path: string) => {
    good(
      await desk.call('POST', `/mock/stripe/__mock/${path}`, {
        token: 'sk_test_of_the_test_suite',
        key: null,
      }),
    )
    if (desk.stripe_mock_deps) await deliverDueWebhooks(desk.stripe_mock_deps)
  }
  const li = { ...desk.li, token: await desk.as(desk.li.id) }
  const { id: contested } = await desk.buys(li, desk.shop, 0)
  const [charge] = await desk.rows(
    sql`SELECT o.id FROM mock_stripe_objects o JOIN purchases p ON p.provider_ref = o.payment_intent
         WHERE o.object = 'charge' AND p.card_id = ${contested} ORDER BY o.seq DESC LIMIT 1`,
  )
  await control(`dispute/${charge?.id}`)
  await control('line/reserve_transaction?amount=-700')
  await readProviderBook(desk.world, 100)

  const wu = await desk.joins(HOLDERS.wu.phone)
  await desk.buys(wu, desk.shop, 1)
  desk.advance(3 * DAY_MS)
  await setBankAnswer(desk.db, { call: 'creditCustody', kind: 'not_served', turns: 20 })
  await settleIntoCustody(desk.world, 100)
  await finishSettlements(desk.world, 100)
  // Long enough without an answer to be somebody's to look at.
  desk.advance(DAY_MS)
  // The phone's key is of one day; days have passed.
  good(await desk.says(desk.li.id, 'POST', `/v1/cards/${ids.get('/v1/cards/:id')}/pay-code-key`))
}
