import { undisputeLotStatement } from '../cards/disputing'
import { advanceCardStatement, advanceEarningStatement, type StoredLot } from '../cards/store'
import { fen, sumFen } from '../kernel/money'
import { insist } from '../kernel/refusals'
import { type Instant, localDate } from '../kernel/time'
import { openAccountStatement, post } from '../ledger/book'
import { claimsAccount, disputedAccount, escrowAccount, pspAccount } from '../ledger/chart'
import { providerOwedTallyStatement, refundTallyStatement } from '../merchants/tally'
import type { Statement } from '../platform/d1'
import type { Kit } from '../platform/world'
import { planMove } from '../refunds/settle'
import { type RefundableCard, refundFrom } from '../refunds/store'
import type { HoldingRows } from './hold'
import { type Loss, type Stand, splitLoss } from './rules'
import { type DisputeRow, insertRecovery, updateDispute } from './store'

type Deciding = {
  row: DisputeRow
  stand: Exclude<Stand, 'open'>
  seen: RefundableCard
  holding: HoldingRows
  now: Instant
}
type End = { after: DisputeRow; statements: Statement[] }

/**
 * The end of a dispute. Won or closed: all is as before, a refund that waited goes on, days that passed are caught up.
 * Lost: what was left of the lot has gone back through the provider and its contract is over; what the shop had earned
 * is a claim on it; what the payer has had twice is a claim on them. In every case the provider's account in the ledger
 * says afterwards what the provider's own does.
 */
export function planDecision(kit: Kit, of: Deciding): End {
  const { row, stand, seen, holding, now } = of
  const lot = seen.card.lots.find(({ id }) => id === row.lot_id)
  insist(lot, 'the lot is on its card')
  const others = holding.disputes.filter(({ id }) => id !== row.id)
  const next = others.find(({ outcome }) => outcome === null) ?? null
  const is_holder = lot.dispute_id === row.id
  const loss = stand === 'lost' ? lossOf(row, lot, others) : NOTHING
  const after: DisputeRow = {
    ...row,
    ...loss,
    outcome: stand,
    reserved_fen: 0,
    decided_at: now,
    next_check_at: stand === 'lost' || row.taken_fen === 0 ? null : row.next_check_at,
  }
  const free_fen = lot.disputed_fen - loss.unused_fen
  const stays = !is_holder || next !== null
  const lot_after: StoredLot = {
    ...lot,
    refunded_fen: fen(lot.refunded_fen + loss.unused_fen),
    charged_back_fen: fen(lot.charged_back_fen + loss.unused_fen),
    dispute_id: is_holder ? (next?.id ?? null) : lot.dispute_id,
    disputed_fen: fen(stays ? free_fen : 0),
  }
  return {
    after,
    statements: [
      updateDispute(after),
      ...booked(kit, after, seen.card.id, now),
      ...(stays ? [] : backInEscrow(kit, after, free_fen, now)),
      seen.card.kind === 'period'
        ? advanceEarningStatement(seen.card, localDate(now))
        : advanceCardStatement(seen.card),
      undisputeLotStatement(lot.id, {
        charged_back_fen: loss.unused_fen,
        next_dispute_id: lot_after.dispute_id,
        disputed_fen: lot_after.disputed_fen,
      }),
      ...(stays ? [] : refundGoesOn(kit, { seen, lot: lot_after, holding, now })),
    ],
  }
}

const NOTHING: Loss = { unused_fen: 0, claim_fen: 0, payer_fen: 0 }
function lossOf(row: DisputeRow, lot: StoredLot, others: readonly DisputeRow[]): Loss {
  const claimed_fen = sumFen(others.map(({ claim_fen }) => fen(claim_fen)))
  const earned_fen = Math.max(lot.released_fen + lot.difference_fen - claimed_fen, 0)
  const taken_fen = row.taken_fen > 0 ? row.taken_fen : row.amount_fen
  return splitLoss(taken_fen, { left_fen: lot.disputed_fen, earned_fen })
}

/** A loss in the books: everything the provider took leaves through its account, from whom it falls on. */
function booked(kit: Kit, d: DisputeRow, card_id: string, now: Instant): Statement[] {
  const { merchant_id, payer_id } = d
  const lost_fen = d.unused_fen + d.claim_fen + d.payer_fen
  if (lost_fen === 0) return []
  insist(merchant_id !== null && payer_id !== null, 'a dispute with a lot has its parties')
  const psp = pspAccount(d.provider)
  const move = (from: string, amount_fen: number, reason: string) =>
    post(kit, {
      from,
      to: psp,
      amount_fen: fen(amount_fen),
      reason,
      subject_id: d.id,
      event_at: now,
    })
  const recovery = {
    id: kit.newId('rcv'),
    dispute_id: d.id,
    merchant_id,
    kind: 'unused' as const,
    amount_fen: d.unused_fen,
    created_at: now,
    funded_at: null,
    version: 1,
  }
  return [
    openAccountStatement(claimsAccount(merchant_id)),
    openAccountStatement(claimsAccount(payer_id)),
    ...move(disputedAccount(card_id), d.unused_fen, 'dispute_lost'),
    ...move(claimsAccount(merchant_id), d.claim_fen, 'dispute_claimed'),
    ...move(claimsAccount(payer_id), d.payer_fen, 'dispute_claimed'),
    ...(d.unused_fen > 0
      ? [
          insertRecovery(recovery),
          refundTallyStatement({ merchant_id, refunded_fen: d.unused_fen }),
        ]
      : []),
    providerOwedTallyStatement({ merchant_id, owed_fen: lost_fen }),
  ]
}

const backInEscrow = (kit: Kit, d: DisputeRow, amount_fen: number, now: Instant) =>
  post(kit, {
    from: disputedAccount(d.card_id ?? ''),
    to: escrowAccount(d.card_id ?? ''),
    amount_fen: fen(amount_fen),
    reason: 'dispute_over',
    subject_id: d.id,
    event_at: now,
  })

/** A refund that ended the lot before goes on with what is left, or is done. */
function refundGoesOn(
  kit: Kit,
  of: { seen: RefundableCard; lot: StoredLot; holding: HoldingRows; now: Instant },
): Statement[] {
  const { seen, lot, now } = of
  const found = of.holding.refunds[0]
  if (lot.refund_id === null || !found) return []
  const refund = refundFrom(found)
  if (refund.status === 'done' || refund.status === 'withdrawn') return []
  const card = {
    ...seen.card,
    version: seen.card.version + 1,
    lots: seen.card.lots.map((one) => (one.id === lot.id ? lot : one)),
  }
  return planMove(kit, { refund, seen: { ...seen, card } }, null, now).statements
}
