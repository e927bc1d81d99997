import type { FactEvent, Facts } from '../../../src/warning/facts'
import type { Chance } from '../random'
import { type City, type CityAsked, dayAt, whole } from '../row'
import { drawHand, type Hand } from './hand'
import { type Diary, turnOn, writeFall, writeHonest } from './pages'

/**
 * A fourth way of telling a city, and another hand's again: each shop keeps a diary, and cards are lots of visits that are
 * bought, used up and lost. Every seed is another hand (`drawHand`). It shares with the other ways only the form of a row.
 */
type Shop = Diary & {
  row: Pick<Facts, 'shop' | 'sector' | 'brand' | 'opened_on'>
  sector: Hand['sectors'][number]
  /** Visits a usual day, and where its trade has wandered. */
  visits: number
  wandered: number
  week: number[]
  price: number
  pack: number
  bonus: number
  by_hand: number
  escrow: number
}
type Telling = { hand: Hand; asked: CityAsked; wet: number[] }

export function diariesCity(asked: CityAsked, chance: Chance): City {
  const hand = drawHand(chance.fork('hand'))
  const telling = { hand, asked, wet: weather(chance.fork('sky'), asked.days) }
  const shops = Array.from({ length: asked.shops }, (_, no) =>
    openShop(no, telling, chance.fork(no)),
  )
  const falls = nameBrands(shops, telling, chance.fork('brands'))
  for (const shop of shops) {
    writeEnd(shop, telling, falls.get(shop) ?? null)
    writeHonest(shop, hand, { start: asked.from, days: asked.days })
  }
  return {
    truths: shops.map(({ truth }) => truth),
    day: (at) => shops.flatMap((shop) => rowOf(shop, telling, at) ?? []),
  }
}
function weather(c: Chance, days: number): number[] {
  let wet = 0
  return Array.from({ length: days }, () => {
    wet = c.is(0.15) ? c.between(0.1, 0.6) : wet * 0.4
    return 1 - wet
  })
}

function openShop(no: number, { hand, asked }: Telling, c: Chance): Shop {
  const sector = c.pick(hand.sectors)
  const shop = `D${String(no).padStart(5, '0')}`
  const born = c.is(hand.young) ? c.whole(1, asked.days - 60) : -c.whole(30, 2500)
  const visits = Math.max(0.15, sector.visits * c.around(hand.sizes))
  const rest = c.is(hand.rests) ? c.whole(0, 4) : -1
  const price = whole(sector.price * c.around(0.35))
  return {
    ...{ c, born, pages: [], events: [], ends: null, closes: null, sector, visits, price },
    truth: { shop, failed_on: null, kind: 'honest', lookalikes: [] },
    row: { shop, sector: sector.name, brand: null, opened_on: dayAt(asked.from, born) },
    lease: c.whole(20, 1500),
    wandered: 0,
    week: Array.from({ length: 7 }, (_, day) =>
      day === rest ? 0 : day > 4 ? 1 + hand.week : c.between(0.85, 1.1),
    ),
    pack: price * c.pick([5, 10, 10, 12, 20, 30]),
    bonus: c.is(hand.bonus_part) ? c.pick([0.05, 0.1, 0.15, 0.2, 0.3]) : 0,
    by_hand: Math.min(0.6, hand.hand * c.around(0.8)),
    escrow: born > 0 ? 0 : whole(visits * price * c.between(50, 130)),
  }
}

/** Brands, and the day each that falls takes its shops along, one after another. */
function nameBrands(shops: Shop[], { hand, asked }: Telling, c: Chance): Map<Shop, number> {
  const falls = new Map<Shop, number>()
  let no = 0
  for (let at = 0; at < shops.length * hand.brands; no += 1) {
    const size = c.whole(2, 7)
    const first = c.is(hand.brand_falls) ? c.whole(150, asked.days - 20) : null
    for (const shop of shops.slice(at, at + size)) {
      shop.row.brand = `牌${no}`
      if (first !== null && c.is(0.9)) falls.set(shop, first + c.whole(0, 40))
    }
    at += size
  }
  return falls
}
function writeEnd(shop: Shop, { hand, asked }: Telling, with_brand: number | null): void {
  const { c } = shop
  const alone = c.is((hand.fails * asked.days) / 730) ? c.whole(110, asked.days + 30) : null
  const at = with_brand ?? alone
  if (at === null || at < shop.born + 110 || at >= asked.days) return
  const kind = with_brand === null ? c.weighed(hand.kinds) : 'chain_collapse'
  writeFall(shop, hand, kind, at, { start: asked.from, days: asked.days })
}

