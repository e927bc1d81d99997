import type { Facts } from '../../src/warning/facts'
import { type Blend, drawBlend, hidden } from './blends-dials'
import { type Fall, fallOn, type Mood, planFall } from './blends-falls'
import { honestOn, planHonest, type Spell } from './blends-honest'
import type { Chance } from './random'
import { type City, type CityAsked, type Dated, dayAt, type Truth, whole } from './row'
import { drawSeason, drawWeather, type Season, seasonOn } from './season'

/**
 * The fourth way of telling a city: plain tales as most people would tell them, under dials that are drawn anew for every
 * city (noise, seasons, how plain and how early trouble shows, how many honest look-alikes there are, which fields the city
 * keeps at all). It is a family of cities and not one.
 */
export type Shop = {
  no: number
  c: Chance
  truth: Truth
  row: Pick<Facts, 'shop' | 'sector' | 'brand' | 'opened_on'>
  season: Season
  born: number
  uses: number
  ticket: number
  lots: number
  lot: number
  depth: number
  hand: number
  rest: number
  sway: number
  escrow: number
  holders: number
  lease: number
  renews: number
  ends_at: number
  fall: Fall | null
  spells: Spell[]
  events: Dated[]
}

export function blendsCity(asked: CityAsked, chance: Chance): City {
  const dials = drawBlend(chance.fork('dials'))
  const weather = drawWeather(chance.fork('weather'), asked.from, asked.days)
  const seasons = Array.from({ length: dials.sectors }, (_, i) =>
    drawSeason(chance.fork(`season ${i}`), dials.seasonal * chance.between(0.3, 1)),
  )
  const brands = drawChains(chance.fork('chains'), asked, dials)
  const shops = Array.from({ length: asked.shops }, (_, no) =>
    openShop(chance.fork(no), asked, dials, { no, seasons, brand: brands.get(no) ?? null }),
  )
  return {
    truths: shops.map(({ truth }) => truth),
    day: (at) => {
      const of = { at, day: dayAt(asked.from, at), from: asked.from, rain: weather[at] ?? 0 }
      return shops.flatMap((shop) => rowOf(shop, dials, of) ?? [])
    },
  }
}

type Chain = { name: string; falls_at: number | null; place: number }
function drawChains(c: Chance, asked: CityAsked, dials: Blend): Map<number, Chain> {
  const of = new Map<number, Chain>()
  const wanted = Math.floor(asked.shops * dials.chained)
  for (let no = 0; of.size < wanted; no += 1) {
    const size = c.whole(3, 12)
    const falls_at = c.is(dials.chains_fall) ? c.whole(150, asked.days + 30) : null
    for (let place = 0; place < size; place += 1) {
      const shop = c.whole(0, asked.shops - 1)
      if (!of.has(shop)) of.set(shop, { name: `brand ${no}`, falls_at, place })
    }
  }
  return of
}

type Opening = { no: number; seasons: Season[]; brand: Chain | null }
function openShop(c: Chance, asked: CityAsked, dials: Blend, of: Opening): Shop {
  const id = `s${of.no}`
  const sector = c.whole(0, of.seasons.length - 1)
  const born = c.is(dials.young) ? c.whole(0, asked.days - 60) : -c.whole(60, 2500)
  const uses = c.scale(dials.smallest, dials.smallest * 15)
  const ticket = c.scale(1500, 12_000) * dials.money
  const lot = ticket * c.scale(6, 25)
  const turn = c.scale(30, 150)
  const escrow = born > 0 ? 0 : whole(uses * ticket * turn)
  const truth: Truth = { shop: id, failed_on: null, kind: 'honest', lookalikes: [] }
  const shop: Shop = {
    ...{ no: of.no, c, truth, born, uses, ticket, lot, escrow, events: [], spells: [] },
    row: {
      ...{ shop: id, sector: dials.names[sector] ?? `sector ${sector}` },
      ...{ brand: of.brand?.name ?? null, opened_on: dayAt(asked.from, born) },
    },
    season: of.seasons[sector] as Season,
    lots: ((uses * ticket) / lot) * c.between(0.9, 1.1),
    depth: c.pick([0, 0.05, 0.1, 0.1, 0.15, 0.2, 0.3]),
    hand: Math.min(0.8, dials.hand * c.scale(0.5, 2)),
    rest: c.is(0.2) ? c.whole(0, 6) : -1,
    sway: 0,
    holders: escrow === 0 ? 0 : Math.ceil(escrow / (lot * 0.55)),
    lease: c.whole(20, 1300),
    renews: c.whole(0, 60),
    ends_at: asked.days,
    fall: null,
  }
  planFall(shop, asked, dials, of.brand)
  planHonest(shop, asked, dials)
  return shop
}

