import type { Instant } from '../kernel/time'
import { type HoldAction, noShowShare, stateAt, TABLE } from './rules'

/** What each kind of reader does about a hold; the clock's own steps are nobody's. */
const DOES = {
  consumer: ['confirm', 'contest', 'void_by_holder'],
  staff: ['capture', 'no_show', 'void_by_shop'],
  regulator: ['decide'],
} as const satisfies Record<string, readonly HoldAction[]>
type Doer = keyof typeof DOES
export const HOLD_ACTS = [...DOES.consumer, ...DOES.staff, ...DOES.regulator] as const
type HoldAct = (typeof HOLD_ACTS)[number]
export const WAITS_FOR = ['holder', 'mediator', 'visit', 'nobody'] as const

type Hold = Parameters<typeof stateAt>[0] & {
  units: number
  recorded_units: number | null
  no_show_bp: number
}
const isDoer = (reader: string): reader is Doer => reader in DOES

/** What this reader may do about it now, by the table that the acts ask, too. */
export const holdMay = (hold: Hold, reader: string, now: Instant): HoldAct[] =>
  isDoer(reader)
    ? DOES[reader].filter((act) => TABLE[hold.kind][stateAt(hold, now)][act] === 'ok')
    : []

/** Whose turn it is: the shop has said what happened and the holder has not; an official; or the hour of the booking. */
export function waitsFor(hold: Hold, now: Instant): (typeof WAITS_FOR)[number] {
  const state = stateAt(hold, now)
  if (state === 'contested') return 'mediator'
  if (state === 'recorded' || (state === 'held' && hold.kind === 'claim')) return 'holder'
  return state === 'held' ? 'visit' : 'nobody'
}

/**
 * What it does to a contested hold when so many units count as used: how many go back to the card, and whether the
 * holder must have come, as a no-show costs less. Null where it would be more than the shop says.
 */
export function captureEffect(hold: Hold, capture_units: number) {
  const { claimed_units, no_show_units } = holdShare(hold)
  if (capture_units > claimed_units) return null
  return {
    capture_units,
    returned_units: claimed_units - capture_units,
    needs_came: hold.kind === 'booking' && capture_units > no_show_units,
  }
}

/** What the shop says was used, and what a booking costs at most when nobody comes; in units of the card. */
export const holdShare = (hold: Hold) => ({
  claimed_units: hold.recorded_units ?? hold.units,
  no_show_units: noShowShare(hold),
})
