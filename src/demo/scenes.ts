import { type LocalDate, plusDays } from '../kernel/time'
import { holderPhone } from './cast'
import type { City } from './city'
import type { Client } from './client'
import { type HeldCard, type Holder, redeem } from './holders'
import { PIN } from './life'
import { newestCode, visitor } from './people'
import type { Shop } from './shops'

/** How the mock bank is made to err, where the story has hold of it. */
type BankKnob = (fault: {
  day: LocalDate
  kind: 'unknown_credit'
  account_no: string
  amount_fen: number
}) => Promise<void>
type Stage = { client: Client; city: City; today: LocalDate; knob: BankKnob }

const UNKNOWN_CREDIT_FEN = 8_800

/**
 * The last day of the story: something for every reader to see and to do, each by the acts of the people it concerns.
 * The five characters and their first customers play in them, so that the first page leads to every scene.
 */
export async function playScenes(stage: Stage): Promise<void> {
  await contestedUse(stage)
  await refundThatWaits(stage)
  await newRepresentative(stage)
  await closureUnderWay(stage)
  await tip(stage)
  await advance(stage)
  await cardBeingTransferred(stage)
  await bankErrs(stage)
}

/** 海韵理发馆 took a haircut off a card; the holder says she was not there. */
async function contestedUse({ client, city }: Stage): Promise<void> {
  const { holder, card } = firstCard(city, 2)
  const what = card.kind === 'count' ? { visits: 1 } : { amount_fen: 3_800 }
  const claim = await visitor(client, 'staff', card.shop.cashier_id).must('POST /v1/claims', {
    body: { card_id: card.id, ...what, note: '剪发' },
  })
  await visitor(client, 'consumer', holder.id).must('POST /v1/holds/:id/contest', {
    params: { id: claim.id },
    body: { reason: 'not_me', note: '那天我在外地，没有去店里' },
  })
}

/** 小星琴行: lessons were cancelled again and again; what nobody disputes is paid, the difference waits for the shop. */
async function refundThatWaits({ client, city }: Stage): Promise<void> {
  const { holder, card } = firstCard(city, 3)
  const consumer = visitor(client, 'consumer', holder.id)
  const params = { id: card.id }
  const quoted = async (cause: 'merchant' | 'consumer') =>
    (await consumer.must('GET /v1/cards/:id/refund-quote', { params, query: { cause } })).total_fen
  // Before the first lesson there is nothing to disagree about.
  if ((await quoted('merchant')) === (await quoted('consumer')))
    await redeem(client, holder, card, { visits: 1 })
  await consumer.must('POST /v1/cards/:id/refunds', {
    params,
    body: { ground: 'service_not_delivered', note: '老师换了三次，最近两周都约不上课' },
  })
}

/** 亮车坊洗车 has somebody else to answer for it: checked, in force from tomorrow, its holders told. */
async function newRepresentative({ client, city, today }: Stage): Promise<void> {
  const shop = shopAt(city, 4)
  const change = await visitor(client, 'staff', shop.owner_id).must('POST /v1/merchant-changes', {
    body: {
      kind: 'legal_representative',
      facts: { legal_representative: '姜晓亮' },
      from_on: today,
      reason: '父亲退休，由儿子接手经营',
    },
  })
  await visitor(client, 'operator', city.officials.operator).must(
    'POST /v1/merchant-changes/:id/check',
    {
      params: { id: change.id },
      body: { verified: true, note: '已核对新营业执照原件' },
    },
  )
}

/** A shop of the town closes in five weeks: every holder is told, and paid back after its last day. */
async function closureUnderWay({ client, city, today }: Stage): Promise<void> {
  const shop = city.shops.slice(5).find(({ id }) => cardsOf(city, id) > 0) ?? shopAt(city, 5)
  await visitor(client, 'staff', shop.owner_id).must('POST /v1/closures', {
    body: {
      closes_on: plusDays(today, 35),
      reason: '房租到期，不再续租',
      contact: `${shop.plan.legal_representative}，${shop.plan.address}`,
    },
  })
}

