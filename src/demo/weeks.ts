import { RefusedError } from '../client/errors'
import { yuan } from '../kernel/money'
import { epochMs, HOUR_MS, type Instant, instantAt } from '../kernel/time'
import type { City } from './city'
import type { Client } from './client'
import { type HeldCard, type Holder, redeem } from './holders'
import { visitor } from './people'

type Weeks = {
  client: Client
  city: City
  now: Instant
  diary: (line: string) => void
  pin: string
}

/**
 * What comes after a good day at the counter: a use without a code, a booking nobody came to, a mistake at the till,
 * a phone that is lost, the shop's money the same day, and a card that is given back. Throws when any step goes
 * otherwise.
 */
export async function tellWeeks({ client, city, now, diary, pin }: Weeks): Promise<void> {
  const [holder] = city.holders
  const card = holder?.cards[0]
  if (!holder || !card) throw new Error('the story sold no card')
  let at_ms = epochMs(now) + HOUR_MS
  const later = async (hours: number) => {
    at_ms += hours * HOUR_MS
    await client.moveTo(instantAt(at_ms))
  }
  const consumer = visitor(client, 'consumer', holder.id)
  const till = visitor(client, 'staff', card.shop.cashier_id)
  const owner = visitor(client, 'staff', card.shop.owner_id)
  await later(0)
  diary(`\n${holder.name}的两个星期`)

  const claim = await till.must('POST /v1/claims', {
    body: { card_id: card.id, amount_fen: 2_600 },
  })
  diary(`没带手机，店里先记一块蛋糕 ${yuan(2_600)}：钱留在卡里，等她确认`)
  await later(25)
  const silent = await consumer.must('GET /v1/holds/:id', { params: { id: claim.id } })
  if (silent.resolved_by !== 'silence') throw new Error(JSON.stringify(silent))
  diary('24 小时没有异议，视为确认，钱才给店里')

  const starts_at = instantAt(at_ms + 2 * HOUR_MS)
  const booking = await consumer.must('POST /v1/bookings', {
    body: { card_id: card.id, amount_fen: 16_800, starts_at },
  })
  await later(3)
  const missed = await till.must('POST /v1/bookings/:id/no-show', { params: { id: booking.id } })
  diary(`预约 6 寸蛋糕没去取：合同没写爽约费，扣 ${yuan(missed.captured_units ?? 0)}，其余回到卡里`)

  const mistake = await redeem(client, holder, card, { amount_fen: 8_100 })
  if (mistake.is !== 'done') throw new Error(JSON.stringify(mistake))
  const params = { id: mistake.answer.id }
  const corrected = await owner.must('POST /v1/redemptions/:id/corrections', {
    params,
    body: { kind: 'refund', units: 6_300, reason: '18 元打成了 81 元' },
  })
  diary(`18 元打成 81 元：店长退回 ${yuan(corrected.returned_fen)}，回到原来那笔充值`)
  const where = await owner.must('GET /v1/redemptions/:id/payout', { params })
  diary(`店里问这笔钱几时到账：${where.message}`)

  const its = { id: card.id }
  await consumer.must('POST /v1/cards/:id/freeze', { params: its, body: { reason: 'lost_phone' } })
  await frozenCardIsOfNoUse(client, holder, card)
  await consumer.must('POST /v1/cards/:id/unfreeze', { params: its, body: { pin } })
  diary('手机找不到，先冻结，消费码全部作废；找到后凭支付密码解冻，余额一分没少')

  await later(24)
  const payouts = await owner.must('GET /v1/payouts')
  const paid = payouts.data.filter(({ state }) => state === 'paid')
  diary(`店里这阵子到账 ${paid.length} 笔，每天 16:05 和 22:05 自动出款`)
  await givenBack({ client, card, holder, later, diary })
}

/** Neither a fresh code nor a use is to be had. */
async function frozenCardIsOfNoUse(client: Client, holder: Holder, card: HeldCard) {
  const refused = await redeem(client, holder, card, { amount_fen: 1_800 }).catch((error) => {
    if (error instanceof RefusedError) return error.outcome
    throw error
  })
  if (refused.is !== 'refused') throw new Error('a frozen card was used')
}

type Ending = {
  client: Client
  card: HeldCard
  holder: Holder
  later: (hours: number) => Promise<void>
  diary: (line: string) => void
}
/** The card is given back: the undisputed part at once, the difference when the shop says nothing. */
async function givenBack({ client, card, holder, later, diary }: Ending): Promise<void> {
  const consumer = visitor(client, 'consumer', holder.id)
  const params = { id: card.id }
  const quote = await consumer.must('GET /v1/cards/:id/refund-quote', {
    params,
    query: { cause: 'merchant' },
  })
  const refund = await consumer.must('POST /v1/cards/:id/refunds', {
    params,
    body: { ground: 'shop_moved', expected_fen: quote.total_fen },
  })
  diary(`店要搬走，她申请退卡：${refund.message}`)
  await later(24 * 9)
  const done = await consumer.must('GET /v1/refunds/:id', { params: { id: refund.id } })
  if (done.refunded_fen !== quote.total_fen) throw new Error(JSON.stringify(done))
  diary(`店家 5 个工作日没有异议：${done.message}，和申请时看到的数一样`)
}
