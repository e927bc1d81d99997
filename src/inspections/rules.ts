import { DAY_MS, epochMs, type Instant, MINUTE_MS } from '../kernel/time'

export const FOUND = ['open', 'closed', 'refurbishing'] as const
export type Found = (typeof FOUND)[number]
/** The list on the phone: each is a yes or a no. */
export type Answers = {
  /** 转让、清仓、招租 on the door. */
  sale_sign: boolean
  /** Somebody of the staff was there. */
  staff_present: boolean
  /** Goods or equipment are as they were. */
  stock_present: boolean
  /** Cards are sold past the platform: another payee's code, cash. */
  sold_outside: boolean
}

/** What of a finding becomes a fact of the shop's day, in the words that the warning knows. */
export function factsFound(found: Found, answers: Answers): string[] {
  const at_door = {
    open: 'patrol_ok',
    closed: 'patrol_closed',
    refurbishing: 'refurbishment_declared',
  }
  const is_calm = found === 'open' && !answers.sale_sign && !answers.sold_outside
  return [
    ...(found === 'open' && !is_calm ? [] : [at_door[found]]),
    ...(answers.sale_sign ? ['patrol_sale_sign'] : []),
    ...(answers.sold_outside ? ['off_escrow_sale_reported'] : []),
  ]
}

/** A phone without a network sends later: what it saw may be three days old, and its clock a few minutes ahead. */
const OLDEST_MS = 3 * DAY_MS
const AHEAD_MS = 10 * MINUTE_MS
export function isTimely(seen_at: Instant, now: Instant): boolean {
  const ago_ms = epochMs(now) - epochMs(seen_at)
  return ago_ms <= OLDEST_MS && ago_ms >= -AHEAD_MS
}

/** A place to some hundred metres: enough to say which street, too little to follow anybody. */
export const roundedPlace = (degrees: number): number =>
  Math.trunc(degrees * 1_000 + (degrees < 0 ? -0.5 : 0.5))

/** A planned patrol has a quarter of the time between two, at most a week: red goes today. */
export const patrolWithin = (patrol_days: number): number =>
  Math.min(7, Math.floor(patrol_days / 4))

/** So long before a report and ever after it, a closed door that somebody stood at speaks for it. */
export const CLOSED_DOOR_DAYS = 7
