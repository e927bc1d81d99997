import type { LocalDate } from '../kernel/time'
import type { BreakClass } from './classes'

/** A line of the bank that nothing answers to yet, with what is known about the instruction it names. */
export type OpenLine = {
  seq: number
  merchant_id: string
  booked_on: LocalDate
  amount_fen: number
  match_key: string | null
  bank_reference: string | null
  is_reversal: boolean
  is_charge: boolean
  batch_count: number | null
  remittance: string | null
  /** The instruction is one of ours, whether the ledger has booked it or not. */
  is_ours: boolean
  /** Another line, or a movement of this account, under the same instruction is matched already. */
  has_twin: boolean
  /** Whose account the open movement under this instruction belongs to, when it is another one. */
  elsewhere: Elsewhere | null
  /** Whose instruction it is, when it is another shop's: the shop, and the one on whose account it stands, by name. */
  stranger?: { merchant_id: string; name: string; here: string } | null | undefined
}
export type Elsewhere = { merchant_id: string; amount_fen: number; versions: number[] }
/** An entry of a custody account that the bank has not shown yet. */
export type OpenMovement = {
  merchant_id: string
  account_version: number
  match_key: string
  reason: string
  amount_fen: number
  day: LocalDate
  /** The same instruction was booked for the same reason before, and that was matched. */
  has_twin: boolean
  /** A line under this instruction stands on another account: the break is reported there. */
  is_told_elsewhere: boolean
  /** A statement of this account tells of its day, however long ago: more of them are read than are seen at once. */
  was_told: boolean
}
export type KnownStatement = {
  sequence: number | null
  from_on: LocalDate
  to_on: LocalDate
  opening_fen: number
  closing_fen: number
}

export type Match = { lines: OpenLine[]; movements: OpenMovement[] }
export type Break = {
  subject: string
  class: BreakClass
  day: LocalDate
  difference_fen: number
  ledger_fen: number | null
  bank_fen: number | null
  match_key: string | null
  lines: OpenLine[]
  movements: OpenMovement[]
  other: { merchant_id: string; difference_fen: number; versions: number[] } | null
  note: string
}

export const amountSum = (things: readonly { amount_fen: number }[]): number =>
  things.reduce((sum, { amount_fen }) => sum + amount_fen, 0)

/** One line that stands alone, as a break: all of it is more than the ledger knows. */
export const lineBreak = (
  line: OpenLine,
  of: Pick<Break, 'class' | 'note'> & Partial<Break>,
): Break => ({
  subject: `ln:${line.seq}`,
  day: line.booked_on,
  difference_fen: line.amount_fen,
  ledger_fen: null,
  bank_fen: line.amount_fen,
  match_key: line.match_key,
  lines: [line],
  movements: [],
  other: null,
  ...of,
})

/** Movements of one instruction, as a break: all of it is more than the bank knows. */
export const movementBreak = (
  movements: readonly OpenMovement[],
  of: Pick<Break, 'class' | 'note'> & Partial<Break>,
): Break => {
  const [first] = movements
  return {
    subject: `mv:${first?.merchant_id}:${first?.account_version}`,
    day: first?.day ?? '',
    difference_fen: -amountSum(movements),
    ledger_fen: amountSum(movements),
    bank_fen: null,
    match_key: first?.match_key ?? null,
    lines: [],
    movements: [...movements],
    other: null,
    ...of,
  }
}
