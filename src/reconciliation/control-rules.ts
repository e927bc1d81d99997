import type { Break, KnownStatement } from '../breaks/rules'
import { yuan } from '../kernel/money'
import { daysBetween, type LocalDate } from '../kernel/time'

export type Control = {
  merchant_id: string
  /** Oldest first, none overlapping; the first one ever is among them when `is_from_the_start`. */
  statements: readonly KnownStatement[]
  is_from_the_start: boolean
  /** What the ledger moved on each day, in the bank's direction. */
  moved: ReadonlyMap<LocalDate, number>
  /** Days whose file is missing as a whole: that is one break of its own. */
  missing_days: ReadonlySet<LocalDate>
  /** Days whose file came and left this account out. */
  untold_days?: readonly LocalDate[] | undefined
}

/** B12: a statement that does not begin where the one before it ended, or one that is missing. */
export function judgeControls(control: Control): Break[] {
  const { statements, is_from_the_start, untold_days = [] } = control
  const silent = untold_days.map((day) => notTold(control, day))
  const judged = statements.flatMap((statement, i) => {
    const before = statements[i - 1]
    if (before === undefined) return is_from_the_start ? judgeFirst(statement, control) : []
    return [...judgeOpening(statement, before, control), ...judgeGap(statement, before, control)]
  })
  return [...judged, ...silent]
}

const notTold = (control: Control, day: LocalDate): Break =>
  controlBreak(control, {
    subject: 'ns',
    day,
    difference_fen: 0,
    ledger_fen: null,
    bank_fen: null,
    note: `${day} 的对账单文件里没有这个专户，那天还没有与银行核对`,
  })

const controlBreak = (
  { merchant_id }: Control,
  of: Pick<Break, 'subject' | 'day' | 'difference_fen' | 'ledger_fen' | 'bank_fen' | 'note'>,
): Break => ({
  class: 'B12',
  match_key: null,
  lines: [],
  movements: [],
  other: null,
  ...of,
  subject: `${of.subject}:${merchant_id}:${of.day}`,
})

/** The first statement must begin with all that the ledger had moved before it. */
function judgeFirst(first: KnownStatement, control: Control): Break[] {
  const expected_fen = movedBetween(control, '', first.from_on)
  return judged(first, expected_fen, control, '我们此前的账')
}

/** Days between two statements count by what the ledger moved on them. */
function judgeOpening(next: KnownStatement, before: KnownStatement, control: Control): Break[] {
  const between_fen = movedBetween(control, before.to_on, next.from_on)
  return judged(next, before.closing_fen + between_fen, control, '上一份的期末')
}

function judged(
  { opening_fen, from_on }: KnownStatement,
  expected_fen: number,
  control: Control,
  what: string,
): Break[] {
  if (opening_fen === expected_fen) return []
  return [
    controlBreak(control, {
      subject: 'st',
      day: from_on,
      difference_fen: opening_fen - expected_fen,
      ledger_fen: expected_fen,
      bank_fen: opening_fen,
      note: `${from_on} 的期初是 ${yuan(opening_fen)}，${what}是 ${yuan(expected_fen)}，接不上`,
    }),
  ]
}

function judgeGap(next: KnownStatement, before: KnownStatement, control: Control): Break[] {
  if (next.sequence === null || before.sequence === null) return []
  const lacking = next.sequence - before.sequence - 1
  const silent = new Set([...control.missing_days, ...(control.untold_days ?? [])])
  const excused = [...silent].filter((day) => day > before.to_on && day < next.from_on).length
  if (lacking === 0 || (lacking > 0 && lacking <= excused)) return []
  return [
    controlBreak(control, {
      subject: 'sq',
      day: next.from_on,
      difference_fen: 0,
      ledger_fen: null,
      bank_fen: null,
      note: `期号从 ${before.sequence} 跳到 ${next.sequence}，中间缺了对账单（相隔 ${daysBetween(before.to_on, next.from_on)} 天）`,
    }),
  ]
}

/** Exclusive on both sides. */
function movedBetween({ moved }: Control, after: LocalDate | '', before: LocalDate): number {
  let sum = 0
  for (const [day, fen] of moved) if (day > after && day < before) sum += fen
  return sum
}
