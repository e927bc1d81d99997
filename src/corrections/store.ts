import type { LotShare } from '../cards/holding'
import { type CardWithLotsRow, cardFrom, type StoredCard } from '../cards/store'
import type { Instant } from '../kernel/time'
import type { Who } from '../platform/actor'
import { type Statement, sql } from '../platform/d1'
import type { CorrectionKind } from './rules'

export type LotReturn = LotShare & { released_fen: number }
export type CorrectionRow = {
  id: string
  redemption_id: string
  card_id: string
  merchant_id: string
  staff_id: string
  kind: CorrectionKind
  units: number
  returned_fen: number
  lot_uses: string
  reason: string
  status: 'awaiting_funds' | 'done'
  created_at: Instant
  done_at: Instant | null
  version: number
}

/** A use with its card, its shop's place and payable, and every correction made of it so far. */
type UseRow = CardWithLotsRow & {
  redemption_id: string
  use_status: string
  use_staff_id: string
  use_unit: 'fen' | 'visit' | 'day'
  use_units: number
  use_lots: string
  use_shop_id: string | null
  ended_at: Instant | null
  label: string
  district: string
  sector: string
  payable_fen: number
  waiting_fen: number
  earlier: string
}
export type UseDetail = Omit<UseRow, 'use_lots' | 'earlier' | keyof CardWithLotsRow> & {
  card: StoredCard
  shares: LotReturn[]
  earlier: { units: number; shares: LotShare[] }[]
}

export const readUse = (where: Statement) =>
  sql<UseRow>`SELECT c.*, r.id AS redemption_id, r.status AS use_status, r.staff_id AS use_staff_id,
             r.unit AS use_unit, r.units AS use_units,
             r.shop_id AS use_shop_id, r.lot_uses AS use_lots, r.ended_at, r.label, m.district, m.sector,
             coalesce(p.balance_fen, 0) AS payable_fen,
             (SELECT coalesce(sum(returned_fen), 0) FROM corrections
               WHERE merchant_id = r.merchant_id AND status = 'awaiting_funds') AS waiting_fen,
             (SELECT json_group_array(json_object('units', units, 'shares', json(lot_uses)))
                FROM corrections WHERE redemption_id = r.id) AS earlier
        FROM redemptions r JOIN cards_with_lots c ON c.id = r.card_id JOIN merchants m ON m.id = r.merchant_id
        LEFT JOIN ledger_accounts p ON p.id = 'payable:' || r.merchant_id
       WHERE ${where}`

export function useFrom(seen: UseRow): UseDetail {
  return {
    ...seen,
    card: cardFrom(seen),
    shares: JSON.parse(seen.use_lots) as LotReturn[],
    earlier: JSON.parse(seen.earlier) as UseDetail['earlier'],
  }
}

export const insertCorrection = (c: Omit<CorrectionRow, 'version'>): Statement =>
  sql`INSERT INTO corrections (id, redemption_id, card_id, merchant_id, staff_id, kind, units, returned_fen, lot_uses,
                               reason, status, created_at, done_at)
      VALUES (${c.id}, ${c.redemption_id}, ${c.card_id}, ${c.merchant_id}, ${c.staff_id}, ${c.kind}, ${c.units},
              ${c.returned_fen}, ${c.lot_uses}, ${c.reason}, ${c.status}, ${c.created_at}, ${c.done_at})`

/** What waited for the shop's money is done; it is done once (trigger). */
export const finishCorrectionStatement = (c: CorrectionRow): Statement =>
  sql`UPDATE corrections SET status = 'done', done_at = ${c.done_at}, returned_fen = ${c.returned_fen},
             lot_uses = ${c.lot_uses}, version = ${c.version + 1}
       WHERE id = ${c.id}`

/** Corrections the asker may see: the shop's own, or of the holder's own card. */
export const readCorrections = (who: Who, where: Statement) =>
  sql<CorrectionRow>`SELECT k.* FROM corrections k JOIN cards c ON c.id = k.card_id
       WHERE (k.merchant_id = ${who.merchant_id}
           OR (c.consumer_id = ${who.subject_id} AND k.created_at > coalesce(c.transferred_at, '')))
         AND ${where}`
