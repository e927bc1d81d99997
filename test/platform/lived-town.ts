import { HOLDERS, OFFICIALS, staffPhone } from '../../src/demo/cast'
import { newestCode } from '../../src/demo/people'
import { runEndings } from '../../src/ends/run'
import { DAY_MS } from '../../src/kernel/time'
import { deliverEvents } from '../../src/notify/deliver'
import { objectionToken } from '../../src/objections/link'
import { payDaily } from '../../src/payouts/pay'
import { settlePayouts } from '../../src/payouts/settle'
import type { Role } from '../../src/platform/actor'
import { type Statement, sql } from '../../src/platform/d1'
import { agedDays } from '../archives/read-through'
import { openCases } from '../cases/read-through'
import { complains } from '../complaints/read-through'
import { courtFreezes } from '../courts/read-through'
import { scoresCredit } from '../credit/read-through'
import { providersDay } from '../disputes/read-through'
import { markUses } from '../insiders/read-through'
import { bankYesterday } from '../intake/read-through'
import { joinRequests } from '../joining/read-through'
import { inherits } from '../mandates/read-through'
import { subscribe } from '../notify/read-through'
import { nightPacks } from '../packs/read-through'
import { holdPasskeys } from '../passkeys/read-through'
import { frontPictures } from '../photos/read-through'
import { recovers } from '../recoveries/read-through'
import { COUNTER_PIN, PIN } from '../redemptions/support'
import { type Desk, good, openDesk } from '../refunds/support'
import { shopHours } from '../shops/read-through'
import type { Gives } from '../support/addresses'
import type { Official, Shop } from '../support/city'
import { standTerminals } from '../terminals/read-through'
import { readings } from '../traces/read-through'
import { type StandingApp, standsApp } from '../vendors/read-through'
import { rememberIds } from './remembered'
import { plantTrouble } from './trouble'

type Of = Official['kind']

export type LivedTown = {
  desk: Desk
  people: Map<Role, string>
  /** By the address up to a parameter (`/v1/cards/:id`), by that and a role, or by the operation's name. */
  ids: Map<string, string>
  /** Who reads instead, by the second word of the address and a role: the people of the shop that is gone. */
  others: Map<string, string>
  terminal: Awaited<ReturnType<typeof standTerminals>>
  app: StandingApp
  /** Takes on another official; their id. */
  official: (of: Of, role: Official['role'], phone: string, districts?: string[]) => Promise<string>
}

/** The town while it is told: who says what, and what is remembered of it. */
export type Telling = Omit<LivedTown, 'terminal' | 'app'> & {
  operator: string
  say: Gives
  one: (statement: Statement) => Promise<string>
  put: (key: string, value: unknown) => void
}

type Options = NonNullable<Parameters<typeof openDesk>[1]>
/** A town in which everything that can be read has happened at least once. */
export async function openLivedTown(options: Options = {}): Promise<LivedTown> {
  const told = await openTelling(options)
  await bringPeople(told)
  await subscribe(told)
  await shopHours(told.desk, told.people.get('owner') ?? '')
  await joinRequests(told.desk, told.operator)
  await frontPictures(told)
  const card = await useCard(told)
  const terminal = await standTerminals(told.desk, card, told.put)
  await markUses(told.desk, card)
  await givePin(told, card)
  const gone = await openShopThatGoes(told)
  await payShops(told)
  await askRefund(told, card)
  await confirmGone(told, gone)
  await openCases(told.desk.world, told.put)
  await told.say(told.desk.supervisor, 'POST', '/v1/patrols', { merchant_id: told.desk.shop.id })
  await told.say(told.desk.li.id, 'POST', `/v1/cards/${card}/pay-code-key`)
  while ((await runEndings(told.desk.world, 10)) > 0);
  await plantTrouble(told)
  await complains(told.desk, card, told.put)
  await rememberIds(told, card)
  await passDay(told)
  const second = await told.one(
    sql`SELECT id FROM officials WHERE role = 'supervisor' AND id <> ${told.desk.supervisor}`,
  )
  await scoresCredit(told.desk, told.put, second)
  await holdPasskeys(told.desk, told.people, told.put)
  await recovers(told.desk, told.put)
  await inherits(told)
  await readings(told.desk, told)
  return { ...told, terminal, app: await standsApp(told.desk) }
}

