import type { Fen } from '../kernel/money'
import type { LocalDate } from '../kernel/time'
import type { Fault } from './faults'

/** `pending` and `info` lines are told, not yet (or never) booked: no balance contains them. */
export type LineStatus = 'booked' | 'pending' | 'info'

/**
 * One movement, or one announced movement, of one account. Every format becomes this shape, and
 * the booked lines of a statement sum up to its closing less its opening balance.
 */
export type BankLine = {
  /** 1, 2, 3 … within the statement. */
  line_no: number
  /** Which booked entry of the bank it belongs to: the children of a batch share it. */
  entry_no: number
  /** Where it stands in the file, for people: the physical line. */
  file_line: number
  /** The bank's own reference of the entry (AcctSvcrRef, 流水号); children of a batch may share it. */
  bank_reference: string | null
  end_to_end_id: string | null
  instruction_id: string | null
  /** What groups the lines that the bank booked as one entry; null for an entry of its own. */
  batch_id: string | null
  /** How many transactions a batch line stands for when the bank tells no details; else null. */
  batch_count: number | null
  /** Signed: into the account is positive, out of it negative. A reversal is signed as it moves. */
  amount_fen: Fen
  /** Null when the bank does not say: then the statement's `to_on` is all that is known. */
  booked_on: LocalDate | null
  value_on: LocalDate | null
  status: LineStatus
  is_reversal: boolean
  /** The bank's own charge inside a batch entry, as a line: no customer transaction. */
  is_charge: boolean
  /** What the bank took within this movement (amount_fen is net of it); negative if it gave back. */
  charges_fen: Fen
  /** Charges that the bank tells here and books apart from this line (ChrgInclInd false). */
  charges_apart_fen: Fen
  counterparty_name: string | null
  counterparty_account: string | null
  remittance: string | null
  /** `PMNT/RCDT/DMCT` (domain/family/subfamily), or the bank's own code. */
  kind: string | null
}

/** Sums over lines, in fen: what came in, what went out (positive), and what only was announced. */
export type ControlSums = {
  line_count: number
  booked_count: number
  in_fen: Fen
  out_fen: Fen
  pending_in_fen: Fen
  pending_out_fen: Fen
}

export type BankStatement = {
  format: 'csv' | 'camt.053'
  /** Of camt.053: `001.02` … `001.13`; null for CSV. */
  version: string | null
  account_no: string
  currency: 'CNY'
  statement_id: string
  /** The bank's running number (ElctrncSeqNb, else LglSeqNb): a gap is a missing file. */
  sequence: number | null
  /** Which pages of the statement these lines are; complete from 1 to the last one. */
  pages: { first: number; last: number; is_last: boolean; is_complete: boolean }
  /** The bank marks it as a copy or a duplicate of an earlier one (CpyDplctInd). */
  is_copy: boolean
  from_on: LocalDate | null
  to_on: LocalDate | null
  /** Booked balances, negative when overdrawn; null only where a page was cut off. */
  opening_fen: Fen | null
  closing_fen: Fen | null
  /** What the bank lets the account pay out at the end (CLAV); null when it does not say. */
  available_fen: Fen | null
  lines: BankLine[]
  sums: ControlSums
}

/** All or nothing: one fault and no statement of the file is given. Warnings do not stop it. */
export type Reading =
  | { ok: true; statements: BankStatement[]; warnings: Fault[] }
  | { ok: false; faults: Fault[]; fault_count: number }