type Day = { at: number; day: string; from: string; rain: number }
function rowOf(shop: Shop, dials: Blend, of: Day): Facts | null {
  const { c } = shop
  const { at } = of
  if (at < shop.born || at >= shop.ends_at) return null
  const shut = shop.fall !== null && at >= shop.fall.at
  const m: Mood = {
    u: 1,
    s: 1,
    t: 1,
    d: 0,
    hand: 0,
    con: 0,
    ref: 1,
    com: 1,
    bou: 0,
    brk: 0,
    run: 0,
  }
  honestOn(shop, at, m)
  if (shop.fall !== null) fallOn(shop.fall, at, m)
  shop.sway = shop.sway * 0.98 + dials.drift * 0.2 * c.normal()
  const age = at - shop.born
  const grown = shop.born < 0 ? 1 : Math.min(1, 0.15 + age / 100)
  const rush = shop.born < 0 ? 1 : 1 + 1.5 * Math.exp(-age / 30)
  const rest = shop.rest === at % 7 ? 0 : 1
  const usual =
    shut || rest === 0
      ? 0
      : seasonOn(shop.season, of.day, at, of.rain) * Math.exp(shop.sway - dials.drift ** 2 / 2)
  const uses =
    shop.escrow > 0 ? c.poisson(shop.uses * usual * grown * m.u * c.around(dials.noise)) : 0
  const used = Math.min(
    shop.escrow,
    whole(uses * shop.ticket * m.t * c.around(0.2 / Math.sqrt(uses + 1))),
  )
  const lots = c.poisson(shop.lots * usual ** 0.8 * rush * m.s * c.around(dials.noise))
  const sold = lots === 0 ? 0 : whole(lots * shop.lot * c.around(0.35 / Math.sqrt(lots)))
  const people = shop.holders
  const refunds = Math.min(
    people,
    c.poisson(people * (dials.refunds * m.ref * (shut ? 60 : 1) + m.run)),
  )
  const back = people > 0 ? whole((refunds * shop.escrow) / people) : 0
  shop.escrow = Math.max(0, shop.escrow + sold - used - back)
  shop.holders = shop.escrow === 0 ? 0 : Math.max(1, whole(shop.escrow / (shop.lot * 0.55)))
  if (shop.fall === null && at > shop.lease - shop.renews) shop.lease += c.pick([365, 730, 1095])
  return hidden(
    {
      ...{ day: of.day, ...shop.row, lease_ends_on: dayAt(of.from, shop.lease) },
      ...{ sold_fen: sold, lots_sold: lots, used_fen: used, uses },
      bonus_fen: whole(
        sold * Math.max(0, shop.depth * c.around(dials.tiers / Math.sqrt(lots + 0.5)) + m.d),
      ),
      merchant_started_uses: c.binomial(uses, Math.min(1, shop.hand * c.around(0.15) + m.hand)),
      contested_uses: c.binomial(uses, Math.min(1, dials.contest + m.con)),
      refund_requests: refunds,
      complaints: c.poisson(people * dials.complaints * m.com * (shut ? 60 : 1)),
      payout_bounces: shut ? 0 : c.poisson(dials.bounces + m.bou),
      bank_breaks: c.poisson(dials.breaks + m.brk),
      ...{ escrow_fen: shop.escrow, holders: shop.holders },
      events: [
        ...shop.events.filter((told) => told.at === at).map(({ event }) => event),
        ...(c.is(dials.patrols)
          ? [shut ? ('patrol_closed' as const) : ('patrol_ok' as const)]
          : []),
      ],
    },
    dials,
  )
}