async function openTelling(options: Options): Promise<Telling> {
  // Subscribers somewhere in the world who say yes to all but the first.
  let told = 0
  const outbound = { post: async () => ({ status: told++ === 0 ? 500 : 200 }) }
  const desk = await openDesk(0, { outbound, ...options })
  const ids = new Map<string, string>()
  const say: Telling['say'] = async (who, method, path, body) =>
    good(await desk.says(who, method, path, body))
  const one: Telling['one'] = async (statement) => String((await desk.rows(statement))[0]?.id)
  const operator = await one(sql`SELECT id FROM officials WHERE kind = 'operator'`)
  const official: Telling['official'] = async (kind, role, phone, districts) => {
    const body = { kind, role, name: '张同志', phone, ...(districts ? { districts } : {}) } as const
    return (await say(operator, 'POST', '/v1/officials', body)).id
  }
  const put = (key: string, value: unknown) => ids.set(key, String(value))
  return { desk, people: new Map(), ids, others: new Map(), operator, say, one, official, put }
}

async function bringPeople({ desk, people, say, official, operator }: Telling): Promise<void> {
  const { shop, li } = desk
  people.set('consumer', li.id)
  people.set('owner', desk.owner)
  people.set('cashier', shop.cashier_id)
  people.set('supervisor', desk.supervisor)
  people.set('operator', operator)
  people.set('bank', await official('bank', 'bank', OFFICIALS.teller.phone))
  await say(operator, 'POST', `/v1/merchants/${shop.id}/level`, {
    level: 'AA',
    reason: '两年没有投诉',
  })
  await say(operator, 'POST', '/v1/city/proposals', {
    table: 'court',
    key: 'lingang',
    from_on: '2026-04-01',
    value: { name: '威海市环翠区人民法院' },
    source: '中级人民法院公告',
  })
  for (const amount_fen of [100, 200])
    await say(String(people.get('bank')), 'POST', `/v1/merchants/${shop.id}/deposits`, {
      amount_fen,
    })
  const manager = await say(desk.owner, 'POST', `/v1/merchants/${shop.id}/staff`, {
    name: '店长',
    role: 'manager',
    phone: staffPhone(1, 8),
  })
  people.set('manager', manager.id)
  await desk.joins(HOLDERS.wang.phone)
}

/** A card that is used, corrected, claimed on twice (once contested), of a shop that will move; its id. */
async function useCard({ desk, say, one, put }: Telling): Promise<string> {
  const { shop, li } = desk
  const card = await desk.buysCard(1)
  await desk.buysCard(0)
  await desk.uses(card, 20_000)
  const use = await one(sql`SELECT id FROM redemptions`)
  const change = await say(desk.owner, 'POST', '/v1/merchant-changes', {
    kind: 'move',
    facts: { address: '环翠区新威路 9 号', district: 'huancui' },
    from_on: '2026-06-01',
    reason: '租约到期，另寻店面',
  })
  const correction = await say(desk.owner, 'POST', `/v1/redemptions/${use}/corrections`, {
    kind: 'refund',
    units: 100,
    reason: '多扣了一元',
  })
  const claim = await say(shop.cashier_id, 'POST', '/v1/claims', { card_id: card, amount_fen: 900 })
  // Another one that its holder contests: it waits for a mediator.
  const contested = { card_id: card, amount_fen: 700 }
  const other_claim = await say(shop.cashier_id, 'POST', '/v1/claims', contested)
  const why = { reason: 'quality', note: '面包是昨天的' } as const
  await say(li.id, 'POST', `/v1/holds/${other_claim.id}/contest`, why)
  put('/v1/merchant-changes/:id', change.id)
  put('/v1/corrections/:id', correction.id)
  put('/v1/holds/:id', claim.id)
  put('/v1/objections/:token', await objectionToken(desk.world, claim.id))
  put('/v1/redemptions/:id', use)
  return card
}

