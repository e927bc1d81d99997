import type { FactEvent, Facts } from '../../src/warning/facts'
import type { Chance } from './random'
import { type City, type CityAsked, dayAt, whole } from './row'
import { mood, type Shop } from './sheets-mood'

/**
 * The third way of telling a city, and another hand's: a table of shops with straight lines and steps, its own kinds of
 * season, noise and rates, nothing shared with the other two but the form of a row. Nothing is ever fitted to it.
 */
type Kind = { name: string; share: number }
const KINDS: Kind[] = [
  { name: 'promotion_run', share: 18 },
  { name: 'slow_decline', share: 16 },
  { name: 'professional_closer', share: 10 },
  { name: 'fake_uses', share: 10 },
  { name: 'lease_runner', share: 8 },
  { name: 'chain_collapse', share: 10 },
  { name: 'diversion', share: 10 },
  { name: 'refund_run', share: 8 },
  { name: 'frozen_account', share: 6 },
  { name: 'sudden', share: 4 },
]
const HONEST = [
  'refurb_silent',
  'refurb_declared',
  'ill',
  'viral',
  'price',
  'staff',
  'manual',
  'closure',
  'none',
]
const SECTORS: [string, number, number, number[]][] = [
  ['健身', 14, 9000, [1, 0.7, 1.2, 1.1, 1.1, 1.1, 1, 1, 1, 0.9, 1, 0.9]],
  ['美发', 10, 6000, [1.3, 0.6, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1.1]],
  ['培训', 8, 12000, [0.6, 0.4, 1.1, 1.1, 1.1, 1, 1.4, 1.3, 1, 1, 1, 1]],
  ['烘焙', 25, 3500, [1.1, 0.8, 1, 1, 1.1, 1, 0.9, 0.9, 1.2, 1, 1, 1.1]],
  ['洗车', 18, 3000, [1.4, 0.8, 1, 1, 1, 0.9, 0.8, 0.8, 1, 1, 1, 1.1]],
]
/** How loudly and how early trouble shows, how wild days are, and how many shops there are to a chain that may fall. */
type Dials = { loud: Range; lead: Range; wild: Range; chain: number; refunds: number }
type Range = readonly [low: number, high: number]
const FAINT: Dials = { loud: [0.8, 1.3], lead: [25, 60], wild: [0.1, 0.3], chain: 25, refunds: 1 }
/** So plain that rules of the first hour find six of ten (docs/WARNING.md). */
const PLAIN: Dials = { loud: [1.3, 1.8], lead: [40, 80], wild: [0.05, 0.2], chain: 60, refunds: 3 }
export const plainSheetsCity = (asked: CityAsked, chance: Chance): City =>
  sheetsCity(asked, chance, PLAIN)

export function sheetsCity(asked: CityAsked, chance: Chance, dials = FAINT): City {
  const failing = chance.between(0.08, 0.22)
  const loud = chance.between(...dials.loud)
  const wild = chance.between(...dials.wild)
  const keeps = chance.is(0.5)
  const shops: Shop[] = []
  for (let no = 0; no < asked.shops; no += 1)
    shops.push(newShop(no, asked, chance.fork(no), { failing, lead: dials.lead }))
  chains(shops, chance.fork('chains'), { asked, failing, each: dials.chain })
  for (const shop of shops) script(shop, asked)
  const wet = Array.from({ length: asked.days }, () =>
    chance.is(0.18) ? chance.between(0.5, 0.9) : 1,
  )
  return {
    truths: shops.map(({ truth }) => truth),
    day: (at) =>
      shops.flatMap(
        (shop) =>
          row(shop, {
            at,
            day: dayAt(asked.from, at),
            loud,
            refunds: dials.refunds,
            wild,
            keeps,
            wet: wet[at] ?? 1,
            from: asked.from,
          }) ?? [],
      ),
  }
}

