import * as z from 'zod'
import type { StoredCard as Card } from '../cards/store'
import { type BankCardRow, base, cardIdentity, sum } from './parts'

export const BankCard = z
  .strictObject({
    ...base,
    reader: z.literal('bank'),
    merchant_id: z.string(),
    merchant_name: z.string(),
    merchant_level: z.string(),
    escrow_fen: z.int(),
    held_fen: z.int(),
    refunding_fen: z.int(),
    paid_fen: z.int(),
    released_fen: z.int(),
    refunded_fen: z.int(),
    lots: z.array(z.strictObject({ id: z.string(), paid_fen: z.int(), contract_hash: z.string() })),
  })
  .meta({ id: 'BankCard', description: '银行看托管金额，不看持卡人' })

export const forBank = (card: Card, row: BankCardRow) => ({
  ...cardIdentity(card),
  reader: 'bank' as const,
  merchant_id: card.merchant_id,
  merchant_name: row.merchant_name,
  merchant_level: row.level,
  escrow_fen: row.escrow_fen,
  held_fen: row.held_fen,
  refunding_fen: row.refunding_fen,
  paid_fen: sum(card.lots, (lot) => lot.paid_fen),
  released_fen: sum(card.lots, (lot) => lot.released_fen),
  refunded_fen: sum(card.lots, (lot) => lot.refunded_fen),
  lots: card.lots.map(({ id, paid_fen, contract_hash }) => ({ id, paid_fen, contract_hash })),
})
