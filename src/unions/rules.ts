import { refuse } from '../kernel/refusals'
import { DAY_MS, epochMs, type Instant, plusMs, SECOND_MS } from '../kernel/time'

/** A day, of which both accounts and their companions are told. */
const COOLING_MS = DAY_MS
/** How long it may be finished then. */
const USABLE_MS = 7 * DAY_MS
/** So many cards fit one batch with room to spare; nobody has a hundred shops. */
const CARDS_MAX = 200

export const unionTimes = (now: Instant) => ({
  started_at: now,
  ripe_at: plusMs(now, COOLING_MS),
  ends_at: plusMs(now, COOLING_MS + USABLE_MS),
})

/** What was shown of the two accounts when it was asked for, beside the session and a code to its own number. */
export type Shown = { own_proof: boolean; other_code: boolean; other_proof: boolean }

/** Whether both accounts are proved by more than a number: then nothing has to wait. */
export const isProved = ({ own_proof, other_code, other_proof }: Shown): boolean =>
  own_proof && other_code && other_proof

type Stored = {
  state: 'cooling' | 'done' | 'cancelled' | 'lapsed'
  ripe_at: Instant
  ends_at: Instant
}
export type UnionState = Stored['state'] | 'ripe'
/** What a union is at a moment: exact to the millisecond, whether or not a clock has run. */
export function unionStateAt({ state, ripe_at, ends_at }: Stored, now: Instant): UnionState {
  if (state !== 'cooling') return state
  if (now >= ends_at) return 'lapsed'
  return now >= ripe_at ? 'ripe' : 'cooling'
}
export const isOpenAt = (union: Stored, now: Instant): boolean =>
  ['cooling', 'ripe'].includes(unionStateAt(union, now))

/** Refuses union_still_cooling before its day is over, and union_not_open once it ended. */
export function requireRipe(union: Stored, now: Instant): void {
  const state = unionStateAt(union, now)
  if (state === 'cooling') {
    const left_ms = epochMs(union.ripe_at) - epochMs(now)
    refuse('union_still_cooling', { retry_after_s: Math.ceil(left_ms / SECOND_MS) })
  }
  if (state !== 'ripe') refuse('union_not_open')
}

/** What waits at either account and may be another person's hand: while it does, nothing is joined. */
export type Waiting = { frozen: number; recoveries: number; transfers: number; cards: number }
/** Refuses union_while_frozen, union_while_recovering, union_while_transferring, union_of_too_many. */
export function requireQuiet({ frozen, recoveries, transfers, cards }: Waiting): void {
  if (frozen > 0) refuse('union_while_frozen')
  if (recoveries > 0) refuse('union_while_recovering')
  if (transfers > 0) refuse('union_while_transferring')
  if (cards > CARDS_MAX) refuse('union_of_too_many')
}

type Held = {
  id: string
  merchant_id: string
  kind: string
  service: string
  base_service: string | null
  version: number
}
const placeOf = ({ merchant_id, kind, service }: Omit<Held, 'id' | 'version' | 'base_service'>) =>
  [merchant_id, kind, service].join('|')
/**
 * How the cards that come are called: as before, but where the account that goes on has one of that name at that shop. Then
 * the second one is called so and keeps what its contracts say (`base_service`).
 */
export function namedCards(coming: readonly Held[], there: readonly Held[]) {
  const taken = new Set(there.map(placeOf))
  return coming.map(({ id, version, ...card }) => {
    const base = card.base_service ?? card.service
    let { service } = card
    for (let n = 2; taken.has(placeOf({ ...card, service })); n++)
      service = `${base}（并入的第${n}张）`
    taken.add(placeOf({ ...card, service }))
    return { id, version, service, base_service: service === base ? null : base }
  })
}
