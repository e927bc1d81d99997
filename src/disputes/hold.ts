import { disputeLotStatement } from '../cards/disputing'
import { lotLeftFen } from '../cards/ending'
import { resolveHold } from '../cards/holding'
import { advanceCardStatement, type StoredCard, type StoredLot } from '../cards/store'
import { endWork } from '../holds/resolve'
import { type HoldDetailRow, holdShares, readHolds } from '../holds/store'
import { fen, sumFen } from '../kernel/money'
import { insist } from '../kernel/refusals'
import type { Instant } from '../kernel/time'
import { openAccountStatement, post } from '../ledger/book'
import { disputedAccount, escrowAccount, refundingAccount } from '../ledger/chart'
import { type RowsRead, type Statement, sql } from '../platform/d1'
import type { Kit } from '../platform/world'
import { type PartRow, type RefundableCard, readRefunds, updatePart } from '../refunds/store'
import { reserveFor } from './rules'
import type { DisputeRow } from './store'

/** What else the lot is tied to: open holds, refunds on their way, other disputes about the same payment. */
export const readHolding = (lot_id: Statement) => ({
  holds: readHolds(
    sql`h.card_id = (SELECT card_id FROM lots WHERE id = ${lot_id}) AND h.status IN ('held', 'contested') AND EXISTS (
          SELECT 1 FROM json_each(h.shares) s WHERE s.value ->> 'lot_id' = ${lot_id}) ORDER BY h.id`,
  ),
  parts: sql<PartRow>`SELECT * FROM refund_parts WHERE lot_id = ${lot_id} AND state IN ('created', 'awaiting_account', 'sent') ORDER BY id`,
  disputes: sql<DisputeRow>`SELECT * FROM disputes WHERE lot_id = ${lot_id} ORDER BY id`,
})
/** The refund that ended a lot before. */
export const readLotRefund = (lot_id: Statement) =>
  readRefunds(sql`r.id = (SELECT refund_id FROM lots WHERE id = ${lot_id})`)
/** What was found of it, and the refund of the lot, if it has one. */
export type HoldingRows = RowsRead<ReturnType<typeof readHolding>> & {
  refunds: RowsRead<{ refunds: ReturnType<typeof readLotRefund> }>['refunds']
}

export type Held = { held_fen: number; reserved_fen: number; statements: Statement[] }
type Holding = {
  dispute: DisputeRow
  seen: RefundableCard
  lot: StoredLot
  rows: HoldingRows
  now: Instant
}
/**
 * Keeps a lot still: open holds on it are undone, refunds of it that were not sent yet are called back, and its cash
 * goes to `disputed:<card>`. A refund that was sent is asked about as before: what the provider refuses joins the rest.
 * A second dispute about the same payment finds the lot still already.
 */
export function planStillHeld(kit: Kit, of: Holding): Held {
  const { dispute, seen, rows, now } = of
  const freed = withoutHolds(kit, seen.card, rows.holds, now)
  const lot = freed.card.lots.find(({ id }) => id === of.lot.id)
  insist(lot, 'the lot is on its card')
  const { parts } = rows
  const back = parts.filter(({ state }) => state !== 'sent')
  const back_fen = sumFen(back.map(({ amount_fen }) => amount_fen))
  const sent_fen = sumFen(parts.map(({ amount_fen }) => amount_fen)) - back_fen
  const left_fen = lotLeftFen(lot) - sent_fen
  const is_first = lot.dispute_id === null
  const reserved_fen = reserveFor(dispute.amount_fen, {
    left_fen,
    earned_fen: lot.released_fen + lot.difference_fen,
  })
  const moved = { reason: 'payment_disputed', subject_id: dispute.id, event_at: now }
  const apart = disputedAccount(freed.card.id)
  return {
    held_fen: is_first ? left_fen : 0,
    reserved_fen,
    statements: [
      ...freed.statements,
      ...back.map((part) =>
        updatePart({ ...part, state: 'withdrawn', ended_at: now, next_check_at: null }),
      ),
      openAccountStatement(apart),
      ...post(kit, {
        from: refundingAccount(freed.card.id),
        to: apart,
        amount_fen: fen(back_fen),
        ...moved,
      }),
      ...(is_first
        ? post(kit, {
            from: escrowAccount(freed.card.id),
            to: apart,
            amount_fen: fen(left_fen - back_fen),
            ...moved,
          })
        : []),
      advanceCardStatement(freed.card),
      ...(is_first
        ? [disputeLotStatement(lot.id, { dispute_id: dispute.id, disputed_fen: left_fen })]
        : []),
    ],
  }
}

/** The card after every open hold on the lot is undone: nothing was taken, and its shop may ask anew once it is won. */
function withoutHolds(
  kit: Kit,
  card: StoredCard,
  holds: readonly HoldDetailRow[],
  now: Instant,
): { card: StoredCard; statements: Statement[] } {
  const statements: Statement[] = []
  let after = card
  for (const hold of holds) {
    const end = {
      units: 0,
      by: 'decision' as const,
      status: 'voided' as const,
      type: 'hold.voided' as const,
      reason: 'payment_disputed',
    }
    const done = endWork(kit, { hold, card: after, end, now, reader: 'operator' })
    statements.push(...done.statements)
    const { lots } = resolveHold(after.lots, holdShares(hold), 0)
    after = { ...after, version: after.version + 1, lots }
  }
  return { card: after, statements }
}