async function givePin({ desk, say }: Telling, card: string): Promise<void> {
  const { li } = desk
  await say(desk.owner, 'POST', '/v1/service-stops', {
    service: null,
    from_on: '2026-12-01',
    reason: '年底装修',
  })
  await say(li.id, 'POST', '/v1/me/sms-codes', { purpose: 'pin' })
  const code = await newestCode(desk.client, HOLDERS.li.phone)
  await say(li.id, 'PUT', '/v1/me/pin', { pin: PIN, code })
  await say(li.id, 'POST', `/v1/cards/${card}/companions`, {
    phone: HOLDERS.wang.phone,
    relation: 'child',
    pin: PIN,
  })
  await say(li.id, 'PUT', `/v1/cards/${card}/counter-pin`, {
    enabled: true,
    pin: PIN,
    counter_pin: COUNTER_PIN,
  })
}

async function openShopThatGoes({ desk, say }: Telling): Promise<Shop> {
  const { li } = desk
  // Another card is on offer to somebody else.
  const other = await desk.opens(2)
  const gone = await desk.opens(4)
  await desk.buys({ ...li, token: await desk.as(li.id) }, gone, 0)
  const given = (await desk.buys({ ...li, token: await desk.as(li.id) }, other, 1)).id
  await say(li.id, 'POST', `/v1/cards/${given}/transfers`, {
    to_phone: HOLDERS.wang.phone,
    pin: PIN,
  })
  for (const kind of ['invite', 'report'] as const)
    await say(li.id, 'POST', '/v1/shop-tips', {
      kind,
      shop_name: '老街浴池',
      district: 'huancui',
    })
  return gone
}

async function payShops({ desk }: Telling): Promise<void> {
  await desk.banks()
  await payDaily(desk.world, 10)
  for (let i = 0; i < 3; i++) {
    await settlePayouts(desk.world, 10)
    desk.advance(600_000)
  }
  await deliverEvents(desk.world, 200)
}

async function askRefund({ desk, say, one, put }: Telling, card: string): Promise<void> {
  const { li } = desk
  const refund = await say(li.id, 'POST', `/v1/cards/${card}/refunds`, {
    ground: 'shop_moved',
    lot_ids: [await one(sql`SELECT id FROM lots ORDER BY bought_at LIMIT 1`)],
  })
  put('/v1/refunds/:id', refund.id)
}

async function confirmGone(telling: Telling, gone: Shop): Promise<void> {
  const { desk, people, others, say, one, official, put } = telling
  const both = [desk.shop.plan.district, gone.plan.district]
  people.set(
    'supervisor',
    await official('regulator', 'supervisor', OFFICIALS.supervisor_second.phone, both),
  )
  const incident = await say(people.get('supervisor') ?? '', 'POST', '/v1/incidents', {
    merchant_id: gone.id,
    reason: '卷闸门关闭，电话不通',
    evidence: '网格员两次上门，照片三张',
  })
  const another = await official(
    'regulator',
    'supervisor',
    OFFICIALS.supervisor_elsewhere.phone,
    both,
  )
  await say(another, 'POST', `/v1/incidents/${incident.id}/confirmation`)
  const gone_owner = await one(
    sql`SELECT id FROM staff WHERE merchant_id = ${gone.id} AND role = 'owner'`,
  )
  const gone_manager = await say(gone_owner, 'POST', `/v1/merchants/${gone.id}/staff`, {
    name: '店长',
    role: 'manager',
    phone: staffPhone(1, 9),
  })
  others.set('endings owner', gone_owner)
  others.set('endings manager', gone_manager.id)
  put('/v1/endings/:id', incident.id)
}

async function passDay({ desk, people, operator, say, put }: Telling): Promise<void> {
  const { shop } = desk
  await say(operator, 'POST', `/v1/merchants/${shop.id}/level`, {
    level: 'AA',
    reason: '一年没有投诉',
  })
  await providersDay(desk, put)
  await courtFreezes(desk, put, people.get('bank') ?? '')
  await say(people.get('bank') ?? '', 'POST', `/v1/merchants/${shop.id}/deposits`, {
    amount_fen: 500_000,
  })
  desk.advance(DAY_MS)
  await bankYesterday(desk, put)
  await nightPacks(desk, put)
  await agedDays(desk, put, people.get('bank') ?? '')
}
