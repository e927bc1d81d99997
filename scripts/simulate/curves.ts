import { FACT_EVENTS, type Facts } from '../../src/warning/facts'
import { bentOn } from './effects'
import { drawTemper, leaseOn, type Plan, planShop, type Temper } from './plans'
import type { Chance } from './random'
import { type City, type CityAsked, dayAt, whole } from './row'
import { drawSeason, drawWeather, type Season, seasonOn } from './season'

/**
 * The first way of telling a city: every shop has usual rates; calendar, weather, its own drift and its tale bend them, and
 * chance draws the day from them.
 */
const SECTORS = [
  'fitness',
  'beauty',
  'training',
  'catering',
  'bakery',
  'laundry',
  'car_wash',
  'children',
  'massage',
]
type Shop = {
  chance: Chance
  plan: Plan
  row: Pick<Facts, 'shop' | 'sector' | 'brand' | 'opened_on'>
  opened_at: number
  season: Season
  uses: number
  ticket: number
  sales: number
  lot: number
  depth: number
  manual: number
  closed_on: number
  sway: number
  escrow: number
  holders: number
  care: number
}

export function curvesCity(asked: CityAsked, chance: Chance): City {
  const temper = drawTemper(chance.fork('temper'))
  const weather = drawWeather(chance.fork('weather'), asked.from, asked.days)
  const sectors = SECTORS.slice(0, chance.whole(4, SECTORS.length)).map((name) => ({
    name,
    season: drawSeason(chance.fork(name), chance.between(0.1, 0.9)),
  }))
  const brands = drawBrands(chance.fork('brands'), asked, temper)
  const shops = Array.from({ length: asked.shops }, (_, no) =>
    openShop(chance.fork(no), asked, temper, { no, sectors, brand: brands[no] ?? null }),
  )
  const down = chance.fork('down')
  return {
    truths: shops.map(({ plan }) => plan.truth),
    day: (at) => {
      if (down.is(temper.down)) return []
      const day = dayAt(asked.from, at)
      const rain = weather[at] ?? 0
      return shops.flatMap((shop) => dayOf(shop, temper, { at, day, from: asked.from, rain }) ?? [])
    },
  }
}

type Brand = { name: string; fails_at: number | null }
/** Some shops belong to a chain; a few chains come down as one. */
export function drawBrands(chance: Chance, asked: CityAsked, temper: Temper): (Brand | null)[] {
  const brands: (Brand | null)[] = []
  const chains = chance.between(0.05, 0.4)
  while (brands.length < asked.shops) {
    if (!chance.is(chains / 6)) {
      brands.push(null)
      continue
    }
    const size = chance.whole(2, 12)
    const fails = chance.is(temper.failing * 0.5)
    const brand = {
      name: `chain-${brands.length}`,
      fails_at: fails ? chance.whole(90, asked.days - 1) : null,
    }
    for (let i = 0; i < size; i += 1) brands.push(brand)
  }
  return brands.slice(0, asked.shops)
}

type Opening = { no: number; sectors: { name: string; season: Season }[]; brand: Brand | null }
function openShop(chance: Chance, asked: CityAsked, temper: Temper, of: Opening): Shop {
  const shop = `shop-${String(of.no).padStart(5, '0')}`
  const sector = of.sectors[of.no % of.sectors.length] as { name: string; season: Season }
  const opened_at = chance.is(0.18) ? chance.whole(0, asked.days - 60) : -chance.whole(30, 3000)
  const fails_at = of.brand?.fails_at ?? null
  const plan = planShop(chance.fork('plan'), asked, temper, {
    ...{ shop, opened_at, brand: fails_at === null ? null : { fails_at } },
  })
  const uses = chance.scale(1.5, 30) * temper.size
  const ticket = chance.scale(1500, 15_000)
  const lot = ticket * chance.scale(5, 40)
  const turn = chance.scale(25, 200)
  const released = uses * ticket
  return {
    ...{ chance, plan, opened_at, season: sector.season, uses, ticket, lot },
    row: {
      shop,
      sector: sector.name,
      brand: of.brand?.name ?? null,
      opened_on: dayAt(asked.from, opened_at),
    },
    sales: (released * chance.between(0.9, 1.12)) / lot,
    depth: chance.is(0.3) ? 0 : chance.scale(0.03, 0.35),
    manual: Math.min(0.9, temper.manual * chance.scale(0.4, 2.5)),
    closed_on: chance.is(0.25) ? chance.whole(0, 6) : -1,
    sway: 0,
    escrow: opened_at > 0 ? 0 : whole(released * turn),
    holders: opened_at > 0 ? 0 : Math.ceil((released * turn) / (lot * 0.55)),
    care: chance.scale(0.4, 2.5),
  }
}

