import type { Story } from '../../src/contract/document'
import { HOLDERS, OFFICIALS, shopPlans } from '../../src/demo/cast'
import { type Client, clientOver } from '../../src/demo/client'
import { buy, redeem } from '../../src/demo/holders'
import { signIn, visitor } from '../../src/demo/people'
import { openShop } from '../../src/demo/shops'
import type { Happened } from '../../src/events/happened'
import { localDate, MINUTE_MS } from '../../src/kernel/time'
import { deliverEvents } from '../../src/notify/deliver'
import { bootstrapToken } from '../../src/people/bootstrap'
import { OPERATIONS } from '../../src/platform/http'
import { sendRefunds } from '../../src/remittances/send'
import { openHouse } from './bank-city'

/** What the main story shows: a card is bought, used and given back, and a program is told. */
const SHOWN: readonly string[] = [
  'addWebhookEndpoint',
  'buyOffer',
  'payPurchase',
  'readPurchase',
  'readPayCode',
  'redeemByCode',
  'readRedemption',
  'readRefundQuote',
  'requestRefund',
  'readRefund',
  'readEvent',
]

/** The main story, told once over HTTP in memory, always the same; what was said and answered in it. */
export async function tellStory(): Promise<Story> {
  const story: Story = { operations: {}, events: {} }
  const told: Happened[] = []
  const { client, world, clock } = openHouse({
    post: async (_url, _headers, body) => {
      told.push(JSON.parse(String(body)))
      return { status: 200 }
    },
  })
  const heard = listening(client, story)
  const said = {
    bootstrap_token: await bootstrapToken(world),
    name: OFFICIALS.duty.name,
    phone: OFFICIALS.duty.phone,
  }
  await client.yufubao.must('POST /v1/operators/bootstrap', { body: said })
  const operator = await signIn(client, { phone: said.phone, kind: 'operator' })
  const [plan] = shopPlans()
  if (!plan) throw new Error('there is no shop to tell of')
  const shop = await openShop(client, operator.token, plan, 1, localDate(world.now()))
  const li = await signIn(client, { phone: HOLDERS.li.phone, kind: 'consumer' })
  const owner = visitor(heard, 'staff', shop.owner_id)
  const [offer] = shop.offers
  if (!offer) throw new Error('the shop has nothing on offer')

  await owner.must('POST /v1/webhook-endpoints', {
    body: { url: 'https://pos.haifeng-bakery.cn/yufubao', types: ['*'] },
  })
  const purchase = await buy(heard, li.token, offer)
  if (purchase.card_id === null) throw new Error('what was paid for is on no card')
  const card = { id: purchase.card_id, shop, kind: offer.kind, used_up: false }
  const holder = { id: li.person_id, name: '小李', phone: HOLDERS.li.phone, cards: [card] }
  clock.offset_ms += 5 * MINUTE_MS
  const use = await redeem(heard, holder, card, { amount_fen: 4_800 })
  if (use.is !== 'done') throw new Error(JSON.stringify(use))
  await owner.must('GET /v1/redemptions/:id', { params: { id: use.answer.id } })
  clock.offset_ms += 5 * MINUTE_MS
  const consumer = visitor(heard, 'consumer', li.person_id)
  const params = { id: card.id }
  await consumer.must('GET /v1/cards/:id/refund-quote', { params })
  const refund = await consumer.must('POST /v1/cards/:id/refunds', {
    params,
    body: { ground: 'shop_moved', note: '店搬到城西，太远了' },
  })
  while ((await sendRefunds(world, 10)) > 0) clock.offset_ms += MINUTE_MS
  await consumer.must('GET /v1/refunds/:id', { params: { id: refund.id } })
  await deliverEvents(world, 100)
  for (const event of told) story.events[event.type] ??= event
  await owner.must('GET /v1/events/:id', { params: { id: told.at(-1)?.id ?? '' } })
  return story
}

/** The same client, whose first exchange of each shown operation is kept. */
const listening = (client: Client, story: Story): Client =>
  clientOver({
    ...client,
    fetch: async (request) => {
      const { method, url } = request
      const body = method === 'GET' ? '' : await request.clone().text()
      const reply = await client.fetch(request)
      const parts = new URL(url).pathname.split('/')
      const op = OPERATIONS.find(
        (one) =>
          one.method === method.toLowerCase() &&
          one.path.split('/').length === parts.length &&
          one.path.split('/').every((part, i) => part.startsWith(':') || part === parts[i]),
      )
      if (op && SHOWN.includes(op.operationId))
        story.operations[op.operationId] ??= {
          ...(body === '' || body === '{}' ? {} : { request: JSON.parse(body) }),
          status: String(reply.status),
          answer: await reply.clone().json(),
        }
      return reply
    },
  })
