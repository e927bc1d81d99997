/** What became of a use, as every page and answer says it. */
export const USE_STATES = {
  used: '已用',
  returned: '退回',
  voided: '作废',
  waiting: '等确认',
  lapsed: '失效',
} as const
export type UseState = keyof typeof USE_STATES

type Past = {
  status: 'user_confirming' | 'succeeded' | 'canceled' | 'expired'
  units: number
  released_fen: number
  corrected_units?: number
  returned_fen?: number
}
/**
 * One history: what counts of a use now, in units and in money, and under which name. Over all uses of a card the
 * units add up to what its lots have used and the money to what was released (days of a period card apart). What
 * waits or lapsed counts nothing; what was given back no longer counts. Floors on running totals may leave a fen, of
 * either sign, with one use that was taken back; it is never lost.
 */
export function useHistory(use: Past): {
  state: UseState
  counted_units: number
  counted_fen: number
} {
  if (use.status !== 'succeeded') {
    const state = use.status === 'user_confirming' ? 'waiting' : 'lapsed'
    return { state, counted_units: 0, counted_fen: 0 }
  }
  const counted_units = use.units - (use.corrected_units ?? 0)
  const counted_fen = use.released_fen - (use.returned_fen ?? 0)
  const whole = counted_units === use.units
  return {
    state: whole ? 'used' : counted_units === 0 ? 'voided' : 'returned',
    counted_units,
    counted_fen,
  }
}
