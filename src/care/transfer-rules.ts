import { lotLeftFen } from '../cards/ending'
import { refuse } from '../kernel/refusals'
import { DAY_MS, HOUR_MS, type Instant, localDate, plusMs, spoken } from '../kernel/time'
import type { Lot } from '../law/lots'

/** An offer waits a week for the other person. */
export const OFFER_MS = 7 * DAY_MS

/**
 * Against one unlimited card being passed from hand to hand: dated, so that a change of the rule leaves what was
 * decided before it as it was. Platform rule, not law; it never forbids a transfer, it only spaces them.
 */
const ANTI_SHARING: readonly AntiSharing[] = [
  { from_on: '2026-01-01', ms_between_transfers: 90 * DAY_MS, ms_after_check_in: 24 * HOUR_MS },
]
type AntiSharing = { from_on: string; ms_between_transfers: number; ms_after_check_in: number }

export type Transferable = {
  kind: string
  status: string
  transferred_at: Instant | null
  lots: readonly Lot[]
  /** Facts of the round trip: uses not yet confirmed, whether some lot is unlimited, the last check-in. */
  waiting_count: number
  unlimited: boolean
  last_check_in_at: Instant | null
}

/**
 * May this card change hands now? Refuses, in this order: card_frozen, card_closed, card_in_use, transfer_too_soon.
 * The shop's consent is not needed (法释〔2025〕4号 §11; 民法典 §546).
 */
export function decideTransfer(card: Transferable, now: Instant): void {
  if (card.status === 'frozen') refuse('card_frozen')
  if (card.status === 'closed') refuse('card_closed')
  if (card.waiting_count > 0 || card.lots.some((lot) => lot.held_units > 0)) refuse('card_in_use')
  if (card.lots.some(({ dispute_id }) => dispute_id !== null)) refuse('lot_in_dispute')
  if (card.lots.some((lot) => lot.refund_id !== null && lotLeftFen(lot) > 0))
    refuse('card_has_open_refund')
  const free_from = freeFrom(card, now)
  if (free_from > now)
    refuse('transfer_too_soon', {
      detail: `没有转让。不限次的期限卡要隔开转让，${spoken(free_from)} 以后可以`,
    })
}

/** When an unlimited period card may next be transferred; any other card at once. */
function freeFrom(card: Transferable, now: Instant): Instant {
  const rule = ANTI_SHARING.filter(({ from_on }) => from_on <= localDate(now)).at(-1)
  if (!rule || card.kind !== 'period' || !card.unlimited) return now
  const waits = [
    card.transferred_at && plusMs(card.transferred_at, rule.ms_between_transfers),
    card.last_check_in_at && plusMs(card.last_check_in_at, rule.ms_after_check_in),
  ]
  return waits.reduce<Instant>((last, wait) => (wait && wait > last ? wait : last), now)
}

/** Contracts that still bind somebody: of lots with units left that were not refunded. */
export const liveContracts = (lots: readonly Lot[]): string[] =>
  [
    ...new Set(
      lots
        .filter((lot) => lot.refund_id === null && lot.used_units < lot.face_units)
        .map((lot) => lot.contract_hash),
    ),
  ].sort()

/** The recipient accepts exactly the contracts that the card carries now. */
export function acceptContracts(lots: readonly Lot[], accepted: readonly string[]): void {
  const said = [...new Set(accepted)].sort()
  if (said.join() !== liveContracts(lots).join()) refuse('transfer_contract_not_accepted')
}
