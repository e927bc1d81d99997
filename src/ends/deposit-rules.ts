import { refuse } from '../kernel/refusals'
import type { Instant } from '../kernel/time'

export type DepositRow = {
  id: string
  merchant_id: string
  amount_fen: number
  /** Typed, agreed to by another person, in custody by the bank's answer; or refused before the bank was told. */
  state: 'created' | 'agreed' | 'received' | 'refused'
  received_by: string
  created_at: Instant
  decided_by: string | null
  decided_at: Instant | null
  note: string | null
  received_at: Instant | null
  bank_ref?: string | null
  version: number
}
export type DepositDetailRow = DepositRow & {
  typed_by_name: string
  decided_by_name: string | null
  /** Whether the asker is the person who typed it, by telephone and not by id alone. */
  is_own: number
  /** Whether a line of the bank's statement answers to it. */
  is_shown: number
}

/** Nobody has agreed yet. What was received before two people were needed waits for the second one, too. */
export const waitsForAgreement = ({ state, decided_by }: DepositRow): boolean =>
  (state === 'created' || state === 'received') && decided_by === null

/** A deposit counts when two people stand for it and the bank's own statement shows it. */
export const counts = (deposit: DepositDetailRow): boolean =>
  deposit.state === 'received' && deposit.decided_by !== null && deposit.is_shown === 1

/**
 * Another person's word on a deposit: agreed, the bank is told; not agreed, it ends here, which is the typist's right
 * too. Money that is in custody already is not refused away. Refuses deposit_not_waiting, deposit_needs_another_person.
 */
export function decideDeposit(
  deposit: DepositDetailRow,
  said: { agreed: boolean; note: string | null; by: string; by_name: string; at: Instant },
): DepositDetailRow {
  if (!waitsForAgreement(deposit)) refuse('deposit_not_waiting')
  if (said.agreed && deposit.is_own === 1) refuse('deposit_needs_another_person')
  if (!said.agreed && deposit.state === 'received') refuse('deposit_not_waiting')
  const state = said.agreed ? (deposit.state === 'received' ? 'received' : 'agreed') : 'refused'
  return {
    ...deposit,
    state,
    decided_by: said.by,
    decided_by_name: said.by_name,
    decided_at: said.at,
    note: said.note,
  }
}
