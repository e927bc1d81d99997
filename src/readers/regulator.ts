import * as z from 'zod'
import type { RefundNowFigures } from '../cards/refund-figure'
import type { StoredCard as Card } from '../cards/store'
import { base, cardIdentity, cardUses, type RegulatorCardRow, sum, Uses } from './parts'

export const RegulatorCard = z
  .strictObject({
    ...base,
    reader: z.literal('regulator'),
    holder_pseudonym: z.string(),
    merchant_id: z.string(),
    merchant_name: z.string(),
    district: z.string(),
    sector: z.string(),
    escrow_fen: z.int(),
    paid_fen: z.int(),
    released_fen: z.int(),
    lots_count: z.int(),
    contract_hashes: z.array(z.string()),
    uses: Uses,
    dispute_gap_fen: z.int(),
  })
  .meta({ id: 'RegulatorCard', description: '监管看化名与合计；解除化名须有案号与理由' })

export function forRegulator(
  card: Card,
  row: RegulatorCardRow,
  { holder_pseudonym, refund_now }: { holder_pseudonym: string; refund_now: RefundNowFigures },
) {
  return {
    ...cardIdentity(card),
    reader: 'regulator' as const,
    holder_pseudonym,
    merchant_id: card.merchant_id,
    merchant_name: row.merchant_name,
    district: row.district,
    sector: row.sector,
    escrow_fen: row.escrow_fen,
    paid_fen: sum(card.lots, (lot) => lot.paid_fen),
    released_fen: sum(card.lots, (lot) => lot.released_fen),
    lots_count: card.lots.length,
    contract_hashes: card.lots.map((lot) => lot.contract_hash),
    uses: cardUses(row),
    dispute_gap_fen: refund_now.not_consumer_cause_fen - refund_now.consumer_cause_fen,
  }
}