type Day = { at: number; day: string; from: string; rain: number }
function dayOf(shop: Shop, temper: Temper, of: Day): Facts | null {
  const { chance, plan } = shop
  const { at } = of
  if (at < shop.opened_at || at >= plan.ends_at) return null
  const shut = plan.failed_at !== null && at >= plan.failed_at
  const bent = bentOn(plan.bends, at)
  shop.sway = shop.sway * 0.97 + temper.drift * 0.25 * chance.normal()
  const age = at - shop.opened_at
  const young = shop.opened_at < 0 ? 1 : 1 - 0.85 * Math.exp(-age / 45)
  const rush = shop.opened_at < 0 ? 1 : 1 + 2 * Math.exp(-age / 25)
  const rest = shop.closed_on === at % 7 ? 0 : 1
  const usual =
    seasonOn(shop.season, of.day, at, of.rain) * Math.exp(shop.sway) * rest * (shut ? 0 : 1)
  const uses_mean = shop.uses * usual * bent.uses * young * chance.around(temper.noise)
  const uses = shop.escrow > 0 ? chance.poisson(uses_mean) : 0
  const used_fen = Math.min(
    shop.escrow,
    whole(uses * shop.ticket * bent.ticket * chance.around(0.25 / Math.sqrt(uses + 1))),
  )
  const lots = chance.poisson(
    shop.sales * usual ** 0.8 * bent.sales * rush * chance.around(temper.noise),
  )
  const sold_fen = whole(
    lots * shop.lot * bent.lot * chance.around(0.4 / Math.sqrt(lots + 0.3)) * (lots > 0 ? 1 : 0),
  )
  const bonus_fen = whole(sold_fen * Math.max(0, shop.depth * chance.around(0.2) + bent.depth))
  const people = Math.max(0, shop.holders)
  const asks = temper.refunds * shop.care * people
  const refunds = Math.min(
    people,
    chance.poisson(
      asks * bent.refunds_by * (shut ? 30 : 1) + bent.refunds * Math.sqrt(people / 100),
    ),
  )
  const complains = temper.complaints * shop.care * people
  shop.escrow = Math.max(
    0,
    shop.escrow + sold_fen - used_fen - (people > 0 ? whole((refunds * shop.escrow) / people) : 0),
  )
  const gone = chance.poisson(
    people * 0.6 * (people > 0 && shop.escrow > 0 ? used_fen / (shop.escrow + used_fen) : 0.01),
  )
  shop.holders =
    shop.escrow === 0 ? 0 : Math.max(1, people + chance.binomial(lots, 0.6) - gone - refunds)
  const pays = !shut && used_fen > 0 ? 1 : 0
  return {
    ...{ day: of.day, ...shop.row, lease_ends_on: dayAt(of.from, leaseOn(plan, at)) },
    ...{ sold_fen, bonus_fen, lots_sold: lots, used_fen, uses },
    merchant_started_uses: chance.binomial(
      uses,
      Math.min(1, shop.manual * chance.around(0.2) + bent.manual),
    ),
    contested_uses: chance.binomial(uses, temper.contest + bent.contest),
    refund_requests: refunds,
    complaints: chance.poisson(
      complains * bent.complaints_by * (shut ? 30 : 1) + bent.complaints * Math.sqrt(people / 100),
    ),
    payout_bounces: chance.poisson(temper.bounces + bent.bounces * pays),
    bank_breaks: chance.poisson(temper.breaks + bent.breaks),
    escrow_fen: shop.escrow,
    holders: shop.holders,
    events: [
      ...plan.events.filter((told) => told.at === at).map(({ event }) => event),
      ...strayEvents(chance, temper, shut),
    ],
  }
}

/** What is seen at any shop now and then, and the patrol's rounds. */
export function strayEvents(chance: Chance, temper: Temper, shut: boolean): Facts['events'] {
  const events: Facts['events'] = []
  if (chance.is(temper.patrols)) events.push(shut ? 'patrol_closed' : 'patrol_ok')
  if (chance.is(temper.stray_events)) {
    const stray = FACT_EVENTS.filter((name) => !['patrol_ok', 'closure_announced'].includes(name))
    events.push(chance.pick(stray))
  }
  return events
}
