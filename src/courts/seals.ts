import { type SealedColumn, type SealedRow, sql } from '../platform/d1'
import { COURT_SEALED, courtPlace } from './account'

/** Accounts of courts: of a deduction, and of the payouts that go there. */
export const COURT_SEALS: readonly SealedColumn[] = [
  {
    name: COURT_SEALED,
    purpose: COURT_SEALED,
    placeOf: courtPlace,
    readAfter: (last_id, limit) =>
      sql<SealedRow>`SELECT id, id AS bound_id, to_account_no AS sealed FROM court_deductions
          WHERE id > ${last_id} ORDER BY id LIMIT ${limit}`,
    reseal: ({ id, before, after }) =>
      sql`UPDATE court_deductions SET to_account_no = ${after}, version = version + 1
          WHERE id = ${id} AND to_account_no = ${before}`,
  },
]
