import { COURT_SEALED, courtPlace } from '../courts/account'
import { SETTLEMENT_SEALED, settlementPlace } from '../merchants/settlement-account'
import { type Reseal, type SealedColumn, type SealedRow, type Statement, sql } from '../platform/d1'

const reseal = ({ id, before, after }: Reseal): Statement =>
  sql`UPDATE payouts SET to_account_no = ${after}, version = version + 1
      WHERE id = ${id} AND to_account_no = ${before}`

/** Where each payout went: as it stood with the shop, or with a court's deduction. */
export const PAYOUT_SEALS: readonly SealedColumn[] = [
  {
    name: 'payouts.to_account_no',
    purpose: SETTLEMENT_SEALED,
    placeOf: settlementPlace,
    readAfter: (last_id, limit) =>
      sql<SealedRow>`SELECT id, merchant_id AS bound_id, iif(court_deduction_id IS NULL, to_account_no, NULL) AS sealed
            FROM payouts WHERE id > ${last_id} ORDER BY id LIMIT ${limit}`,
    reseal,
  },
  {
    name: 'payouts.to_account_no:court',
    purpose: COURT_SEALED,
    placeOf: courtPlace,
    readAfter: (last_id, limit) =>
      sql<SealedRow>`SELECT id, court_deduction_id AS bound_id, to_account_no AS sealed FROM payouts
          WHERE court_deduction_id IS NOT NULL AND id > ${last_id} ORDER BY id LIMIT ${limit}`,
    reseal,
  },
]
