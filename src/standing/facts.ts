import type { LocalDate } from '../kernel/time'

/**
 * How good the news is. `safe` is only said when the bank's closed day holds every fen; `plain` says where the money is
 * without praise; `warn` says that something is not known or not usual; `bad` that money is missing.
 */
export const TONES = ['safe', 'plain', 'warn', 'bad'] as const
export type Tone = (typeof TONES)[number]

export const STATES = [
  'empty',
  'covered',
  'transit',
  'unchecked',
  'never_closed',
  'unread',
  'stale',
  'disputed',
  'closing',
  'reported',
  'runaway',
  'ended',
  'advance',
  'short',
] as const
export type State = (typeof STATES)[number]

/**
 * How a shop ends: not at all, by its own notice, reported as unreachable, confirmed as such, or over with everything
 * sent that could be sent.
 */
export const ENDINGS = ['none', 'closing', 'reported', 'runaway', 'ended'] as const
export type Ending = (typeof ENDINGS)[number]

/** What the bank's last closed day says of a shop; whole fen, as `merchant_covers` has it. */
export type BankDay = {
  business_day: LocalDate
  /** What its cards were owed at the end of that day, money at the provider included. */
  cards_owed_fen: number
  /** What of it the bank's statement shows. Gross: nothing of others, no surplus. */
  cards_covered_fen: number
  /** What of it was still at the payment provider. */
  transit_fen: number
  /** What of the rest is neither in transit, nor released early, nor booked and due on the next statement. */
  missing_fen: number
  /** The statement of that day was read whole. */
  is_complete: boolean
  /** 覆盖率 of that day: covered ÷ owed, the shop's own money on both sides; null where nothing was owed. */
  coverage_bp: number | null
}

/** A shop as it stands now, figures only; whole fen. */
export type ShopFacts = {
  today: LocalDate
  /** What its cards are owed now. */
  owed_fen: number
  /** What of it is still at the payment provider now. */
  transit_fen: number
  /** Released early and not repaid: the part that nothing covers. */
  advance_fen: number
  ending: Ending
  /** Null: the bank has not closed a day of this shop yet. */
  bank: BankDay | null
}

/** A card as it stands now, figures only; whole fen. */
export type CardFacts = {
  /** Free, held, on its way back and under dispute: all that this card is owed. */
  owed_fen: number
  /** What of it is still at the payment provider. */
  transit_fen: number
  /** What of it reached custody after the bank's closed day. */
  unchecked_fen: number
  /** What of it its payer has taken back at the provider, not decided yet. */
  disputed_fen: number
  /** What of it is on its way back to the holder. */
  refunding_fen: number
  frozen: boolean
  /** What the allotment of an ending left open for this card; null before there is one. */
  claim_short_fen: number | null
  shop: ShopFacts
}

/** One sentence and what it rests on. */
export type Standing<F> = {
  state: State
  tone: Tone
  sentence: string
  sentence_en: string
  figures: F
}
/** Always `owed = covered + transit + unchecked + short`. */
export type CardFigures = {
  owed_fen: number
  covered_fen: number
  transit_fen: number
  unchecked_fen: number
  short_fen: number
  business_day: LocalDate | null
}
/** `coverage_bp`: the bank's figure of its closed day; null where it has none or nothing was owed. */
export type ShopFigures = {
  owed_fen: number
  covered_fen: number
  transit_fen: number
  short_fen: number
  advance_fen: number
  coverage_bp: number | null
  business_day: LocalDate | null
}
