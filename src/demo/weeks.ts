import { fen, yuan } from '../kernel/money'
import { epochMs, HOUR_MS, type Instant, instantAt } from '../kernel/time'
import type { City } from './city'
import { type Client, must, textOf } from './client'
import { type HeldCard, type Holder, redeem } from './holders'
import { devSignIn } from './people'

type Weeks = {
  client: Client
  city: City
  now: Instant
  diary: (line: string) => void
  pin: string
}
type Body = Record<string, unknown>

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
  const as = (who: string) => devSignIn(client, who)
  const owner = card.shop.owner_id
  const post = async (who: string, path: string, body: object = {}) =>
    must(client, 'POST', path, { token: await as(who), body })
  const read = async (who: string, path: string) =>
    must(client, 'GET', path, { token: await as(who) })
  await later(0)
  diary(`\n${holder.name}的两个星期`)

  const claim = await post(card.shop.cashier_id, '/v1/claims', {
    card_id: card.id,
    amount_fen: 2_600,
  })
  diary(`没带手机，店里先记一块蛋糕 ${yuan(2_600)}：钱留在卡里，等她确认`)
  await later(25)
  const silent = await read(holder.id, `/v1/holds/${textOf(claim, 'id')}`)
  if (silent.resolved_by !== 'silence') throw new Error(JSON.stringify(silent))
  diary('24 小时没有异议，视为确认，钱才给店里')

  const starts_at = instantAt(at_ms + 2 * HOUR_MS)
  const booking = await post(holder.id, '/v1/bookings', {
    card_id: card.id,
    amount_fen: 16_800,
    starts_at,
  })
  await later(3)
  const missed = await post(card.shop.cashier_id, `/v1/bookings/${textOf(booking, 'id')}/no-show`)
  diary(
    `预约 6 寸蛋糕没去取：合同没写爽约费，扣 ${yuan(fen(Number(missed.captured_units ?? 0)))}，其余回到卡里`,
  )

  const mistake = await redeem(client, holder, card, { amount_fen: 8_100 })
  if (mistake.status !== 201) throw new Error(JSON.stringify(mistake.body))
  const corrected = await post(owner, `/v1/redemptions/${textOf(mistake.body, 'id')}/corrections`, {
    kind: 'refund',
    units: 6_300,
    reason: '18 元打成了 81 元',
  })
  diary(`18 元打成 81 元：店长退回 ${yuan(fen(Number(corrected.returned_fen)))}，回到原来那笔充值`)
  const where = await read(owner, `/v1/redemptions/${textOf(mistake.body, 'id')}/payout`)
  diary(`店里问这笔钱几时到账：${textOf(where, 'message')}`)

  await post(holder.id, `/v1/cards/${card.id}/freeze`, { reason: 'lost_phone' })
  const refused = await redeem(client, holder, card, { amount_fen: 1_800 }).catch(
    (error: unknown) => ({
      status: 0,
      body: { code: String(error) } as Body,
    }),
  )
  if (refused.status === 201) throw new Error('a frozen card was used')
  await post(holder.id, `/v1/cards/${card.id}/unfreeze`, { pin })
  diary('手机找不到，先冻结，消费码全部作废；找到后凭支付密码解冻，余额一分没少')

  await later(24)
  const payouts = (await read(owner, '/v1/payouts')).data as Body[]
  const paid = payouts.filter(({ state }) => state === 'paid')
  diary(`店里这阵子到账 ${paid.length} 笔，每天 16:05 和 22:05 自动出款`)
  await givenBack({ client, card, holder, later, diary })
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
  const token = () => devSignIn(client, holder.id)
  const quote = await must(client, 'GET', `/v1/cards/${card.id}/refund-quote?cause=merchant`, {
    token: await token(),
  })
  const refund = await must(client, 'POST', `/v1/cards/${card.id}/refunds`, {
    token: await token(),
    body: { ground: 'shop_moved', expected_fen: Number(quote.total_fen) },
  })
  diary(`店要搬走，她申请退卡：${textOf(refund, 'message')}`)
  await later(24 * 9)
  const done = await must(client, 'GET', `/v1/refunds/${textOf(refund, 'id')}`, {
    token: await token(),
  })
  if (Number(done.refunded_fen) !== Number(quote.total_fen)) throw new Error(JSON.stringify(done))
  diary(`店家 5 个工作日没有异议：${textOf(done, 'message')}，和申请时看到的数一样`)
}