type Asking = { failing: number; lead: Range }
function newShop(no: number, asked: CityAsked, c: Chance, { failing, lead }: Asking): Shop {
  const sector = no % SECTORS.length
  const [, uses, price] = SECTORS[sector] as (typeof SECTORS)[number]
  const born = c.is(0.15) ? c.whole(1, asked.days - 90) : -c.whole(60, 2000)
  const u = uses * c.between(0.4, 2)
  const p = price * c.between(0.6, 1.6)
  const pack = p * c.whole(6, 24)
  const id = `S${1000 + no}`
  const fail = c.is(failing) ? c.whole(Math.max(120, born + 120), asked.days + 40) : null
  return {
    ...{ id, sector, brand: null, born, c, events: new Map(), honest: [], uses: u, price: p, pack },
    truth: { shop: id, failed_on: null, kind: 'honest', lookalikes: [] },
    fail: fail !== null && fail < asked.days ? fail : null,
    kind: c.weighed(Object.fromEntries(KINDS.map(({ name, share }) => [name, share]))),
    lead: c.between(...lead),
    power: c.between(0.7, 1.3),
    lease: c.whole(30, 1400),
    renews: c.whole(5, 90),
    lots: (u * p) / pack,
    deal: c.pick([0, 0.1, 0.1, 0.15, 0.2]),
    byhand: c.between(0.02, 0.2),
    money: born > 0 ? 0 : whole(u * p * c.between(40, 120)),
    cards: 0,
  }
}

type Chains = { asked: CityAsked; failing: number; each: number }
function chains(shops: Shop[], c: Chance, { asked, failing, each }: Chains): void {
  for (let no = 0; no < shops.length / each; no += 1) {
    const members = Array.from({ length: c.whole(3, 8) }, () => c.pick(shops))
    const falls = c.is(failing) ? c.whole(150, asked.days - 30) : null
    for (const [i, shop] of members.entries()) {
      shop.brand = `连锁${no}`
      if (falls === null || shop.born > falls - 120) continue
      shop.fail = falls + i * c.whole(2, 12)
      shop.kind = 'chain_collapse'
      if (shop.fail >= asked.days) shop.fail = null
    }
  }
}

/** Writes the events of a shop down beforehand. */
function script(shop: Shop, asked: CityAsked): void {
  const { c, truth } = shop
  const say = (at: number, event: FactEvent) =>
    shop.events.set(Math.floor(at), [...(shop.events.get(Math.floor(at)) ?? []), event])
  for (let at = c.whole(1, 45); at < (shop.fail ?? asked.days); at += c.whole(25, 40))
    say(at, 'patrol_ok')
  if (c.is(0.12)) say(c.whole(0, asked.days), 'legal_representative_changed')
  if (c.is(0.1)) say(c.whole(0, asked.days), 'address_changed')
  if (c.is(0.03)) say(c.whole(0, asked.days), 'licence_lapsed')
  if (c.is(0.02)) say(c.whole(0, asked.days), 'court_enforcement_listed')
  if (c.is(0.03)) say(c.whole(0, asked.days), 'off_escrow_sale_reported')
  const { fail, lead } = shop
  if (shop.cards === 0) shop.cards = Math.ceil(shop.money / (shop.pack * 0.5))
  if (fail !== null) {
    Object.assign(truth, { failed_on: dayAt(asked.from, fail), kind: shop.kind })
    if (shop.kind === 'professional_closer')
      say(fail - lead - c.whole(5, 60), 'legal_representative_changed')
    if (shop.kind === 'lease_runner')
      Object.assign(shop, { lease: fail + c.whole(0, 15), renews: -9999 })
    if (shop.kind === 'frozen_account')
      say(fail - lead + c.whole(0, 10), 'court_enforcement_listed')
    if (shop.kind === 'diversion' && c.is(0.6))
      say(fail - c.whole(15, lead), 'off_escrow_sale_reported')
    if (c.is(0.15)) say(fail - c.whole(3, 20), 'patrol_sale_sign')
    return
  }
  for (let n = c.whole(0, 3); n > 0; n -= 1) {
    const kind = c.pick(HONEST)
    const from = c.whole(60, asked.days - 1)
    if (kind === 'none' || (kind === 'closure' && (shop.truth.kind !== 'honest' || c.is(0.7))))
      continue
    const long = { manual: 5, viral: 14, ill: 14, closure: 30, staff: 45 }[kind] ?? 25
    const to = from + Math.floor(long * c.between(0.6, 1.4))
    shop.honest.push({ kind, from, to })
    truth.lookalikes.push({ kind, from: dayAt(asked.from, from), to: dayAt(asked.from, to) })
    if (kind === 'refurb_declared') say(from, 'refurbishment_declared')
    if (kind === 'refurb_silent' && c.is(0.4)) say(from + 4, 'patrol_closed')
    if (kind === 'closure') {
      say(from, 'closure_announced')
      truth.kind = 'orderly_closure'
    }
  }
}

