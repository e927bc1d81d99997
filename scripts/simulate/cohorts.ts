import type { Facts } from '../../src/warning/facts'
import { drawBrands, strayEvents } from './curves'
import { drawTemper, leaseOn, type Plan, planShop, type Temper } from './plans'
import type { Chance } from './random'
import { type City, type CityAsked, type Dated, dayAt, whole } from './row'
import { drawSeason, drawWeather, type Season, seasonOn } from './season'

/**
 * The second way of telling a city: holders in cohorts that come by their own habit, run their cards down and buy again
 * while they like the shop; a failing owner passes through stress, a scheme and flight. Trade follows from people.
 */
type Cohort = { people: number; fen: number; habit: number }
type Scheme = 'promote' | 'fake' | 'divert' | 'fade' | 'besieged' | 'frozen' | 'none'
type Fall = {
  stress_at: number
  scheme_at: number
  gone_at: number
  schemes: Scheme[]
  force: number
}
type Shop = {
  chance: Chance
  plan: Plan
  row: Pick<Facts, 'shop' | 'sector' | 'brand' | 'opened_on'>
  season: Season
  opened_at: number
  cohorts: Cohort[]
  ticket: number
  lot: number
  walk_in: number
  again: number
  depth: number
  manual: number
  appeal: number
  fall: Fall | null
}
/** Days that pass before the first one told: until people come and go as fast as each other. */
const SETTLES = 240
const SECTORS = ['gym', 'hair', 'music', 'swim', 'cake', 'carwash', 'yoga']
/** Which schemes a way of failing is told by. */
const SCHEMES: Record<string, Scheme[]> = {
  promotion_run: ['promote'],
  professional_closer: ['promote'],
  lease_runner: ['promote', 'fade'],
  slow_decline: ['fade'],
  chain_collapse: ['fade', 'frozen'],
  fake_uses: ['fake'],
  diversion: ['divert'],
  refund_run: ['besieged'],
  frozen_account: ['frozen'],
  sudden: ['none'],
}

export function cohortsCity(asked: CityAsked, chance: Chance): City {
  const temper = drawTemper(chance.fork('temper'))
  const weather = drawWeather(chance.fork('weather'), asked.from, asked.days)
  const seasons = SECTORS.map((name) => drawSeason(chance.fork(name), chance.between(0.1, 0.7)))
  const brands = drawBrands(chance.fork('brands'), asked, temper)
  const shops = Array.from({ length: asked.shops }, (_, no) => {
    const sector = no % SECTORS.length
    return openShop(chance.fork(no), asked, temper, {
      ...{ no, sector: SECTORS[sector] ?? '', season: seasons[sector] as Season },
      brand: brands[no] ?? null,
    })
  })
  for (let at = -SETTLES; at < 0; at += 1) {
    const day = dayAt(asked.from, at)
    for (const shop of shops) dayOf(shop, temper, { at, day, from: asked.from, rain: 0 })
  }
  return {
    truths: shops.map(({ plan }) => plan.truth),
    day: (at) => {
      const day = dayAt(asked.from, at)
      const rain = weather[at] ?? 0
      return shops.flatMap((shop) => dayOf(shop, temper, { at, day, from: asked.from, rain }) ?? [])
    },
  }
}

type Opening = {
  no: number
  sector: string
  season: Season
  brand: { name: string; fails_at: number | null } | null
}
function openShop(chance: Chance, asked: CityAsked, temper: Temper, of: Opening): Shop {
  const shop = `m${of.no + 1}`
  const opened_at = chance.is(0.12) ? chance.whole(0, asked.days - 50) : -chance.whole(240, 2500)
  const fails_at = of.brand?.fails_at ?? null
  const plan = planShop(chance.fork('plan'), asked, temper, {
    ...{ shop, opened_at, brand: fails_at === null ? null : { fails_at } },
  })
  const ticket = chance.scale(2000, 20_000)
  const lot = ticket * chance.scale(6, 30)
  const regulars = chance.scale(30, 500) * temper.size
  const habit = chance.scale(0.02, 0.16)
  const cohorts =
    opened_at > 0
      ? []
      : Array.from({ length: 8 }, (_, i) => ({
          people: Math.ceil(regulars / 8),
          fen: whole((regulars / 8) * lot * ((i + 1) / 9)),
          habit: habit * chance.around(0.3),
        }))
  return {
    ...{ chance, plan, season: of.season, opened_at, cohorts, ticket, lot },
    row: {
      shop,
      sector: of.sector,
      brand: of.brand?.name ?? null,
      opened_on: dayAt(asked.from, opened_at),
    },
    walk_in: (regulars * habit * ticket * chance.between(0.15, 0.4)) / lot,
    again: chance.between(0.65, 0.9),
    depth: chance.pick([0, 0, 0.05, 0.1, 0.2, 0.3]),
    manual: Math.min(0.9, temper.manual * chance.scale(0.4, 2)),
    appeal: 1,
    fall: plan.failed_at === null ? null : drawFall(chance, plan, temper),
  }
}

