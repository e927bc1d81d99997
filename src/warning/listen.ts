import { FACT_EVENTS } from './facts'
import { type Expected, gather } from './gather'
import { both, excess, hearTrade, over, type Put } from './hear-trade'
import { eventCount, lately, type Memory, NEAR, today, usually } from './memory'
import { relieve } from './relief'
import { type Around, AT_SIGNAL as AT, EVENT_SIGNALS, type Signal, type Sounding } from './signals'

const rateOf = (of: { days: number }, value: number): number => (of.days > 0 ? value : 0)
/** Events that are common in a city say less there: at so many a shop and year, half. */
const SURPRISE_YEARLY = 0.06
/** Listens to one shop's evening. Everything in it is of that day or before. */
export function listen(memory: Memory, around: Around, into: Sounding): void {
  into.x.fill(0)
  into.figure.fill(0)
  into.baseline.fill(0)
  const set = (name: Signal, x: number, figure: number, baseline: number) => {
    into.x[AT[name]] = x
    into.figure[AT[name]] = figure
    into.baseline[AT[name]] = baseline
  }
  const trade = hearTrade(memory, around, set)
  const people = hearPeople(memory, around, set)
  gather(memory, around, people.expected, set)
  hearEvents(memory, around, set)
  hearPlace(memory, around, trade, set)
  hearTogether(trade, people, set)
  relieve(memory, around.day, into)
}

type People = { expected: Expected; unrest: number; refunds: number; contested: number }
/** What holders and the bank say. */
function hearPeople(memory: Memory, { rates, trends }: Around, set: Put): People {
  const people = Math.max(memory.holders, 1)
  const known = Math.min(1, memory.history_days / 60)
  const expects = (figure: 'refund_requests' | 'complaints', city: number, days: number) => {
    const own = usually(memory, figure)
    const citys = city * people
    return Math.max(own * known + citys * (1 - known), 0.6 * citys) * days
  }
  const asked = lately(memory, 'refund_requests', NEAR)
  const asked_14 = lately(memory, 'refund_requests', 14)
  const expected = expects('refund_requests', rateOf(rates, rates.refunds_per_holder), NEAR)
  const refunds = excess(asked, expected)
  const refunds_fast = excess(asked_14, expected / 2)
  set('refunds', refunds, asked, expected)
  set('refunds_fast', refunds_fast, asked_14, expected / 2)
  set('refund_share', (asked - expected) / (people + 20), asked / people, expected / people)
  const complained = lately(memory, 'complaints', NEAR)
  const usual = expects('complaints', rateOf(rates, rates.complaints_per_holder), NEAR)
  const complaints = excess(complained, usual)
  set('complaints', complaints, complained, usual)
  const complained_14 = lately(memory, 'complaints', 14)
  set('complaints_fast', excess(complained_14, usual / 2), complained_14, usual / 2)
  set('unrest', both(refunds, complaints), asked + complained, expected + usual)
  const said = lately(memory, 'refund_requests', 14) + complained_14
  set('pressure', excess(said, (expected + usual) / 2), said, (expected + usual) / 2)
  const contested = lately(memory, 'contested_uses', NEAR)
  const own =
    usually(memory, 'uses') > 0 ? usually(memory, 'contested_uses') / usually(memory, 'uses') : 0
  const part = Math.max(own * known, rateOf(rates, rates.contested_per_use) * (1 - known * 0.5))
  const uses = lately(memory, 'uses', NEAR)
  const denied = excess(contested, part * uses)
  set('contested', denied, contested, part * uses)
  const contested_14 = lately(memory, 'contested_uses', 14)
  const uses_14 = part * lately(memory, 'uses', 14)
  set('contested_fast', excess(contested_14, uses_14), contested_14, uses_14)
  // What decays with a half-life of thirty days stands at 43 days' worth of its rate.
  const bounced = 43 * rateOf(rates, rates.bounces)
  set(
    'payout_bounces',
    (memory.bounces - bounced) / Math.sqrt(1 + 4 * bounced),
    memory.bounces,
    bounced,
  )
  const broke = 43 * rateOf(rates, rates.breaks)
  set('bank_breaks', (memory.breaks - broke) / Math.sqrt(1 + 4 * broke), memory.breaks, broke)
  if (trends === null) set('refund_share', 0, 0, 0)
  return {
    expected: {
      ...{ refunds: expected / NEAR, complaints: usual / NEAR },
      contested: part * today(memory, 'uses'),
    },
    unrest: over(refunds) + over(complaints),
    ...{ refunds, contested: denied },
  }
}
function hearEvents(memory: Memory, { rates }: Around, set: Put): void {
  for (const event of EVENT_SIGNALS) {
    const yearly = (rates.events[FACT_EVENTS.indexOf(event)] ?? 0) * 365
    set(
      event,
      eventCount(memory, event) / (1 + yearly / SURPRISE_YEARLY),
      eventCount(memory, event),
      yearly,
    )
  }
}

/** Lease, brand, and what only together is a sign. */
function hearPlace(
  memory: Memory,
  { day, kin }: Around,
  trade: { promotion: number; dry: number },
  set: Put,
): void {
  const changed = eventCount(memory, 'legal_representative_changed')
  set('changed_then_promoted', both(changed, trade.promotion), changed, 0)
  const left = memory.lease_ends === null ? Number.POSITIVE_INFINITY : memory.lease_ends - day
  const used = lately(memory, 'used_fen', NEAR) / NEAR
  const lasts = used > 0 ? Math.min(400, memory.escrow / used) : 400
  // A lease that ended a month ago was renewed, or nobody keeps the register.
  const near = left < -20 ? 0 : over(1 - Math.max(0, left) / 75)
  const uncovered = Math.min(1, over(lasts - left) / 60)
  const ending = near * uncovered
  set('lease_ending', ending, Number.isFinite(left) ? left : 9999, lasts)
  set('lease_promotion', both(ending, trade.promotion), Number.isFinite(left) ? left : 9999, lasts)
  set('brand_trouble', kin.trouble, kin.trouble, 0)
  set('brand_unrest', kin.unrest, kin.unrest, 0)
  set('brand_drying', kin.drying, Math.exp(-kin.drying), 1)
  const told =
    changed + eventCount(memory, 'court_enforcement_listed') + eventCount(memory, 'licence_lapsed')
  const bank = memory.bounces > 1.5 ? 1 : 0
  set('trouble_and_drying', both(Math.min(2, told + bank), trade.dry), told + bank, 0)
}

type Trading = { promotion: number; dry: number; by_hand: number; dry_sales: number }
/** What is little by itself, and much together. */
function hearTogether(trade: Trading, people: People, set: Put): void {
  const named = (name: Signal, a: number, b: number) => set(name, both(a, b), 1, 0)
  named('unrest_and_drying', people.unrest / 3, trade.dry)
  named('unrest_and_promotion', people.unrest / 3, trade.promotion)
  named('by_hand_and_contested', trade.by_hand, people.contested / 2)
  named('refunds_and_no_sales', people.refunds / 2, trade.dry_sales)
}
