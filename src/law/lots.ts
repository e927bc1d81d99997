import { type Calendar, nextWorkday } from '../kernel/calendar'
import { type Fen, fen, proportion, sumFen } from '../kernel/money'
import { insist, refuse } from '../kernel/refusals'
import { dayStart, type Instant, type LocalDate, localDate, plusDays } from '../kernel/time'
import type { CardKind } from './offer-terms'

/**
 * One payment onto a card. A unit is a fen of list value (储值卡), a visit (次卡) or a day (期限卡);
 * `list_price_fen` is the undiscounted price of one unit (1 for stored value). `ends_on` is the
 * last usable day. Always: `released_fen` = floor(paid × used / face).
 */
export type Lot = {
  id: string
  card_id: string
  offer_id: string
  contract_hash: string
  paid_fen: Fen
  face_units: number
  used_units: number
  /** Tied to uses not yet decided; never more than what is unused. */
  held_units: number
  released_fen: Fen
  refunded_fen: Fen
  /** The refund that ended this lot's contract (法释〔2025〕4号 §15); null while it lives. */
  refund_id: string | null
  /** The open dispute of its payment, which keeps it still; null: none. */
  dispute_id: string | null
  /** Of its cash, what stands apart in `disputed:<card>` meanwhile. */
  disputed_fen: Fen
  /** Of `refunded_fen`, what went back by a lost dispute; the lot has ended then. */
  charged_back_fen: Fen
  /** The price difference that went to the shop when the holder was the cause (§19). */
  difference_fen: Fen
  list_price_fen: Fen
  starts_on: LocalDate
  ends_on: LocalDate | null
  cool_off_ends_at: Instant
  bought_at: Instant
}
export type Card = {
  id: string
  merchant_id: string
  consumer_id: string
  kind: CardKind
  service: string
  status: 'active' | 'frozen' | 'closed'
  version: number
  lots: Lot[]
}
/**
 * What one use takes from one lot. `released_fen` may be 0: a tiny use can free no whole fen yet.
 */
export type LotUse = {
  lot_id: string
  units: number
  released_fen: Fen
  used_units_after: number
  released_fen_after: Fen
}

/** What the shop has earned of a lot: the ratio P/(P+B) of 法释〔2025〕4号 §18, on running totals. */
export function releasedFor(paid_fen: Fen, used_units: number, face_units: number): Fen {
  return proportion(paid_fen, used_units, face_units)
}

/**
 * Units that can be used on this day: neither used nor held. Lots that lapsed, have not begun or were
 * refunded do not count.
 */
export function remainingUnits(lots: readonly Lot[], on: LocalDate): number {
  return lots
    .filter((lot) => isUsable(lot, on))
    .reduce((units, lot) => units + lot.face_units - lot.used_units - lot.held_units, 0)
}

/**
 * Whether these units could be used but for a dispute that is not decided: what is missing stands apart, and is not
 * used up.
 */
export function areApart(lots: readonly Lot[], units: number, on: LocalDate): boolean {
  const woken = lots.map((lot) => (lot.dispute_id === null ? lot : { ...lot, dispute_id: null }))
  return remainingUnits(lots, on) < units && remainingUnits(woken, on) >= units
}

/** Refuses `lot_in_dispute` when what is missing stands apart, and `redemption_exceeds_balance` when it is not there. */
export function mustHave(lots: readonly Lot[], units: number, on: LocalDate): void {
  if (areApart(lots, units, on)) refuse('lot_in_dispute')
  if (remainingUnits(lots, on) < units) refuse('redemption_exceeds_balance')
}

/**
 * Takes units from the oldest usable lot first; the contract says so (the law is silent on order). Refuses as
 * `mustHave`. Days of a period card pass by themselves: see `earnDays`.
 */
export function useLots(lots: readonly Lot[], units: number, on: LocalDate): LotUse[] {
  insist(Number.isSafeInteger(units) && units > 0, 'a use is a positive whole number of units')
  mustHave(lots, units, on)

  const uses: LotUse[] = []
  let left = units
  for (const lot of oldestFirst(lots)) {
    const take = isUsable(lot, on)
      ? Math.min(left, lot.face_units - lot.used_units - lot.held_units)
      : 0
    if (take > 0) uses.push(lotUse(lot, take))
    left -= take
  }
  return uses
}

/** What the bank must still hold for these lots: Σ paid − released − refunded − difference. */
export function lotsEscrow(lots: readonly Lot[]): Fen {
  return sumFen(
    lots.map((lot) => lot.paid_fen - lot.released_fen - lot.refunded_fen - lot.difference_fen),
  )
}

/**
 * The end of the last cooling-off day. The day of payment itself is not counted (民法典 §201); a last day that is a day
 * off moves to the next working day (民法典 §203).
 */
export function coolOffEndsAt(bought_at: Instant, days: number, calendar: Calendar): Instant {
  const last_on = nextWorkday(calendar, plusDays(localDate(bought_at), days))
  return dayStart(plusDays(last_on, 1))
}

/**
 * A refund ends the contract of its lot (法释〔2025〕4号 §15), so a refunded lot is no longer usable; nor is one whose
 * payment is disputed or was charged back.
 */
export function isUsable(lot: Lot, on: LocalDate): boolean {
  const has_begun = lot.starts_on <= on
  const is_in_time = lot.ends_on === null || on <= lot.ends_on
  return has_begun && is_in_time && lot.refund_id === null && !isDisputed(lot)
}

/** Its payment was taken back at the provider: for now, or for good. */
export const isDisputed = (lot: Pick<Lot, 'dispute_id' | 'charged_back_fen'>): boolean =>
  lot.dispute_id !== null || lot.charged_back_fen > 0

export function oldestFirst<L extends Lot>(lots: readonly L[]): L[] {
  const birth = (lot: Lot) => `${lot.bought_at} ${lot.id}`
  return [...lots].sort((a, b) => (birth(a) < birth(b) ? -1 : 1))
}

/** Difference of two running totals, so the last use of a lot always frees its last fen. */
export function lotUse(lot: Lot, units: number): LotUse {
  const used_units_after = lot.used_units + units
  const released_fen_after = releasedFor(lot.paid_fen, used_units_after, lot.face_units)
  return {
    lot_id: lot.id,
    units,
    released_fen: fen(released_fen_after - lot.released_fen),
    used_units_after,
    released_fen_after,
  }
}
