import type { FactEvent } from '../../../src/warning/facts'
import type { Chance } from '../random'
import { type Dated, dayAt, type Truth } from '../row'
import type { Hand } from './hand'

/** What a page of a shop's diary turns: the first five are factors, the others are added. */
type Turn = Record<
  | 'visits'
  | 'topups'
  | 'price'
  | 'back'
  | 'grumble'
  | 'bonus'
  | 'hand'
  | 'deny'
  | 'bounce'
  | 'broke',
  number
>
/** From a day to a day; `grows` begins at nothing and is whole at the end, else whole at once. */
type Page = { from: number; to: number; turn: Partial<Turn>; grows: boolean }
export type Diary = {
  c: Chance
  truth: Truth
  born: number
  pages: Page[]
  events: Dated[]
  lease: number
  /** The door shuts on its holders; or it closes in order. */
  ends: number | null
  closes: number | null
}
type Span = { start: string; days: number }
const FACTORS = ['visits', 'topups', 'price', 'back', 'grumble'] as const

const blank = (): Turn => ({
  ...{ visits: 1, topups: 1, price: 1, back: 1, grumble: 1 },
  ...{ bonus: 0, hand: 0, deny: 0, bounce: 0, broke: 0 },
})
export function turnOn(pages: readonly Page[], at: number): Turn {
  const all = blank()
  for (const { from, to, turn, grows } of pages) {
    if (at < from || at > to) continue
    const part = grows ? (at - from + 1) / (to - from + 1) : 1
    for (const [key, size] of Object.entries(turn) as [keyof Turn, number][])
      if ((FACTORS as readonly string[]).includes(key)) all[key] *= 1 + (size - 1) * part
      else all[key] += size * part
  }
  return all
}

/** Writes the last pages of a shop that will shut on its holders. */
export function writeFall(diary: Diary, hand: Hand, kind: string, at: number, span: Span): void {
  const { c } = diary
  const p = hand.plain * c.between(0.8, 1.2)
  const lead = hand.lead * c.between(0.7, 1.5) * (kind === 'slow_decline' ? 2 : 1)
  const from = Math.floor(at - lead)
  const page = (turn: Partial<Turn>, grows: boolean, begin = from) =>
    diary.pages.push({ from: Math.floor(begin), to: at, turn, grows })
  const say = (part: number, when: number, event: FactEvent) => {
    if (c.is(part)) diary.events.push({ at: Math.floor(when), event })
  }
  const down = (low: number, high: number) => Math.max(0, 1 - (1 - c.between(low, high)) * p)
  const sale = () => ({ topups: 1 + c.between(1.2, 4) * p, bonus: c.between(0.25, 0.8) * p })
  diary.ends = at
  Object.assign(diary.truth, { kind, failed_on: dayAt(span.start, at) })
  if (kind === 'sudden') return
  // People notice towards the end, whatever it is.
  if (c.is(0.6))
    page({ back: 1 + c.between(2, 12) * p, grumble: 1 + c.between(2, 12) * p }, true, at - 35)
  switch (kind) {
    case 'promotion_run':
      page(sale(), c.is(0.3))
      break
    case 'professional_closer':
      say(0.9, from - c.whole(0, 35), 'legal_representative_changed')
      say(0.4, from - c.whole(0, 30), 'address_changed')
      page(sale(), c.is(0.3))
      page({ visits: down(0.6, 0.9) }, true)
      break
    case 'slow_decline':
      page({ visits: down(0.15, 0.5), topups: down(0.05, 0.4) }, true)
      break
    case 'fake_uses':
      page({ visits: 1 + c.between(0.2, 1.2) * p, hand: c.between(0.3, 0.7) * p }, c.is(0.4))
      page({ deny: c.between(0.01, 0.08) * p }, false, from + c.whole(0, 20))
      break
    case 'lease_runner':
      diary.lease = at + c.whole(-5, 20)
      page({ topups: 1 + c.between(0.4, 2) * p, bonus: c.between(0.1, 0.5) * p }, c.is(0.4))
      break
    case 'diversion':
      page({ topups: down(0.05, 0.35) }, c.is(0.3))
      say(0.5, at - lead * c.between(0.1, 0.9), 'off_escrow_sale_reported')
      break
    case 'refund_run':
      page({ back: 1 + c.between(8, 40) * p, grumble: 1 + c.between(8, 30) * p }, true)
      page({ topups: down(0.3, 0.8) }, true)
      break
    case 'frozen_account':
      say(0.7, from + c.whole(-5, 20), 'court_enforcement_listed')
      page({ bounce: c.between(0.1, 0.4) * p, broke: c.between(0, 0.1) }, false)
      break
    default:
      // A chain that falls: less of everything, payouts that bounce.
      page({ visits: down(0.3, 0.75), topups: down(0.2, 0.7), bounce: 0.06 * p }, c.is(0.5))
      page({ back: 1 + 4 * p, grumble: 1 + 4 * p }, true)
      say(0.2, at - c.whole(5, 60), 'court_enforcement_listed')
  }
  say(0.25, at - c.whole(3, 20), 'patrol_sale_sign')
}

