import { type LocalDate, plusDays } from '../kernel/time'
import { all, type Db, sql } from '../platform/d1'
import type { StatementLine } from './bank-csv'

export type FaultKind =
  | 'dropped'
  | 'doubled'
  | 'fen_more'
  | 'fen_less'
  | 'sign_flipped'
  | 'garbled'
  | 'pushed'
  | 'reversed'
  | 'bounced'
  | 'wrong_account'
  | 'unknown_credit'
  | 'interest'
  | 'charge'
  | 'control'
  | 'missing'
  | 'reordered'
  | 'reissued'
  | 'batched'
  | 'omitted'
export type BankFault = {
  seq: number
  day: LocalDate
  kind: FaultKind
  entry_seq: number | null
  account_no: string | null
  other_account_no: string | null
  amount_fen: number
}
type Knob = Pick<BankFault, 'day' | 'kind'> & Partial<BankFault>

/** Turns a knob: from now on the statement of that day is wrong in this way. */
export async function setBankFault(db: Db, knob: Knob): Promise<void> {
  const { day, kind, entry_seq = null, account_no = null } = knob
  const { other_account_no = null, amount_fen = 0 } = knob
  await db.batch([
    sql`INSERT INTO mock_bank_faults (day, kind, entry_seq, account_no, other_account_no, amount_fen)
        VALUES (${day}, ${kind}, ${entry_seq}, ${account_no}, ${other_account_no}, ${amount_fen})`,
  ])
}

/** The bank finds its mistakes of a day: its statements are right again from then on. */
export async function liftBankFaults(db: Db, day: LocalDate): Promise<void> {
  await db.batch([sql`UPDATE mock_bank_faults SET lifted = 1 WHERE day = ${day}`])
}

type FaultRow = BankFault & { lifted: number }
export const faultsUpTo = (db: Db, day: LocalDate): Promise<BankFault[]> =>
  all(
    db,
    sql<FaultRow>`SELECT * FROM mock_bank_faults WHERE day <= ${day} AND lifted = 0 ORDER BY seq`,
  )

/** One line of the bank's own books, as its statement should tell it. */
export type TrueLine = StatementLine & { seq: number }

/**
 * What a statement of `day` tells instead of `truth` (this day's lines; `pushed` are those of the day before that
 * were held back). Lines of other accounts may appear; nothing else of the day is touched.
 */
export function linesInstead(
  truth: readonly TrueLine[],
  { day, faults, pushed }: { day: LocalDate; faults: BankFault[]; pushed: TrueLine[] },
): StatementLine[] {
  const today = faults.filter((fault) => fault.day === day)
  const of = new Map(today.map((fault) => [fault.entry_seq, fault]))
  const told = truth.flatMap((line) => {
    const fault = of.get(line.seq)
    return fault ? wrongly(line, fault) : [line]
  })
  const more = today.filter(({ entry_seq }) => entry_seq === null).flatMap(invented)
  const late = pushed.map((line) => ({ ...line, booked_on: day }))
  const lines = [...late, ...told, ...more]
  const whole = today.some(({ kind }) => kind === 'batched') ? batched(lines, day) : lines
  return today.some(({ kind }) => kind === 'reordered') ? whole.toReversed() : whole
}

/** What the faults of earlier days left in an account's stated balance, beside what really was booked. */
export function leftBefore(
  day: LocalDate,
  { faults, lines }: { faults: BankFault[]; lines: ReadonlyMap<number, TrueLine> },
): Map<string, number> {
  const left = new Map<string, number>()
  const add = (account_no: string, amount_fen: number) =>
    left.set(account_no, (left.get(account_no) ?? 0) + amount_fen)
  for (const fault of faults) {
    const { kind, account_no, amount_fen } = fault
    if (kind === 'control' && account_no !== null && fault.day <= day) add(account_no, amount_fen)
    if (fault.day >= day) continue
    const line = lines.get(fault.entry_seq ?? 0)
    if (line === undefined) {
      for (const told of invented(fault)) add(told.account_no, told.amount_fen)
      continue
    }
    if (kind === 'pushed' && plusDays(fault.day, 1) < day) continue
    for (const told of wrongly(line, fault)) add(told.account_no, told.amount_fen)
    add(line.account_no, -line.amount_fen)
  }
  return left
}

function wrongly(line: TrueLine, { kind, other_account_no }: BankFault): StatementLine[] {
  const { amount_fen, bank_reference } = line
  const again = { ...line, bank_reference: `${bank_reference}A` }
  switch (kind) {
    case 'dropped':
    case 'pushed':
      return []
    case 'doubled':
      return [line, again]
    case 'fen_more':
      return [{ ...line, amount_fen: amount_fen + 1 }]
    case 'fen_less':
      return [{ ...line, amount_fen: amount_fen - 1 }]
    case 'sign_flipped':
      return [{ ...line, amount_fen: -amount_fen }]
    case 'garbled':
      return [{ ...line, instruction_id: `??${line.seq}`, end_to_end_id: '', remittance: '???' }]
    case 'reversed':
      return [line, { ...again, amount_fen: -amount_fen, is_reversal: true, remittance: '冲正' }]
    case 'bounced':
      return [line, bounce(again)]
    case 'wrong_account':
      return [{ ...line, account_no: other_account_no ?? line.account_no }]
    default:
      return [line]
  }
}
const bounce = (line: StatementLine): StatementLine => ({
  ...line,
  amount_fen: -line.amount_fen,
  instruction_id: '',
  end_to_end_id: line.instruction_id,
  remittance: '退汇',
})

const WORDS: Partial<Record<FaultKind, string>> = {
  unknown_credit: '往来款',
  interest: '结息',
  charge: '账户管理费',
}
function invented({ seq, day, kind, account_no, amount_fen }: BankFault): StatementLine[] {
  const remittance = WORDS[kind]
  if (remittance === undefined || account_no === null) return []
  return [
    {
      account_no,
      booked_on: day,
      amount_fen: kind === 'charge' ? -amount_fen : amount_fen,
      bank_reference: `BANK${day.replaceAll('-', '')}${seq}`,
      instruction_id: '',
      end_to_end_id: '',
      batch_count: null,
      is_reversal: false,
      is_charge: kind === 'charge',
      counterparty_name: kind === 'unknown_credit' ? '海边贸易有限公司' : '',
      counterparty_account: kind === 'unknown_credit' ? '6222020000001234567' : '',
      remittance,
    },
  ]
}

/** Several payments of an account that leave it as one line, as a bank books a batch. */
function batched(lines: StatementLine[], day: LocalDate): StatementLine[] {
  const out = new Map<string, StatementLine[]>()
  for (const line of lines)
    if (line.amount_fen < 0) out.set(line.account_no, [...(out.get(line.account_no) ?? []), line])
  const groups = [...out.values()].filter((group) => group.length > 1)
  const gone = new Set(groups.flat())
  const sums = groups.flatMap((group) => {
    const [first] = group
    return first === undefined
      ? []
      : [
          {
            ...first,
            amount_fen: group.reduce((sum, line) => sum + line.amount_fen, 0),
            bank_reference: `BATCH${day.replaceAll('-', '')}${first.account_no}`,
            instruction_id: '',
            end_to_end_id: '',
            counterparty_name: '',
            counterparty_account: '',
            batch_count: group.length,
            remittance: '批量付款',
          },
        ]
  })
  return [...lines.filter((line) => !gone.has(line)), ...sums]
}
