import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import type { RequestParts } from '../src/client/types'
import { finishSettlements, settleIntoCustody } from '../src/custody/settle'
import { HOLDERS } from '../src/demo/cast'
import { buy } from '../src/demo/holders'
import { devSignIn, newestCode, signIn } from '../src/demo/people'
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../src/kernel/time'
import type { Kind } from '../src/platform/actor'
import { openBenchCity } from './in-memory-city'
import { payoutRun } from './payout-run'

/**
 * `npm run bench -- acts [--json] [--shops 10000]`: what every act costs in D1 round trips (session and policy
 * included) and milliseconds, in this process over node:sqlite (WAL, synchronous FULL); and a payout run over many shops.
 */
const { values } = parseArgs({
  allowPositionals: true,
  options: { json: { type: 'boolean' }, shops: { type: 'string', default: '10000' } },
})
const dir = mkdtempSync(join(tmpdir(), 'yufubao-acts-'))
const city = await openBenchCity(join(dir, 'acts.sqlite'))
const { client, shop, opened, advance } = city
type Measured = { trips: number; ms: number }
const measured: Record<string, Measured[]> = {}
/** One act, counted; an act that fails ends the bench. */
const act = async <T>(name: string, ask: () => Promise<T>): Promise<T> => {
  const began = performance.now()
  const answer = await ask()
  const one = { trips: city.trips(), ms: performance.now() - began }
  measured[name] = [...(measured[name] ?? []), one]
  return answer
}

const PIN = '739205'
const COUNTER_PIN = '604713'
const people = await Promise.all(
  [HOLDERS.li.phone, HOLDERS.wang.phone].map(async (phone) => ({
    phone,
    ...(await signIn(client, { phone, kind: 'consumer' })),
  })),
)
const [li, wang] = people as [(typeof people)[0], (typeof people)[0]]
/** Somebody who has just signed in, so that the sign-in is in no figure. */
const as = async <K extends Kind>(kind: K, id: string) =>
  client.yufubao.as(kind, await devSignIn(client, id))
const ownerId = String(
  (
    city.database
      .prepare("SELECT id FROM staff WHERE merchant_id = ? AND role = 'owner'")
      .get(shop.id) as { id: string }
  ).id,
)
for (const { token, phone } of people) {
  advance(MINUTE_MS)
  const holder = client.yufubao.as('consumer', token)
  await holder.must('POST /v1/me/sms-codes', { body: { purpose: 'pin' } })
  const code = await newestCode(client, phone)
  await act('设支付密码', () => holder.must('PUT /v1/me/pin', { body: { pin: PIN, code } }))
}
const offer = shop.offers[0]
if (!offer) throw new Error('the bakery has an offer')
for (let i = 0; i < 5; i++) await buy(client, li.token, offer, 'pm_card_visa')
const card = String((city.database.prepare('SELECT id FROM cards').get() as { id: string }).id)
const its = { id: card }