async function tip({ client, city }: Stage): Promise<void> {
  await visitor(client, 'consumer', holderAt(city, 0).id).must('POST /v1/shop-tips', {
    body: {
      kind: 'report',
      shop_name: '老街推拿',
      district: 'huancui',
      address: '环翠区老街 7 号',
      note: '充一千送一千，说别的店都这样；问钱放在哪，不肯说',
    },
  })
}

/** 海韵理发馆 is raised by two operators and takes money early; 劲浪健身's raise still waits for the second of them. */
async function advance({ client, city }: Stage): Promise<void> {
  const { operator, operator_second } = city.officials
  const raise = (shop: Shop, reason: string) =>
    visitor(client, 'operator', operator).must('POST /v1/merchants/:id/level', {
      params: { id: shop.id },
      body: { level: 'AA', reason },
    })
  const shop = shopAt(city, 2)
  const { waiting } = await raise(shop, '三个月没有投诉，按时报数')
  if (!waiting) throw new Error('a raise waits for a second operator')
  await visitor(client, 'operator', operator_second).must(
    'POST /v1/merchants/:id/level/confirmation',
    {
      params: { id: shop.id },
      body: {
        proposal_id: waiting.id,
        agreed: true,
        note: '看过三个月的核销和退款记录',
      },
    },
  )
  const { available_fen } = await visitor(client, 'staff', shop.owner_id).must(
    'GET /v1/advances/me',
  )
  if (available_fen > 0)
    await visitor(client, 'staff', shop.owner_id).must('POST /v1/advances', {
      body: { amount_fen: available_fen },
    })
  await raise(shopAt(city, 1), '顾客评价好，申请升级')
}

/** 王秀兰 gives her bakery card to a neighbour, who has a week to accept. */
async function cardBeingTransferred({ client, city }: Stage): Promise<void> {
  const { holder, card } = firstCard(city, 0)
  await visitor(client, 'consumer', holder.id).must('POST /v1/me/sms-codes', {
    body: { purpose: 'pin' },
  })
  const code = await newestCode(client, holder.phone)
  await visitor(client, 'consumer', holder.id).must('PUT /v1/me/pin', { body: { pin: PIN, code } })
  await visitor(client, 'consumer', holder.id).must('POST /v1/cards/:id/transfers', {
    params: { id: card.id },
    body: { to_phone: holderPhone(5), pin: PIN },
  })
}

/** The bank's statement of today will show money in 海棠面包房's account that nobody here sent. */
async function bankErrs({ client, city, today, knob }: Stage): Promise<void> {
  const bank = visitor(client, 'bank', city.officials.bank)
  const { custody_account_no } = await bank.must('GET /v1/merchants/:id', {
    params: { id: shopAt(city, 0).id },
  })
  if (!custody_account_no) throw new Error('the bakery has no account at the bank')
  await knob({
    day: today,
    kind: 'unknown_credit',
    account_no: custody_account_no,
    amount_fen: UNKNOWN_CREDIT_FEN,
  })
}

const cardsOf = (city: City, shop_id: string): number =>
  city.holders.flatMap(({ cards }) => cards).filter(({ shop }) => shop.id === shop_id).length

function firstCard(city: City, i: number): { holder: Holder; card: HeldCard } {
  const holder = holderAt(city, i)
  const [card] = holder.cards
  if (!card) throw new Error(`${holder.name} has no card`)
  return { holder, card }
}
function shopAt(city: City, i: number): Shop {
  const shop = city.shops[i]
  if (!shop) throw new Error(`the city has no shop ${i}`)
  return shop
}
function holderAt(city: City, i: number): Holder {
  const holder = city.holders[i]
  if (!holder) throw new Error(`the city has no holder ${i}`)
  return holder
}
