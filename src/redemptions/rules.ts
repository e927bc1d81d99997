import { decideRelease } from '../cards/consent-rules'
import { type Fen, sumFen, yuan } from '../kernel/money'
import { refuse } from '../kernel/refusals'
import { type Sentence, sentence } from '../kernel/sentence'
import type { LocalDate } from '../kernel/time'
import { areApart, type Card, type Lot, type LotUse, remainingUnits, useLots } from '../law/lots'

export const CONFIRM_WITHIN_MS = 3 * 60_000
export const SAME_AMOUNT_WITHIN_MS = 60_000
export const BAD_TRIES_A_LOCK = 5
export const BAD_TRIES_TO_REVOKE = 10
export const LOCK_MS = 15 * 60_000
export const BAD_CODES_A_MINUTE = 20
/** How many keys one card's devices may be given within ten minutes; the trigger of that name says the same. */
export const KEYS_WITHIN_MS = 10 * 60_000
export const KEYS_MAX = 20

/**
 * What a shop asks for: an amount at list price, an item of its price list, or visits. An item has a price on stored
 * value, and on a count card the visits it takes; null: a count card does not buy it.
 */
export type Wanted =
  | { amount_fen: number }
  | { item: { name: string; price_fen: number; visits: number | null } | null; quantity: number }
  | { visits: number }
export type RedemptionFacts = {
  on: LocalDate
  out_no_taken: boolean
  /** Units of this card's uses within the last minute. */
  just_used: readonly number[]
  repeat_confirmed: boolean
  no_pin_today: { count: number; fen: number }
  with_pin: boolean
  /** Where the card has less than is asked for, take all that is left. */
  up_to_balance?: boolean
  /** Lots whose contract lists other shops than this one, and whether it is known which one this is. */
  elsewhere?: { lot_ids: readonly string[]; is_place_known: boolean }
}
export type RedemptionDecision = {
  units: number
  label: string
  uses: LotUse[]
  released_fen: Fen
  /** What counts against the limits: the amount at list price, or the money behind the visits. */
  stake_fen: number
  needs_pin: boolean
  /** Of an item on a count card, what it costs at list price, whatever visits it takes; null: its units say it. */
  list_value_fen: number | null
  /** What was asked for, where the card had less and all of it is taken; null: just `units`. */
  asked_units: number | null
}
type UsableCard = Pick<Card, 'kind' | 'status' | 'lots' | 'service'>

/** Decides one use of a card, after its code was proved. Guards stand in catalogue order. */
export function decideRedemption(
  card: UsableCard,
  wanted: Wanted,
  facts: RedemptionFacts,
): RedemptionDecision {
  if (facts.out_no_taken) refuse('out_no_taken')
  if (card.status === 'frozen') refuse('card_frozen')
  if (card.status === 'closed') refuse('card_closed')
  if (!isMeasuredLike(card.kind, wanted)) refuse('redemption_unit_mismatch')
  const wish = measured(card, wanted)
  const lots = acceptedLots(card, facts)
  const left = remainingUnits(lots, facts.on)
  const takes_rest = facts.up_to_balance === true && left > 0 && left < wish.units
  const { units, label, list_value_fen, asked_units } = takes_rest
    ? restTaken(card, wanted, { asked: wish, left })
    : { ...wish, asked_units: null }
  if (areApart(lots, units, facts.on)) refuse('lot_in_dispute')
  if (left < units)
    refuse('redemption_exceeds_balance', { detail: shortOf(card.kind, left, lots !== card.lots) })
  if (facts.just_used.includes(units) && !facts.repeat_confirmed)
    refuse('same_amount_just_redeemed')

  const uses = useLots(lots, units, facts.on)
  const released_fen = sumFen(uses.map((use) => use.released_fen))
  const stake_fen = card.kind === 'count' ? released_fen : units
  const spent = { no_pin: facts.no_pin_today }
  const asked = {
    way: 'code_use',
    word: facts.with_pin ? 'pin' : 'code',
    stake_fen,
    spent,
  } as const
  const needs_pin = decideRelease(asked).does === 'asks_pin'
  return { units, label, uses, released_fen, stake_fen, needs_pin, list_value_fen, asked_units }
}

/**
 * The lots that may be used here. Refuses shop_not_stated and card_not_accepted_here when nothing that could be used
 * today may be used here.
 */
export function acceptedLots<L extends Lot>(
  card: { lots: readonly L[] },
  { on, elsewhere }: Pick<RedemptionFacts, 'on' | 'elsewhere'>,
): readonly L[] {
  if (!elsewhere || elsewhere.lot_ids.length === 0) return card.lots
  const here = card.lots.filter(({ id }) => !elsewhere.lot_ids.includes(id))
  if (remainingUnits(here, on) === 0 && remainingUnits(card.lots, on) > 0)
    refuse(elsewhere.is_place_known ? 'card_not_accepted_here' : 'shop_not_stated')
  return here
}