function drawFall(chance: Chance, plan: Plan, temper: Temper): Fall {
  const gone_at = plan.failed_at ?? 0
  const scheme_at = gone_at - chance.scale(20, 90) * temper.plain.lead
  const schemes = SCHEMES[plan.truth.kind] ?? ['none']
  // Only what is told by people is told here; events, leases and look-alikes stay as planned.
  plan.bends = plan.bends.filter(({ to }) => to < gone_at - 55)
  const events = plan.events.filter(({ at }) => at < gone_at)
  plan.events = events as Dated[]
  return {
    ...{ gone_at, scheme_at, schemes, force: chance.scale(0.6, 1.8) * temper.plain.strength },
    stress_at: scheme_at - (schemes.includes('fade') ? chance.scale(20, 150) : chance.scale(1, 30)),
  }
}

/** What a falling owner does today. */
function moodOf(shop: Shop, at: number) {
  const mood = {
    appeal: 1,
    push: 1,
    depth: 0,
    manual: 0,
    fake: 0,
    contest: 0,
    anger: 1,
    bounce: 0,
    divert: 0,
  }
  const { fall } = shop
  if (fall === null || at < fall.stress_at) return mood
  const { schemes, force } = fall
  const stress = Math.min(1, (at - fall.stress_at) / Math.max(1, fall.gone_at - fall.stress_at))
  const deep =
    at < fall.scheme_at
      ? 0
      : Math.min(1, 0.3 + (at - fall.scheme_at) / (fall.gone_at - fall.scheme_at))
  const quiet = schemes.includes('none')
  mood.appeal = quiet
    ? 1
    : schemes.includes('fade')
      ? Math.exp(-1.4 * force * stress)
      : 1 - 0.15 * stress
  mood.anger = quiet ? 1 : 1 + 5 * force * stress ** 2
  if (schemes.includes('promote')) {
    mood.push += 2.5 * force * deep
    mood.depth = 0.35 * force * deep
  }
  if (schemes.includes('fake')) {
    mood.fake = 1.2 * force * deep
    mood.contest = 0.07 * force * deep
  }
  if (schemes.includes('divert')) mood.divert = Math.min(0.95, 0.75 * force * deep)
  if (schemes.includes('besieged')) mood.anger += 30 * force * deep ** 1.5
  if (schemes.includes('frozen')) mood.bounce = 0.15 * force * deep
  return mood
}

type Day = { at: number; day: string; from: string; rain: number }
function dayOf(shop: Shop, temper: Temper, of: Day): Facts | null {
  const { chance, plan } = shop
  const { at } = of
  if (at < shop.opened_at || at >= plan.ends_at) return null
  const shut = plan.failed_at !== null && at >= plan.failed_at
  const mood = moodOf(shop, at)
  const bent = tentative(plan, at)
  const usual = shut
    ? 0
    : seasonOn(shop.season, of.day, at, of.rain) * chance.around(temper.noise * 0.7)
  shop.appeal =
    shop.appeal + 0.02 * (mood.appeal - shop.appeal) + temper.drift * 0.01 * chance.normal()
  const pull = Math.max(0.05, shop.appeal) * usual
  let uses = 0
  let used_fen = 0
  let ended = 0
  for (const cohort of shop.cohorts) {
    const real = chance.poisson(cohort.people * cohort.habit * pull * bent.uses)
    const made_up = chance.poisson(cohort.people * cohort.habit * usual * mood.fake)
    const taken = Math.min(cohort.fen, whole((real + made_up) * shop.ticket * chance.around(0.15)))
    uses += taken > 0 ? real + made_up : 0
    used_fen += taken
    cohort.fen -= taken
    if (cohort.fen < cohort.people * shop.ticket * 0.4) {
      ended += cohort.people * shop.again * Math.min(1.1, shop.appeal)
      used_fen += cohort.fen
      cohort.fen = 0
    } else if (chance.is(0.3)) ended += (real * shop.ticket * shop.again * 0.5) / shop.lot
  }
  shop.cohorts = shop.cohorts.filter(({ fen }) => fen > 0)
  const young = at - shop.opened_at < 60 && shop.opened_at >= 0 ? 3 : 1
  const wanted =
    (shop.walk_in * usual * young + Math.min(ended, shop.walk_in * 12 + 3)) * mood.push * bent.sales
  const lots = chance.poisson(shut ? 0 : wanted * (1 - mood.divert) * Math.max(0.1, shop.appeal))
  const sold_fen = lots === 0 ? 0 : whole(lots * shop.lot * chance.around(0.3 / Math.sqrt(lots)))
  if (lots > 0) shop.cohorts.push({ people: lots, fen: sold_fen, habit: chance.scale(0.02, 0.16) })
  merge(shop.cohorts)
  return told(shop, temper, { ...of, shut, uses, used_fen, lots, sold_fen, mood, bent })
}

