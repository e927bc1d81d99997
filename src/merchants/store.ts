import type { Instant } from '../kernel/time'
import { type Statement, sql } from '../platform/d1'
import type { Merchant } from './rules'
import { insertFirstShop } from './shop-store'

/** A merchant as it stands in the books; account numbers are sealed, only their mask is for reading. */
export type MerchantRow = Merchant & {
  name: string
  address: string
  licence_no: string
  legal_representative: string
  settlement_account_no: string
  settlement_account_mask: string
  custody_account_no: string | null
  settlement_account_version: number
  settlement_account_verified_at: Instant | null
  payouts_held_at: Instant | null
  level_set_at: Instant | null
  level_reason: string | null
  code: string
  /** JSON, {id, name}: whose name its own read like when it applied. */
  resembles: string | null
  level: string
  applied_at: Instant
  sales_held_reason: string | null
  sales_lifted_at: Instant | null
  sales_lifted_reason: string | null
  /** Who asked that a stop be lifted, when and why; it waits for another person. */
  sales_lift_by: string | null
  sales_lift_at: Instant | null
  sales_lift_reason: string | null
  sales_lifted_by: string | null
  version: number
}
export type TotalsRow = {
  cards_count: number
  paid_fen: number
  released_fen: number
  refunded_fen: number
  owed_fen: number
  topups_count: number
  uses_count: number
  payable_fen: number
  paying_fen: number
  custody_fen: number
  advance_fen: number
  /** The guarantee deposit in custody: not the customers', and not the shop's to be paid. */
  deposit_fen: number
  settled_fen: number
  fees_held_fen: number
  /** What custody owes the provider for refunds it paid out; negative: the other way round. */
  provider_owed_fen: number
  /** The bank's last close of the shop; null before the first, and without a whole statement of that day. */
  cover_owed_fen: number | null
  cover_covered_fen: number | null
  cover_day: string | null
  /** How many were closed last without a whole statement: a sum that leaves one out is not the bank's word. */
  cover_unread: number
}

/** A merchant, and what it and its cards come to. */
export type MerchantDetailRow = MerchantRow & TotalsRow
/**
 * A merchant with its roll-up and ledger balances, in one row. Custody is a mirror of the bank and stands
 * negative in the ledger (money out there), so its figure here is turned round.
 */
export const readMerchants = (where: Statement) =>
  sql<MerchantDetailRow>`SELECT m.*, t.cards_count, t.paid_fen, t.released_fen, t.refunded_fen, t.owed_fen, t.topups_count, t.uses_count,
             t.settled_fen, t.fees_held_fen, t.provider_owed_fen,
             ${balance('payable')} AS payable_fen, ${balance('paying')} AS paying_fen,
             -${balance('custody')} AS custody_fen, -${balance('advance')} AS advance_fen, ${balance('deposit')} AS deposit_fen,
             v.owed_fen AS cover_owed_fen, v.covered_fen AS cover_covered_fen, v.business_day AS cover_day,
             EXISTS (SELECT 1 FROM merchant_covers u WHERE u.merchant_id = m.id AND u.is_complete = 0) AS cover_unread
        FROM merchants m JOIN merchant_totals t ON t.merchant_id = m.id
        LEFT JOIN merchant_covers v ON v.merchant_id = m.id AND v.is_complete = 1 WHERE ${where}`

const balance = (account: 'payable' | 'paying' | 'custody' | 'advance' | 'deposit'): Statement =>
  sql`coalesce((SELECT balance_fen FROM ledger_accounts WHERE id = ${account} || ':' || m.id), 0)`

export type NewMerchant = Omit<
  MerchantRow,
  | 'custody_account_no'
  | 'level'
  | 'admitted_at'
  | 'sales_held_at'
  | 'sales_held_reason'
  | 'sales_lifted_at'
  | 'sales_lifted_reason'
  | 'sales_lift_by'
  | 'sales_lift_at'
  | 'sales_lift_reason'
  | 'sales_lifted_by'
  | 'settlement_account_version'
  | 'settlement_account_verified_at'
  | 'payouts_held_at'
  | 'level_set_at'
  | 'level_reason'
  | 'version'
>
export const insertMerchantStatements = (m: NewMerchant): Statement[] => [
  sql`INSERT INTO merchants (id, name, entity_type, sector, district, address, licence_no, licence_expires_on,
                             legal_representative, lease_ends_on, settlement_account_no, settlement_account_mask, code,
                             resembles, applied_at)
      VALUES (${m.id}, ${m.name}, ${m.entity_type}, ${m.sector}, ${m.district}, ${m.address}, ${m.licence_no},
              ${m.licence_expires_on}, ${m.legal_representative}, ${m.lease_ends_on}, ${m.settlement_account_no},
              ${m.settlement_account_mask}, ${m.code}, ${m.resembles}, ${m.applied_at})`,
  sql`INSERT INTO merchant_totals (merchant_id) VALUES (${m.id})`,
  insertFirstShop(m),
]

type MerchantNameRow = { id: string; name: string }
/** Every name there is, oldest first: a city has a few thousand, and one is compared when a shop applies. */
export const readMerchantNames = () =>
  sql<MerchantNameRow>`SELECT id, name FROM merchants ORDER BY id`

type Version = Pick<MerchantRow, 'id' | 'version'>
export const admitStatement = (m: Version, custody_account_no: string, now: Instant): Statement =>
  sql`UPDATE merchants SET admitted_at = ${now}, custody_account_no = ${custody_account_no}, version = ${m.version + 1}
       WHERE id = ${m.id}`
/** Writes a hold, or its end, as the merchant now stands. */
export const updateSalesHold = (m: MerchantRow): Statement =>
  sql`UPDATE merchants
         SET sales_held_at = ${m.sales_held_at}, sales_held_reason = ${m.sales_held_reason},
             sales_lifted_at = ${m.sales_lifted_at}, sales_lifted_reason = ${m.sales_lifted_reason},
             sales_lift_by = ${m.sales_lift_by}, sales_lift_at = ${m.sales_lift_at},
             sales_lift_reason = ${m.sales_lift_reason}, sales_lifted_by = ${m.sales_lifted_by},
             version = ${m.version + 1}
       WHERE id = ${m.id}`

export const updateLevel = (
  m: Version,
  set: { level: string; reason: string; at: Instant },
): Statement =>
  sql`UPDATE merchants SET level = ${set.level}, level_reason = ${set.reason}, level_set_at = ${set.at},
             version = ${m.version + 1}
       WHERE id = ${m.id}`