const SPELLS = [
  'refurbishment_silent',
  'refurbishment_declared',
  'owner_ill',
  'viral_weeks',
  'anniversary',
  'price_rise',
  'staff_leaving',
  'manual_till',
  'term_break',
] as const
/** What honest shops go through, which looks like trouble for a while. */
export function writeHonest(diary: Diary, hand: Hand, span: Span): void {
  const { c, truth } = diary
  const until = diary.ends === null ? span.days : diary.ends - 70
  const first = Math.max(15, diary.born + 40)
  if (until <= first + 40) return
  const count = c.poisson((hand.spells * (until - first)) / 365)
  for (let i = 0; i < count; i += 1) {
    const kind = c.pick(SPELLS)
    const from =
      kind === 'anniversary'
        ? diary.born + 365 * Math.ceil((first - diary.born) / 365)
        : c.whole(first, until - 30)
    const to = from + spellDays(kind, c)
    if (to >= until) continue
    diary.pages.push({ from, to, turn: spellTurn(kind, c), grows: kind === 'viral_weeks' })
    truth.lookalikes.push({ kind, from: dayAt(span.start, from), to: dayAt(span.start, to) })
    if (kind === 'refurbishment_declared')
      diary.events.push({ at: from - c.whole(0, 3), event: 'refurbishment_declared' })
  }
  const strays = ['legal_representative_changed', 'address_changed', 'licence_lapsed'] as const
  for (let at = first; at < until; at += 365)
    if (c.is(hand.stray)) diary.events.push({ at: at + c.whole(0, 300), event: c.pick(strays) })
  if (diary.ends !== null || !c.is(0.05)) return
  const from = c.whole(first, span.days)
  diary.closes = from + c.whole(25, 60)
  diary.events.push({ at: from, event: 'closure_announced' })
  const to = diary.closes
  diary.pages.push({ from, to, turn: { topups: 0, back: 25, visits: 1.2 }, grows: false })
  truth.kind = 'orderly_closure'
  truth.lookalikes.push({
    ...{ kind: 'orderly_closure', from: dayAt(span.start, from), to: dayAt(span.start, to) },
  })
}
const spellDays = (kind: string, c: Chance): number =>
  kind === 'staff_leaving' || kind === 'price_rise'
    ? c.whole(20, 60)
    : kind === 'manual_till'
      ? c.whole(1, 6)
      : c.whole(7, 28)
function spellTurn(kind: (typeof SPELLS)[number], c: Chance): Partial<Turn> {
  switch (kind) {
    case 'refurbishment_silent':
    case 'refurbishment_declared':
      return { visits: 0, topups: 0.1, grumble: 2 }
    case 'owner_ill':
      return { visits: c.between(0.1, 0.6), topups: c.between(0.1, 0.6) }
    case 'viral_weeks':
      return { visits: c.between(1.3, 2.5), topups: c.between(2, 6) }
    case 'anniversary':
      return { topups: c.between(1.5, 3.5), bonus: c.between(0.05, 0.3) }
    case 'price_rise':
      return { price: 1.15, visits: 0.9, topups: c.between(0.6, 1.6), grumble: 3 }
    case 'staff_leaving':
      return { visits: c.between(0.5, 0.85), topups: c.between(0.5, 0.9), back: 2 }
    case 'manual_till':
      return { hand: c.between(0.5, 0.9) }
    case 'term_break':
      return { visits: c.between(0.3, 0.7), topups: c.between(0.4, 0.9) }
  }
}
