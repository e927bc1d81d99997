import type { RefundSeen } from './store'

/** What a holder can still take back: all of it before any part was sent, then the disputed part while it is open. */
export function withdrawable(refund: RefundSeen): 'all' | 'difference' | 'nothing' {
  const { status, parts, origin, basis, difference_fen } = refund
  if (status === 'done' || status === 'withdrawn') return 'nothing'
  const nothing_left_us =
    difference_fen === 0 &&
    parts.every(
      ({ state, instead_of }) =>
        state === 'created' || (state === 'awaiting_account' && instead_of === null),
    )
  if (nothing_left_us && origin === 'holder') return 'all'
  return basis === null ? 'difference' : 'nothing'
}