const FESTIVAL: Record<string, number> = { 2024: 40, 2025: 28, 2026: 47, 2027: 36 }
function seasonOf({ sector, week }: Shop, day: string): number {
  const date = new Date(`${day}T00:00:00Z`)
  const since = (date.getTime() - Date.UTC(date.getUTCFullYear(), 0, 1)) / 86_400_000
  const off = since - (FESTIVAL[date.getUTCFullYear()] ?? 35)
  const feast = off > -4 && off < 9 ? sector.festival : 1
  const month = date.getUTCMonth()
  return (week[date.getUTCDay()] ?? 1) * feast * (month === 6 || month === 7 ? sector.school : 1)
}

function rowOf(shop: Shop, { hand, asked, wet }: Telling, at: number): Facts | null {
  const { c, born, ends, closes } = shop
  const gone = (ends !== null && at >= ends) || (closes !== null && at >= closes)
  if (at < born || (gone && (closes !== null || hand.after === 'rows_end'))) return null
  if (gone && ends !== null && at > ends + 120) return null
  const day = dayAt(asked.from, at)
  shop.wandered = shop.wandered * 0.995 + hand.wander * c.normal()
  if (at > shop.lease && ends === null) shop.lease += 730
  const turn = turnOn(shop.pages, at)
  const young = Math.min(1, (at - born + 10) / 90)
  const mean = shop.visits * young * seasonOf(shop, day) * Math.exp(shop.wandered) * (wet[at] ?? 1)
  const shut = gone || c.is(hand.gaps) ? 0 : 1
  const price = shop.price * turn.price
  const could = Math.floor(shop.escrow / Math.max(1, price))
  const uses = Math.min(could, c.poisson(mean * shut * turn.visits * c.around(hand.wild)))
  const used = Math.min(shop.escrow, whole(uses * price * c.around(0.1)))
  const topups = (mean * shop.price) / shop.pack / Math.max(0.3, young)
  const lots = c.poisson(topups * shut * turn.topups * c.around(hand.wild * 1.5))
  const sold = whole(lots * shop.pack * c.around(0.25 / Math.sqrt(lots + 1)))
  const holders = Math.ceil(shop.escrow / (shop.pack * 0.55))
  const anger = gone && hand.after === 'anger' ? 40 : 1
  const back = Math.min(holders, c.poisson(holders * hand.base.back * turn.back * anger))
  const returned = whole((back * shop.escrow) / Math.max(1, holders))
  shop.escrow = Math.max(0, shop.escrow + sold - used - returned)
  const events: FactEvent[] = shop.events.flatMap((told) => (told.at === at ? [told.event] : []))
  if (c.is(hand.patrols)) events.push(shut === 0 || uses === 0 ? 'patrol_closed' : 'patrol_ok')
  const row: Facts = {
    ...{ day, ...shop.row, lease_ends_on: dayAt(asked.from, shop.lease), events },
    ...{ sold_fen: sold, lots_sold: lots, used_fen: used, uses, refund_requests: back },
    bonus_fen: whole(sold * Math.max(0, (shop.bonus + turn.bonus) * c.around(0.2))),
    merchant_started_uses: c.binomial(uses, Math.min(1, shop.by_hand + turn.hand)),
    contested_uses: c.binomial(uses, Math.min(1, hand.base.deny + turn.deny)),
    complaints: c.poisson(holders * hand.base.grumble * turn.grumble * anger),
    payout_bounces: gone ? 0 : c.poisson(hand.base.bounce + turn.bounce),
    bank_breaks: c.poisson(hand.base.broke + turn.broke),
    ...{ escrow_fen: shop.escrow, holders },
  }
  for (const field of hand.loses) {
    if (field === 'brand' || field === 'lease_ends_on' || field === 'opened_on') row[field] = null
    else if (typeof row[field] === 'number') Object.assign(row, { [field]: 0 })
  }
  return row
}