type Measured = Pick<RedemptionDecision, 'units' | 'label' | 'list_value_fen'>
function measured(card: UsableCard, wanted: Wanted): Measured {
  if ('visits' in wanted)
    return {
      units: wanted.visits,
      label: `${card.service} ${wanted.visits} 次`,
      list_value_fen: null,
    }
  if ('amount_fen' in wanted)
    return {
      units: wanted.amount_fen,
      label: `消费 ${yuan(wanted.amount_fen)}`,
      list_value_fen: null,
    }
  const { name, price_fen, visits } = wanted.item ?? refuse('item_not_found')
  const { quantity } = wanted
  const label = `${name}${quantity === 1 ? '' : ` × ${quantity}`}`
  if (card.kind !== 'count') return { units: price_fen * quantity, label, list_value_fen: null }
  const units = (visits ?? refuse('redemption_unit_mismatch')) * quantity
  return { units, label: `${label}（${units} 次）`, list_value_fen: price_fen * quantity }
}

/** Less than what is asked for: all that is left. An item that takes visits is whole or not at all. */
function restTaken(
  card: UsableCard,
  wanted: Wanted,
  { asked, left }: { asked: Measured; left: number },
): Measured & Pick<RedemptionDecision, 'asked_units'> {
  if (card.kind === 'count' && 'item' in wanted) return { ...asked, asked_units: null }
  const less = 'visits' in wanted ? { visits: left } : { amount_fen: left }
  const { label } = 'item' in wanted ? asked : measured(card, less)
  const part = { units: left, label: `${label}（卡里全部）`, list_value_fen: null }
  return { ...part, asked_units: asked.units }
}

/** Amounts are for stored value, visits for count cards, items for both; days pass by themselves. */
function isMeasuredLike(kind: Card['kind'], wanted: Wanted): boolean {
  if ('visits' in wanted) return kind === 'count'
  return 'item' in wanted ? kind !== 'period' : kind === 'stored_value'
}

/**
 * What an item costs on this card: today's list price, but never more than any contract of its usable lots
 * says (法释〔2025〕4号 §12: no price rise without consent). A new price is a new item under the same name, so
 * the name is what the contract promised; names are unique on a price list.
 */
export function priceOnCard(item: PricedItem, price_lists: readonly PriceList[]): number {
  const frozen = price_lists
    .flat()
    .filter(({ id, name }) => id === item.id || name === item.name)
    .map(({ list_price_fen }) => list_price_fen)
  return Math.min(item.list_price_fen, ...frozen)
}
/**
 * How many visits an item takes on this card, or null when a count card does not buy it. As with prices the weight in
 * the contracts of its usable lots holds, and today's where it is less; an item that one of them lists without a
 * weight has none. Today's weight alone holds for a service that no contract names.
 */
export function visitsOnCard(
  item: PricedItem & { visits: number | null },
  price_lists: readonly PriceList[],
): number | null {
  const frozen = price_lists.flat().filter(({ id, name }) => id === item.id || name === item.name)
  if (frozen.length === 0) return item.visits
  const weights = frozen.flatMap(({ visits }) => visits ?? [])
  if (weights.length < frozen.length) return null
  return Math.min(...weights, ...(item.visits === null ? [] : [item.visits]))
}
type PricedItem = { id: string; name: string; list_price_fen: number }
export type PriceList = readonly (PricedItem & { visits?: number })[]

const shortOf = (kind: Card['kind'], left: number, is_here_only: boolean): string =>
  `没有扣钱。这张卡${is_here_only ? '在这家门店' : ''}还剩 ${kind === 'count' ? `${left} 次` : yuan(left)}`

/** The receipt's sentence: what was paid, what is left, and what is still to be paid in another way. */
export function receiptSentence(
  kind: Card['kind'],
  units: number,
  left: number,
  rest = 0,
): Sentence {
  const counts = kind === 'count'
  const zh = (n: number) => (counts ? `${n} 次` : yuan(n))
  const en = (n: number) => (counts ? `${n} visit${n === 1 ? '' : 's'}` : yuan(n))
  const paid = sentence(
    `${counts ? '已用' : '已付'} ${zh(units)}，还剩 ${zh(left)}`,
    `${counts ? 'Used' : 'Paid'} ${en(units)}, ${en(left)} left`,
  )
  return rest > 0
    ? sentence(
        `${paid.zh}；余额不够，还要另收 ${zh(rest)}`,
        `${paid.en}; the card did not suffice, ${en(rest)} is to be paid besides`,
      )
    : paid
}
