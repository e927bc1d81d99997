import type { LocalDate } from '../kernel/time'
import { type Statement, sql } from '../platform/d1'

/** A row of a day as it is handed on: `shop` is the merchant's id; our shops tell no brand. */
export type BehaviourRow = {
  day: LocalDate
  shop: string
  sector: string
  brand: null
  opened_on: LocalDate
  lease_ends_on: LocalDate | null
  sold_fen: number
  bonus_fen: number
  lots_sold: number
  used_fen: number
  uses: number
  merchant_started_uses: number
  contested_uses: number
  refund_requests: number
  complaints: number
  payout_bounces: number
  bank_breaks: number
  escrow_fen: number
  holders: number
  events: string
}

/** The rows of one day, by shop. Corrections of earlier days leave no figure below 0. */
export const readBehaviourOn = (day: LocalDate): Statement<BehaviourRow> =>
  sql<BehaviourRow>`SELECT day, merchant_id AS shop, sector, NULL AS brand, opened_on, lease_ends_on, sold_fen, bonus_fen,
      lots_sold, max(0, used_fen) AS used_fen, max(0, uses) AS uses, merchant_started_uses, contested_uses, refund_requests,
      complaints, payout_bounces, bank_breaks, escrow_fen, holders, events
      FROM behaviour_days WHERE day = ${day} ORDER BY merchant_id`
