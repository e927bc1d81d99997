import type { Fen } from '../kernel/money'
import type { Instant } from '../kernel/time'
import { type Statement, sql } from '../platform/d1'
import type { Kit } from '../platform/world'
import { accountFloor } from './chart'

type Transfer = {
  from: string
  to: string
  amount_fen: Fen
  /** Past tense of the act: `redemption_succeeded`. */
  reason: string
  subject_id: string
  /** When the world did it; when we wrote it is the kit's clock. */
  event_at: Instant
}

/** Moves money, the only way there is. Nothing for 0 fen: an empty transfer would say nothing. */
export function post(
  kit: Kit,
  { from, to, amount_fen, reason, subject_id, event_at }: Transfer,
): Statement[] {
  if (amount_fen === 0) return []
  return [
    sql`INSERT INTO ledger_transfers
          (id, from_account_id, to_account_id, amount_fen, reason, subject_id, event_at, created_at)
        VALUES (${kit.newId('trf')}, ${from}, ${to}, ${amount_fen}, ${reason}, ${subject_id},
                ${event_at}, ${kit.now()})`,
  ]
}

/** Opens an account with the floor its name calls for; one that exists is left as it is. */
export const openAccountStatement = (id: string): Statement =>
  sql`INSERT INTO ledger_accounts (id, floor_fen)
      SELECT ${id}, ${accountFloor(id)} WHERE NOT EXISTS (SELECT 1 FROM ledger_accounts WHERE id = ${id})`