for (let round = 0; round < 20; round++) {
  advance(DAY_MS)
  const holder = await as('consumer', li.person_id)
  const till = await as('staff', shop.cashier_id)
  const owner = await as('staff', ownerId)
  await act('领消费码', () => holder.must('POST /v1/cards/:id/pay-code-key', { params: its }))
  const { digits } = await holder.must('GET /v1/cards/:id/pay-code', { params: its })
  const taken = { code: digits, amount_fen: 100 + round }
  const use = await act('核销', () => till.must('POST /v1/redemptions', { body: taken }))
  const corrected = (body: RequestParts<'POST /v1/redemptions/:id/corrections'>['body']) => () =>
    owner.must('POST /v1/redemptions/:id/corrections', { params: { id: use.id }, body })
  await act('退回一部分', corrected({ kind: 'refund', units: 1, reason: '多扣了' }))
  await act('撤销', corrected({ kind: 'void', reason: '打错了' }))
  if (round < 3) {
    const claim = async () => ({
      params: {
        id: (
          await act('免码核销', () =>
            till.must('POST /v1/claims', { body: { card_id: card, amount_fen: 100 } }),
          )
        ).id,
      },
    })
    const first = await claim()
    await act('确认', () => holder.must('POST /v1/holds/:id/confirmation', first))
    const second = await claim()
    const contest = { ...second, body: { reason: 'other' } } as const
    await act('提异议', () => holder.must('POST /v1/holds/:id/contest', contest))
    await act('店家撤销占用', () => till.must('POST /v1/holds/:id/void', second))
    advance(DAY_MS)
    continue
  }
  const starts_at = new Date(Date.parse(opened.world.now()) + HOUR_MS).toISOString()
  const booking = { card_id: card, amount_fen: 200, starts_at }
  const book = async () => {
    const { id } = await act('预约', () => holder.must('POST /v1/bookings', { body: booking }))
    return { params: { id } }
  }
  const booked = await book()
  advance(MINUTE_MS)
  await holder.must('POST /v1/cards/:id/pay-code-key', { params: its })
  const shown = await holder.must('GET /v1/cards/:id/pay-code', { params: its })
  const captured = { ...booked, body: { units: 150, code: shown.digits } }
  await act('预约结清', () => till.must('POST /v1/bookings/:id/capture', captured))
  const canceled = await book()
  await act('取消预约', () => holder.must('POST /v1/bookings/:id/cancellation', canceled))
}
{
  const holder = await as('consumer', li.person_id)
  const other = await as('consumer', wang.person_id)
  const till = await as('staff', shop.cashier_id)
  const params = its
  await act('开柜台付款', () =>
    holder.must('PUT /v1/cards/:id/counter-pin', {
      params,
      body: { enabled: true, pin: PIN, counter_pin: COUNTER_PIN },
    }),
  )
  const body = { card_id: card, phone_tail: '0001', pin: COUNTER_PIN, amount_fen: 321 }
  await act('柜台付款', () => till.must('POST /v1/counter/redemptions', { body }))
  await act('冻结', () =>
    holder.must('POST /v1/cards/:id/freeze', { params, body: { reason: 'other' } }),
  )
  await act('解冻', () =>
    holder.must('POST /v1/cards/:id/unfreeze', { params, body: { pin: PIN } }),
  )
  const relative = { phone: wang.phone, relation: 'child', pin: PIN } as const
  const invited = await act('邀请陪护', () =>
    holder.must('POST /v1/cards/:id/companions', { params, body: relative }),
  )
  await act('接受陪护', () =>
    other.must('POST /v1/companions/:id/acceptance', { params: { id: invited.id } }),
  )
  const given = await act('发起转让', () =>
    holder.must('POST /v1/cards/:id/transfers', {
      params,
      body: { to_phone: wang.phone, pin: PIN },
    }),
  )
  const { contract_hashes } = given.card
  await act('接受转让', () =>
    other.must('POST /v1/card-transfers/:id/acceptance', {
      params: { id: given.id },
      body: { contract_hashes },
    }),
  )
  const from_on = opened.world.now().slice(0, 10)
  const stopping = await as('staff', ownerId)
  await act('停止服务', () =>
    stopping.must('POST /v1/service-stops', { body: { service: null, from_on, reason: '装修' } }),
  )
  advance(3 * DAY_MS)
  await settleIntoCustody(opened.world, 100)
  await finishSettlements(opened.world, 100)
  const owner = await as('staff', ownerId)
  await act('随时出款', () => owner.must('POST /v1/payouts'))
  const endpoint = { url: 'https://pos.haifeng-bakery.cn/hook', types: ['*'] } as const
  await act('登记推送', () => owner.must('POST /v1/webhook-endpoints', { body: endpoint }))
}

const payouts = await payoutRun(join(dir, 'payouts.sqlite'), Number(values.shops))
rmSync(dir, { recursive: true, force: true })
const worst = Object.entries(measured).map(([name, all]) => ({
  name,
  trips: Math.max(...all.map(({ trips }) => trips)),
  ms: all.map(({ ms }) => ms).sort((a, b) => a - b)[Math.floor(all.length / 2)] ?? 0,
  times: all.length,
}))
if (!values.json) {
  console.log('每个动作的 D1 往返次数（含登录与权限）与毫秒（node:sqlite，WAL，FULL，中位数）')
  for (const { name, trips, ms, times } of worst)
    console.log(
      `${String(trips).padStart(3)} 次 ${ms.toFixed(1).padStart(8)} ms ${String(times).padStart(4)} 回  ${name}`,
    )
  console.log(
    `给 ${payouts.shops} 家店出款：安排 ${payouts.created_s} s，告诉银行 ${payouts.told_s} s，记到账 ${payouts.paid_s} s`,
  )
}
const round_trips = Math.max(...worst.map(({ trips }) => trips))
const ok = round_trips <= 2 && payouts.ok
const figures = {
  round_trips,
  round_trips_by_act: Object.fromEntries(worst.map(({ name, trips }) => [name, trips])),
  payout_run_10k_s: payouts.created_s + payouts.told_s + payouts.paid_s,
  payout_shops: payouts.shops,
  payout_create_s: payouts.created_s,
  payout_tell_s: payouts.told_s,
  payout_record_s: payouts.paid_s,
  paid_twice: payouts.paid_twice,
}
console.log(JSON.stringify({ ok, figures }))
process.exit(ok ? 0 : 1)
