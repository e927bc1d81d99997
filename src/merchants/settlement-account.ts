import type { Instant } from '../kernel/time'
import { type SealedColumn, type SealedRow, type Statement, sql } from '../platform/d1'
import type { Kit } from '../platform/world'

export const SETTLEMENT_SEALED = 'merchants.settlement_account_no'
/** Sealed for one shop, in whichever table it stands. */
export const settlementPlace = (merchant_id: string): string =>
  `${SETTLEMENT_SEALED}|${merchant_id}`
/** What is kept of an account: its number sealed for this merchant alone, and the last four digits to read. */
export async function sealSettlementAccount(
  kit: Kit,
  { merchant_id, account_no }: { merchant_id: string; account_no: string },
): Promise<{ settlement_account_no: string; settlement_account_mask: string }> {
  return {
    settlement_account_no: await kit.secrets.seal(
      SETTLEMENT_SEALED,
      settlementPlace(merchant_id),
      account_no,
    ),
    settlement_account_mask: `尾号 ${account_no.slice(-4)}`,
  }
}
export const openSettlementAccount = (
  kit: Kit,
  { merchant_id, sealed }: { merchant_id: string; sealed: string },
): Promise<string> => kit.secrets.open(SETTLEMENT_SEALED, settlementPlace(merchant_id), sealed)

/** An account that the bank has nothing to say of, and one it has closed. */
export const UNSURE = {
  silence: 'bank_does_not_answer',
  no: 'settlement_account_not_verified',
} as const

type Paid = {
  id: string
  settlement_account_no: string
  settlement_account_mask: string
  settlement_account_version: number
  settlement_account_verified_at: Instant | null
  version: number
}
/** Pays a shop there from its next payout on. Another number is taken only from an account change in force (trigger). */
export const payToStatement = (m: Paid): Statement =>
  sql`UPDATE merchants
         SET settlement_account_no = ${m.settlement_account_no}, settlement_account_mask = ${m.settlement_account_mask},
             settlement_account_version = ${m.settlement_account_version},
             settlement_account_verified_at = ${m.settlement_account_verified_at}, version = ${m.version + 1}
       WHERE id = ${m.id}`

/** Where shops are paid. */
export const MERCHANT_SEALS: readonly SealedColumn[] = [
  {
    name: SETTLEMENT_SEALED,
    purpose: SETTLEMENT_SEALED,
    placeOf: settlementPlace,
    readAfter: (last_id, limit) =>
      sql<SealedRow>`SELECT id, id AS bound_id, settlement_account_no AS sealed FROM merchants
          WHERE id > ${last_id} ORDER BY id LIMIT ${limit}`,
    reseal: ({ id, before, after }) =>
      sql`UPDATE merchants SET settlement_account_no = ${after}, version = version + 1
          WHERE id = ${id} AND settlement_account_no = ${before}`,
  },
]