/** Look-alikes bend these people too. */
const tentative = (plan: Plan, at: number) => {
  const bent = {
    uses: 1,
    sales: 1,
    manual: 0,
    contest: 0,
    refunds: 0,
    bounces: 0,
    depth: 0,
    anger: 1,
  }
  for (const { key, from, to, size } of plan.bends) {
    if (at < from || at > to) continue
    if (key === 'uses' || key === 'sales') bent[key] *= size
    else if (key === 'refunds_by' || key === 'complaints_by') bent.anger *= Math.sqrt(size)
    else if (key in bent) bent[key as 'manual'] += size
  }
  return bent
}

/** Many small cohorts become few: the two oldest are one, from so many on. */
function merge(cohorts: Cohort[]): void {
  while (cohorts.length > 24) {
    const [a, b] = cohorts.splice(0, 2) as [Cohort, Cohort]
    const people = a.people + b.people
    cohorts.unshift({
      people,
      fen: a.fen + b.fen,
      habit: (a.habit * a.people + b.habit * b.people) / people,
    })
  }
}

type Told = Day & {
  shut: boolean
  uses: number
  used_fen: number
  lots: number
  sold_fen: number
  mood: ReturnType<typeof moodOf>
  bent: ReturnType<typeof tentative>
}
function told(shop: Shop, temper: Temper, of: Told): Facts {
  const { chance, plan } = shop
  const { mood, bent, at } = of
  const holders = shop.cohorts.reduce((sum, { people }) => sum + people, 0)
  const anger = mood.anger * bent.anger * (of.shut ? 40 : 1)
  const asked = chance.poisson(
    holders * temper.refunds * anger * temper.plain.refunds + bent.refunds,
  )
  const refunds = Math.min(holders, asked)
  for (const cohort of shop.cohorts)
    cohort.fen = whole(cohort.fen * (1 - refunds / Math.max(1, holders)))
  const faked = mood.fake > 0 ? mood.fake / (1 + mood.fake) : 0
  return {
    ...{ day: of.day, ...shop.row, lease_ends_on: dayAt(of.from, leaseOn(plan, at)) },
    ...{ sold_fen: of.sold_fen, lots_sold: of.lots, used_fen: of.used_fen, uses: of.uses },
    bonus_fen: whole(of.sold_fen * (shop.depth + mood.depth + bent.depth)),
    merchant_started_uses: chance.binomial(of.uses, Math.min(1, shop.manual + faked + bent.manual)),
    contested_uses: chance.binomial(
      of.uses,
      Math.min(1, temper.contest + mood.contest + bent.contest),
    ),
    refund_requests: refunds,
    complaints: chance.poisson(holders * temper.complaints * anger * temper.plain.complaints),
    payout_bounces: chance.poisson(of.shut ? 0 : temper.bounces + mood.bounce + bent.bounces),
    bank_breaks: chance.poisson(temper.breaks + mood.bounce * 0.2),
    escrow_fen: shop.cohorts.reduce((sum, { fen }) => sum + fen, 0),
    holders,
    events: [
      ...plan.events.filter((said) => said.at === at).map(({ event }) => event),
      ...strayEvents(chance, temper, of.shut),
    ],
  }
}
