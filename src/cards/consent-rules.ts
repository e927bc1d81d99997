import { insist, type RefusalCode, refuse } from '../kernel/refusals'

/** Every way money leaves a card for its shop. What goes back to a holder or payer is a refund, not a release. */
export const WAYS = [
  'code_use', // the holder shows a pay code at the till
  'counter_use', // the holder types the PIN on the shop's screen
  'claim', // the shop starts a use without a code
  'capture', // the shop settles a booking: the customer came
  'no_show', // the shop says that nobody came to a booking
  'late_cancel', // the holder cancels a booking after the free hours
  'check_in', // a visit on a period card
  'period_days', // days of a period card that are over
  'price_difference', // what the shop keeps of an ended lot at list price (法释〔2025〕4号 §19)
] as const
export type Way = (typeof WAYS)[number]

/** How the holder agreed, in order of how sure it is that it was the holder. */
export const WORDS = [
  'pin', // typed by the holder, on their phone or at the counter
  'code', // a code from the holder's phone, good for half a minute and once
  'confirmation', // a tap of the signed-in holder
  'silence', // told, with time to object, and nobody objected
  'decision', // a mediator of the authority decided after an objection
  'contract', // what the contract itself says of passing days
  'none', // the shop alone says so
] as const
export type Word = (typeof WORDS)[number]

/** Limits of what goes at once. Amounts at list price; for visits the money behind them; a day is Asia/Shanghai's. */
type Limit = { a_use_fen: number; a_day_fen: number; a_day_count: number }
export const LIMITS = {
  /**
   * Without a PIN, by whatever way: 200 yuan a use, 1,000 yuan and 10 uses a day and card. Dynamic codes without a
   * second factor are capped at 1,000 yuan a day by 银发〔2017〕296号; the other two follow what wallets do.
   */
  no_pin: { a_use_fen: 20_000, a_day_fen: 100_000, a_day_count: 10 },
  /**
   * A PIN on the shop's own screen, which a dishonest shop could watch: off until the holder wants it, and then
   * 300 yuan a use, 500 yuan and 5 uses a day and card.
   */
  counter: { a_use_fen: 30_000, a_day_fen: 50_000, a_day_count: 5 },
} as const satisfies Record<string, Limit>
export type LimitName = keyof typeof LIMITS

/** What a word does on a way: releases at once (within a limit, or `above` it happens), waits, or is no word there. */
export type Rule =
  | {
      does: 'at_once'
      limit: LimitName | null
      above: 'asks_pin' | 'waits' | 'counter_limit_reached'
    }
  | { does: 'waits' }
  | { does: 'never' }
const at_once = { does: 'at_once', limit: null, above: 'asks_pin' } as const
const never = { does: 'never' } as const
const waits = { does: 'waits' } as const
const no_pin = (above: 'asks_pin' | 'waits') =>
  ({ does: 'at_once', limit: 'no_pin', above }) as const
const at_counter = { does: 'at_once', limit: 'counter', above: 'counter_limit_reached' } as const

const NOBODY: Record<Word, Rule> = {
  pin: never,
  code: never,
  confirmation: never,
  silence: never,
  decision: never,
  contract: never,
  none: never,
}
/** What the shop said without the holder: waits, and goes by the holder's word, by told silence or by a decision. */
const RECORDED: Record<Word, Rule> = {
  ...NOBODY,
  pin: at_once,
  confirmation: no_pin('asks_pin'),
  silence: at_once,
  decision: at_once,
  none: waits,
}
/** One rule for every release: the acts ask it, docs/release.md is printed from it, the tests walk it. */
export const RULES: Record<Way, Record<Word, Rule>> = {
  code_use: { ...NOBODY, pin: at_once, code: no_pin('asks_pin') },
  counter_use: { ...NOBODY, pin: at_counter },
  claim: RECORDED,
  capture: { ...RECORDED, code: no_pin('waits') },
  no_show: RECORDED,
  late_cancel: { ...RECORDED, confirmation: no_pin('waits') },
  check_in: { ...NOBODY, code: at_once },
  period_days: { ...NOBODY, contract: at_once },
  price_difference: { ...NOBODY, confirmation: at_once, silence: at_once, decision: at_once },
}
/** A PIN typed at the counter for a booking is a PIN on the shop's screen: the counter's limits hold for it. */
const TYPED_AT_COUNTER: Rule = at_counter

/** What a card already gave out today under one limit, by every way that counts against it. */
export type Spent = { count: number; fen: number }
/**
 * What happens to a release: `at_once` now, `asks_pin` when the holder must add it, `waits` for their word or for
 * told silence. `counts` names the limit it is counted against. Refuses release_needs_consent where a word is none,
 * and counter_limit_reached.
 */
export type Release = { does: 'at_once' | 'asks_pin' | 'waits'; counts: LimitName | null }

export function decideRelease(asked: {
  way: Way
  word: Word
  stake_fen: number
  spent?: Partial<Record<LimitName, Spent>>
  /** The PIN was typed on the shop's screen. */
  at_counter?: boolean
}): Release {
  const { way, word, stake_fen } = asked
  const rule = asked.at_counter && word === 'pin' ? TYPED_AT_COUNTER : RULES[way][word]
  if (rule.does === 'never') refuse('release_needs_consent')
  if (rule.does === 'waits') return { does: 'waits', counts: null }
  if (rule.limit === null) return { does: 'at_once', counts: null }
  const spent = asked.spent?.[rule.limit]
  insist(spent, 'what was spent today is read before it is limited')
  if (isWithin(LIMITS[rule.limit], stake_fen, spent)) return { does: 'at_once', counts: rule.limit }
  if (rule.above === 'counter_limit_reached')
    refuse('counter_limit_reached' satisfies RefusalCode, { retry_after_s: 3600 })
  return { does: rule.above, counts: null }
}

const isWithin = (limit: Limit, stake_fen: number, spent: Spent): boolean =>
  stake_fen <= limit.a_use_fen &&
  spent.fen + stake_fen <= limit.a_day_fen &&
  spent.count + 1 <= limit.a_day_count

/** What counts against a limit: an amount at list price, or the money behind visits. */
export const releaseStake = (unit: 'fen' | 'visit' | 'day', units: number, released_fen: number) =>
  unit === 'fen' ? units : released_fen

/** The words a receipt may carry; silence, decisions and the rest are told apart by it for ever. */
export type Consent = Exclude<Word, 'none' | 'contract'>
