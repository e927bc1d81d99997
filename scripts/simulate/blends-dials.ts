import type { Facts } from '../../src/warning/facts'
import type { Chance } from './random'

/** What a whole city is like: every dial is drawn anew for every seed. */
export type Blend = {
  sectors: number
  names: string[]
  seasonal: number
  noise: number
  drift: number
  smallest: number
  money: number
  /** How much the bonus of one top-up differs from another's. */
  tiers: number
  young: number
  hand: number
  /** Of all shops: the part that fails in two years, and the part of chains that fall. */
  failing: number
  chained: number
  chains_fall: number
  ways: Record<string, number>
  /** How strongly and how early trouble shows, and how likely an event that belongs to it is seen. */
  strength: number
  spread: number
  lead: number
  /** How likely it shows late, and not at once. */
  late: number
  seen: number
  /** Honest look-alikes a shop and year, all kinds together, and how much of each kind. */
  honest: number
  spells: Record<string, number>
  stray: number
  refunds: number
  complaints: number
  contest: number
  bounces: number
  breaks: number
  patrols: number
  ends_rows: boolean
  hides: Set<keyof Facts>
}
const WORDS = [
  ['gym', 'hair', 'training', 'bakery', 'carwash', 'swim', 'beauty', 'laundry'],
  ['健身', '美容美发', '教育培训', '餐饮', '洗车', '游泳', '亲子', '足浴'],
  ['9311', '8051', '8391', '6210', '8111', '8890', '9052', '8053'],
]
const BLEND_WAYS = [
  'promotion_run',
  'slow_decline',
  'professional_closer',
  'fake_uses',
  'lease_runner',
  'diversion',
  'refund_run',
  'frozen_account',
] as const
const SPELLS = [
  'refurbishment_silent',
  'refurbishment_declared',
  'owner_ill',
  'viral_weeks',
  'anniversary',
  'price_rise',
  'staff_leaving',
  'manual_till',
  'small_promotion',
] as const
/** Fields a city may not keep, and how likely it does not. */
const HIDES: [(keyof Facts)[], number][] = [
  [['brand'], 0.2],
  [['merchant_started_uses'], 0.15],
  [['contested_uses'], 0.12],
  [['complaints'], 0.1],
  [['refund_requests'], 0.05],
  [['payout_bounces', 'bank_breaks'], 0.1],
  [['lease_ends_on'], 0.12],
  [['opened_on'], 0.12],
  [['escrow_fen', 'holders'], 0.1],
  [['bonus_fen'], 0.05],
  [['events'], 0.12],
  [['sector'], 0.08],
]

export function drawBlend(c: Chance): Blend {
  const sudden = c.between(0, 0.6)
  // From a city in which little shows, to one in which most does.
  const plain = c.between(0, 1)
  const keeps = c.is(0.6)
  return {
    ...{ sectors: c.whole(2, 8), names: c.pick(WORDS), seasonal: c.between(0.1, 0.8) },
    ...{ noise: c.between(0.03, 0.3), drift: c.between(0, 0.08) },
    ...{ smallest: c.scale(0.8, 6), money: c.scale(0.3, 4), young: c.between(0.03, 0.2) },
    ...{ hand: c.scale(0.02, 0.25), tiers: c.scale(0.03, 0.8) },
    failing: c.scale(0.05, 0.18),
    ...{ chained: c.between(0.05, 0.3), chains_fall: c.between(0.03, 0.2) },
    ways: {
      ...Object.fromEntries(BLEND_WAYS.map((way) => [way, c.scale(0.5, 2)])),
      sudden,
    },
    strength: c.between(0.8, 1.1) + 0.9 * plain,
    spread: c.between(0.1, 0.35),
    lead: c.scale(0.8, 1.3) * (1 + plain),
    late: 0.6 * (1 - plain),
    seen: c.between(0.5, 0.8) + 0.2 * plain,
    honest: c.scale(0.15, 0.9) * (1 - 0.4 * plain),
    spells: Object.fromEntries(SPELLS.map((kind) => [kind, c.scale(0.4, 2.5)])),
    stray: c.scale(0.01, 0.15),
    refunds: c.scale(0.00005, 0.0006),
    complaints: c.scale(0.00002, 0.0002),
    contest: c.scale(0.0003, 0.006),
    bounces: c.scale(0.0003, 0.005),
    breaks: c.scale(0.0003, 0.005),
    patrols: c.is(0.15) ? 0 : c.scale(0.008, 0.05),
    ends_rows: c.is(0.5),
    hides: new Set(
      keeps ? [] : HIDES.flatMap(([fields, part]) => (c.is(part * 1.5) ? fields : [])),
    ),
  }
}

/** The row as this city keeps it. */
export function hidden(row: Facts, { hides }: Blend): Facts {
  for (const field of hides) {
    if (field === 'events') row.events = []
    else if (field === 'sector') row.sector = ''
    else if (field === 'brand' || field === 'lease_ends_on' || field === 'opened_on')
      row[field] = null
    else if (field !== 'day' && field !== 'shop') row[field] = 0
  }
  return row
}
