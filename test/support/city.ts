import { OFFICIALS, shopPlans } from '../../src/demo/cast'
import type { Client } from '../../src/demo/client'
import { buy, type HeldCard } from '../../src/demo/holders'
import { devSignIn, signIn } from '../../src/demo/people'
import type { ShopPlan } from '../../src/demo/plans'
import { openShop, type Shop } from '../../src/demo/shops'
import { localDate } from '../../src/kernel/time'
import { bootstrapToken } from '../../src/people/bootstrap'
import { openWorld, type TestWorld } from './world'

/** A test city with people in it. Everything in it came about through the API, as in the demo. */
export type City = TestWorld & {
  client: Client
  operator: string
  opens: (n?: number) => Promise<Shop>
  joins: (phone: string) => Promise<{ id: string; token: string }>
  buys: (
    buyer: { id: string; token: string },
    shop: Shop,
    offer?: number,
    method?: string,
  ) => Promise<HeldCard>
  as: (subject_id: string) => Promise<string>
  /** A raise takes two operators: the first proposes, a colleague agrees. */
  raises: (merchant_id: string, level: string) => Promise<void>
}

/** `district`: where every shop stands, in a city that has other districts than the plans. */
type Options = Parameters<typeof openWorld>[0] & { district?: string }
export async function openCity(options: Options = {}): Promise<City> {
  const world = await openWorld(options)
  const client: Client = {
    fetch: async (request) => world.app.fetch(request, {} as Env),
    base_url: 'http://127.0.0.1:8787',
    dev_token: world.world.config.dev_token ?? '',
    moveTo: async () => undefined,
  }
  const first = OFFICIALS.duty.phone
  const said = {
    bootstrap_token: await bootstrapToken(world.world),
    name: OFFICIALS.duty.name,
    phone: first,
  }
  await world.call('POST', '/v1/operators/bootstrap', { body: said })
  const { token: operator, person_id: boss } = await signIn(client, {
    phone: first,
    kind: 'operator',
  })
  const { district } = options
  const plans: ShopPlan[] = shopPlans().map((plan) =>
    district === undefined ? plan : { ...plan, district },
  )
  let shops = 0
  return {
    ...world,
    client,
    operator,
    opens: async (n = 0) =>
      openShop(client, operator, plans[n]!, ++shops, localDate(world.world.now())),
    joins: async (phone) => {
      const { token, person_id } = await signIn(client, { phone, kind: 'consumer' })
      return { id: person_id, token }
    },
    buys: async (buyer, shop, offer = 0, method = 'pm_card_visa') => {
      const purchase = await buy(client, buyer.token, shop.offers[offer]!, method)
      return { id: String(purchase.card_id), shop, kind: shop.offers[offer]!.kind, used_up: false }
    },
    as: (subject_id) => devSignIn(client, subject_id),
    raises: async (merchant_id, level) => {
      const path = `/v1/merchants/${merchant_id}/level`
      const reason = '经营稳定，没有投诉'
      const token = await devSignIn(client, boss)
      const { body } = await world.call('POST', path, { token, body: { level, reason } })
      const said = { ...OFFICIALS.reviewer, districts: [] }
      const made = await world.call('POST', '/v1/officials', { token, body: said })
      const proposal_id = String((body.waiting as { id?: string } | null)?.id)
      const agreed = await world.call('POST', `${path}/confirmation`, {
        token: await devSignIn(client, String(made.body.id)),
        body: { proposal_id, agreed: true, note: '看过经营记录，同意' },
      })
      if (agreed.status !== 200) throw new Error(`the raise was refused: ${agreed.body.code}`)
    },
  }
}
export type { HeldCard, Shop }
