import { readProviderBook } from '../../src/custody/third'
import { tellEntry } from '../../src/instructions/entry'
import { deliverDueWebhooks } from '../../src/mocks/stripe/app'
import { sql } from '../../src/platform/d1'
import type { Desk } from '../refunds/support'

const PROVIDER = { token: 'sk_test_of_the_test_suite', key: null }

/**
 * A day with the provider: a payer takes a payment back, money comes in that no order asked for, the bank does not say
 * whether it took an instruction, and the provider's own book is read.
 */
export async function providersDay(
  desk: Desk,
  put: (key: string, value: unknown) => void,
): Promise<void> {
  const { shop, world } = desk
  const card = await desk.buysCard(0)
  const [charge] = await desk.rows(
    sql`SELECT o.id FROM mock_stripe_objects o JOIN purchases p ON p.provider_ref = o.payment_intent
         WHERE o.object = 'charge' AND p.card_id = ${card} ORDER BY o.seq DESC LIMIT 1`,
  )
  await desk.call('POST', `/mock/stripe/__mock/dispute/${charge?.id}`, PROVIDER)
  const stray = new URLSearchParams({
    amount: '8800',
    currency: 'cny',
    confirm: 'true',
    payment_method: 'pm_card_visa',
    'allowed_payment_method_types[0]': 'card',
    return_url: 'http://127.0.0.1:8787/',
  })
  const headers = { 'Content-Type': 'application/x-www-form-urlencoded' }
  const raw = stray.toString()
  await desk.call('POST', '/mock/stripe/v1/payment_intents', { ...PROVIDER, raw, headers })
  if (desk.stripe_mock_deps) await deliverDueWebhooks(desk.stripe_mock_deps)
  await readProviderBook(world, 100)
  await unanswered(desk)
  put('/v1/disputes/:id', await one(desk, 'disputes'))
  put('/v1/parked-facts/:id', await one(desk, 'parked_facts'))
  put('/v1/custody/merchants/:id', shop.id)
}

const one = async (desk: Desk, table: 'disputes' | 'parked_facts'): Promise<unknown> =>
  (await desk.rows({ text: `SELECT min(id) AS id FROM ${table}`, values: [] }))[0]?.id

/** The bank is told of a deposit and says nothing. */
async function unanswered(desk: Desk): Promise<void> {
  const { shop, world } = desk
  const [at] = await desk.rows(sql`SELECT custody_account_no FROM merchants WHERE id = ${shop.id}`)
  const order = { id: '0000000000000000000000DEP1', kind: 'deposit', subject_id: 'dep_x' } as const
  const custody_account_no = String(at?.custody_account_no)
  const credit = world.bank.creditCustody
  world.bank.creditCustody = async () => {
    throw new Error('bank: no answer (timeout)')
  }
  await tellEntry(
    world,
    { ...order, merchant_id: shop.id, amount_fen: 5_000 },
    { by: 'creditCustody', custody_account_no, reference: '保证金' },
  ).catch(() => null)
  world.bank.creditCustody = credit
}
