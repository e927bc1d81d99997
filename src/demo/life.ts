import { yuan } from '../kernel/money'
import { epochMs, type Instant, instantAt } from '../kernel/time'
import type { City } from './city'
import type { Client } from './client'
import { type HeldCard, type Holder, redeem, type Use } from './holders'
import { newestCode, visitor } from './people'

export const PIN = '739152'
type Life = { client: Client; city: City; now: Instant; diary: (line: string) => void }

/**
 * A card's life in one day, at the counter and around it: a declined card, 3-D Secure, small uses, the same amount
 * twice, a big use with a PIN, a wrong code, a balance that is not enough. Throws when any step goes otherwise.
 */
export async function tellLife({ client, city, now, diary }: Life): Promise<void> {
  const [holder] = city.holders
  const card = holder?.cards[0]
  if (!holder || !card) throw new Error('the story sold no card')
  let minutes = 0
  const later = async (by: number) => {
    minutes += by
    await client.moveTo(instantAt(epochMs(now) + minutes * 60_000))
  }
  diary(`\n${holder.name}的一天`)
  await topUp(client, holder, card, diary)
  await later(5)
  const bread = await used(client, holder, card, { amount_fen: 1800 })
  diary(`在${card.shop.plan.name}买吐司：${bread.message}`)
  await notUsed(client, holder, card, { amount_fen: 1800 })
  diary('店员手快又扣一次：系统先问是不是重复，没有再次扣钱')
  await later(3)
  await notUsed(client, holder, card, { amount_fen: 99_999_99 })
  diary('想买超过余额的东西：没有扣钱，告诉她还剩多少')
  await later(3)
  await wrongCode(client, card)
  diary('有人报了一个编出来的消费码：没有扣钱，记下一次试错')
  await setPin(client, holder, later)
  const cake = await used(client, holder, card, { amount_fen: 26_800 })
  if (cake.status !== 'user_confirming') throw new Error(JSON.stringify(cake))
  const consumer = visitor(client, 'consumer', holder.id)
  const confirmed = await consumer.must('POST /v1/redemptions/:id/confirmation', {
    params: { id: cake.id },
    body: { pin: PIN },
  })
  diary(`订生日蛋糕 ${yuan(26_800)}，超过免密限额，输入支付密码：${confirmed.message}`)
}

async function topUp(client: Client, holder: Holder, card: HeldCard, diary: Life['diary']) {
  const offer = card.shop.offers.find(({ price_fen }) => price_fen >= 100_000)
  if (!offer) throw new Error('the bakery sells no large card')
  const consumer = visitor(client, 'consumer', holder.id)
  const { id } = await consumer.must('POST /v1/purchases', {
    body: { offer_id: offer.id, contract_hash: offer.contract_hash, contract_accepted: true },
  })
  const params = { id }
  const pay = (payment_method: string) =>
    consumer.ask('POST /v1/purchases/:id/payment', { params, body: { payment_method } })
  const declined = await pay('pm_card_visa_chargeDeclinedInsufficientFunds')
  if (declined.is !== 'refused' || declined.problem.code !== 'payment_declined')
    throw new Error(JSON.stringify(declined))
  diary(`充值 ${yuan(offer.price_fen)}：第一张银行卡余额不足，${declined.problem.detail}`)
  const asked = await pay('pm_card_authenticationRequired')
  const action_url = asked.is === 'done' ? asked.answer.payment?.action_url : null
  if (!action_url) throw new Error(JSON.stringify(asked))
  const form = {
    method: 'POST',
    body: new URLSearchParams({ result: 'pass' }),
    redirect: 'manual',
  } as const
  await client.fetch(new Request(action_url, form))
  const paid = await consumer.must('GET /v1/purchases/:id', { params })
  if (paid.status !== 'paid') throw new Error(`3-D Secure passed, but the order is ${paid.status}`)
  diary('换一张卡，银行要求验证身份，通过后到账，钱进专户')
}

async function used(client: Client, holder: Holder, card: HeldCard, what: Use) {
  const said = await redeem(client, holder, card, what)
  if (said.is !== 'done') throw new Error(JSON.stringify(said))
  return said.answer
}
async function notUsed(client: Client, holder: Holder, card: HeldCard, what: Use) {
  const said = await redeem(client, holder, card, what)
  if (said.is !== 'refused' || said.status !== 409) throw new Error(JSON.stringify(said))
}

async function wrongCode(client: Client, card: HeldCard) {
  const said = await visitor(client, 'staff', card.shop.cashier_id).ask('POST /v1/redemptions', {
    body: { code: '811234567891234567', amount_fen: 100 },
  })
  if (said.is !== 'refused' || said.problem.code !== 'code_invalid')
    throw new Error(JSON.stringify(said))
}

async function setPin(client: Client, holder: Holder, later: (minutes: number) => Promise<void>) {
  await later(2)
  const consumer = visitor(client, 'consumer', holder.id)
  await consumer.must('POST /v1/me/sms-codes', { body: { purpose: 'pin' } })
  const code = await newestCode(client, holder.phone)
  await consumer.must('PUT /v1/me/pin', { body: { pin: PIN, code } })
}
