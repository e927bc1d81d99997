import { fen, sumFen } from '../kernel/money'
import { insist } from '../kernel/refusals'
import type { Instant } from '../kernel/time'
import type { Card, Lot } from '../law/lots'
import { post } from '../ledger/book'
import { escrowAccount, heldAccount, payableAccount } from '../ledger/chart'
import type { Statement } from '../platform/d1'
import type { Kit } from '../platform/world'
import { heldFen } from './holding'

/** What a change of lots means in money. The three always add up to 0. */
type Shift = { escrow_fen: number; held_fen: number; payable_fen: number }

export function shiftBetween(before: readonly Lot[], after: readonly Lot[]): Shift {
  const payable_fen = releasedIn(after) - releasedIn(before)
  const held_fen = sumFen(after.map(heldFen)) - sumFen(before.map(heldFen))
  return { escrow_fen: -payable_fen - held_fen, held_fen, payable_fen }
}

const releasedIn = (lots: readonly Lot[]) => sumFen(lots.map((lot) => lot.released_fen))

/**
 * Posts what a change of lots means: free, held and earned money follow the lots' counters, by at most two
 * transfers, and no account is ever debited by more than its net change. `reason` names the movement of the
 * shop's money (`redemption_succeeded`, `correction_refunded`); what moves between free and held is named here.
 */
export function moveLotsStatements(
  kit: Kit,
  move: {
    card: Pick<Card, 'id' | 'merchant_id'>
    before: readonly Lot[]
    after: readonly Lot[]
    reason: string
    subject_id: string
    event_at: Instant
  },
): Statement[] {
  const { card, subject_id, event_at } = move
  const shift = shiftBetween(move.before, move.after)
  const payable = payableAccount(card.merchant_id)
  const changes = [
    { id: heldAccount(card.id), fen: shift.held_fen },
    { id: escrowAccount(card.id), fen: shift.escrow_fen },
    { id: payable, fen: shift.payable_fen },
  ]
  const statements: Statement[] = []
  for (const from of changes.filter((change) => change.fen < 0)) {
    for (const to of changes.filter((change) => change.fen > 0)) {
      const amount_fen = Math.min(-from.fen, to.fen)
      from.fen += amount_fen
      to.fen -= amount_fen
      const shop = from.id === payable || to.id === payable
      const reason = shop
        ? move.reason
        : to.id === heldAccount(card.id)
          ? 'units_held'
          : 'units_freed'
      statements.push(
        ...post(kit, {
          from: from.id,
          to: to.id,
          amount_fen: fen(amount_fen),
          reason,
          subject_id,
          event_at,
        }),
      )
    }
  }
  insist(
    changes.every((change) => change.fen === 0),
    'what leaves one account arrives in another',
  )
  return statements
}