type Today = {
  at: number
  day: string
  loud: number
  refunds: number
  wild: number
  keeps: boolean
  wet: number
  from: string
}
function row(shop: Shop, of: Today): Facts | null {
  const { c } = shop
  const { at } = of
  if (at < shop.born) return null
  const dead = shop.fail !== null && at >= shop.fail
  const closed = shop.honest.some(({ kind, to }) => kind === 'closure' && at > to)
  if (closed || (dead && !of.keeps)) return null
  const [name, , , months] = SECTORS[shop.sector] as (typeof SECTORS)[number]
  const weekend = [0, 6].includes(new Date(of.day).getUTCDay()) ? 1.3 : 0.9
  const usual = dead ? 0 : (months[Number(of.day.slice(5, 7)) - 1] ?? 1) * weekend * of.wet
  const m = mood(shop, at, of.loud)
  const grow = shop.born < 0 ? 1 : Math.min(1, 0.2 + (at - shop.born) / 90)
  const uses = shop.money <= 0 ? 0 : c.poisson(shop.uses * usual * m.u * grow * c.around(of.wild))
  const used = Math.min(shop.money, whole(uses * shop.price))
  const lots = c.poisson(shop.lots * usual * m.s * (shop.born < 0 ? 1 : 1.6) * c.around(of.wild))
  const sold = whole(lots * shop.pack)
  const refunds = Math.min(
    shop.cards,
    c.poisson((shop.cards / 9000) * of.refunds * m.ref * (dead ? 60 : 1)),
  )
  const back = shop.cards > 0 ? whole((shop.money / shop.cards) * refunds) : 0
  shop.money = Math.max(0, shop.money + sold - used - back)
  shop.cards = Math.max(shop.money > 0 ? 1 : 0, whole(shop.money / (shop.pack * 0.5)))
  if (at > shop.lease - shop.renews) shop.lease += 730
  return {
    ...{
      day: of.day,
      shop: shop.id,
      sector: name,
      brand: shop.brand,
      opened_on: dayAt(of.from, shop.born),
    },
    ...{
      lease_ends_on: dayAt(of.from, shop.lease),
      sold_fen: sold,
      lots_sold: lots,
      used_fen: used,
      uses,
    },
    bonus_fen: whole(sold * (shop.deal + m.d)),
    merchant_started_uses: c.binomial(uses, Math.min(1, shop.byhand + m.hand)),
    contested_uses: c.binomial(uses, 0.003 + m.con),
    refund_requests: refunds,
    complaints: c.poisson((shop.cards / 20_000) * m.com * (dead ? 60 : 1)),
    payout_bounces: dead ? 0 : c.poisson(0.002 + m.bou),
    bank_breaks: c.poisson(0.002 + m.brk),
    escrow_fen: shop.money,
    holders: shop.cards,
    events: shop.events.get(at) ?? [],
  }
}
