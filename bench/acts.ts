import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { finishSettlements, settleIntoCustody } from '../src/custody/settle'
import { HOLDERS } from '../src/demo/cast'
import { buy } from '../src/demo/holders'
import { devSignIn, newestCode, signIn } from '../src/demo/people'
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../src/kernel/time'
import { type Body, openBenchCity, type Reply } from './in-memory-city'
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
const { call, client, shop, opened, advance, operator } = city
const measured: Record<string, Reply[]> = {}
/** One act, counted; an act that fails ends the bench. */
const act = async (name: string, said: Promise<Reply>): Promise<Body> => {
  const done = await said
  if (done.status >= 400) throw new Error(`${name}: ${done.status} ${JSON.stringify(done.body)}`)
  measured[name] = [...(measured[name] ?? []), done]
  return done.body
}

const PIN = '739205'
const people = await Promise.all(
  [HOLDERS.li.phone, HOLDERS.wang.phone].map(async (phone) => ({
    phone,
    ...(await signIn(client, { phone, kind: 'consumer' })),
  })),
)
const [li, wang] = people as [(typeof people)[0], (typeof people)[0]]
const as = (id: string) => devSignIn(client, id)
const ownerId = String(
  (
    city.database
      .prepare("SELECT id FROM staff WHERE merchant_id = ? AND role = 'owner'")
      .get(shop.id) as { id: string }
  ).id,
)
for (const { token, phone } of people) {
  advance(MINUTE_MS)
  await call('POST', '/v1/me/sms-codes', token, { purpose: 'pin' })
  const code = await newestCode(client, phone)
  await act('设支付密码', call('PUT', '/v1/me/pin', token, { pin: PIN, code }))
}
const offer = shop.offers[0]
if (!offer) throw new Error('the bakery has an offer')
for (let i = 0; i < 5; i++) await buy(client, li.token, offer, 'pm_card_visa')
const card = String((city.database.prepare('SELECT id FROM cards').get() as { id: string }).id)

for (let round = 0; round < 20; round++) {
  advance(HOUR_MS * 3)
  const [holder, till, owner] = [
    await as(li.person_id),
    await as(shop.cashier_id),
    await as(ownerId),
  ]
  await act('领消费码', call('POST', `/v1/cards/${card}/pay-code-key`, holder, {}))
  const digits = async () => (await call('GET', `/v1/cards/${card}/pay-code`, holder)).body.digits
  const redeem = async () =>
    call('POST', '/v1/redemptions', till, { code: await digits(), amount_fen: 100 + round })
  const use = await act('核销', redeem())
  await act(
    '退回一部分',
    call('POST', `/v1/redemptions/${use.id}/corrections`, owner, {
      kind: 'refund',
      units: 1,
      reason: '多扣了',
    }),
  )
  await act(
    '撤销',
    call('POST', `/v1/redemptions/${use.id}/corrections`, owner, {
      kind: 'void',
      reason: '打错了',
    }),
  )
  if (round < 3) {
    const claim = async () =>
      act('免码核销', call('POST', '/v1/claims', till, { card_id: card, amount_fen: 100 }))
    await act('确认', call('POST', `/v1/holds/${(await claim()).id}/confirmation`, holder))
    const { id } = await claim()
    await act('提异议', call('POST', `/v1/holds/${id}/contest`, holder, { reason: 'other' }))
    await act('店家撤销占用', call('POST', `/v1/holds/${id}/void`, till, {}))
    advance(DAY_MS)
    continue
  }
  const starts_at = new Date(Date.parse(opened.world.now()) + HOUR_MS).toISOString()
  const book = async () =>
    act('预约', call('POST', '/v1/bookings', holder, { card_id: card, amount_fen: 200, starts_at }))
  await act(
    '预约结清',
    call('POST', `/v1/bookings/${(await book()).id}/capture`, till, { units: 150 }),
  )
  await act('取消预约', call('POST', `/v1/bookings/${(await book()).id}/cancellation`, holder))
}
{
  const [holder, till] = [await as(li.person_id), await as(shop.cashier_id)]
  await act(
    '开柜台付款',
    call('PUT', `/v1/cards/${card}/counter-pin`, holder, { enabled: true, pin: PIN }),
  )
  const body = { card_id: card, phone_tail: '0001', pin: PIN, amount_fen: 321 }
  await act('柜台付款', call('POST', '/v1/counter/redemptions', till, body))
  await act('冻结', call('POST', `/v1/cards/${card}/freeze`, holder, { reason: 'other' }))
  await act('解冻', call('POST', `/v1/cards/${card}/unfreeze`, holder, { pin: PIN }))
  const invited = await act(
    '邀请陪护',
    call('POST', `/v1/cards/${card}/companions`, holder, {
      phone: wang.phone,
      relation: 'child',
      pin: PIN,
    }),
  )
  await act(
    '接受陪护',
    call('POST', `/v1/companions/${invited.id}/acceptance`, await as(wang.person_id)),
  )
  const given = await act(
    '发起转让',
    call('POST', `/v1/cards/${card}/transfers`, holder, { to_phone: wang.phone, pin: PIN }),
  )
  const { contract_hashes } = given.card
  await act(
    '接受转让',
    call('POST', `/v1/card-transfers/${given.id}/acceptance`, await as(wang.person_id), {
      contract_hashes,
    }),
  )
  await act(
    '停止服务',
    call('POST', '/v1/service-stops', await as(ownerId), {
      service: null,
      from_on: opened.world.now().slice(0, 10),
      reason: '装修',
    }),
  )
  advance(3 * DAY_MS)
  await settleIntoCustody(opened.world, 100)
  await finishSettlements(opened.world, 100)
  await act('随时出款', call('POST', '/v1/payouts', await as(ownerId)))
  await act(
    '登记推送',
    call('POST', '/v1/webhook-endpoints', await as(ownerId), {
      url: 'https://pos.haifeng-bakery.cn/hook',
      types: ['*'],
    }),
  )
  void operator
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
