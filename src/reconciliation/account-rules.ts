import type { Break, KnownStatement, Match, OpenLine, OpenMovement } from '../breaks/rules'
import { yuan } from '../kernel/money'
import type { LocalDate } from '../kernel/time'
import { type Control, judgeControls } from './control-rules'
import { judgeLeftovers } from './leftover-rules'
import { matchByKey } from './match-rules'

/** One custody account on the morning after `as_of`: what is open on both sides, and what is known of it. */
export type AccountFacts = {
  merchant_id: string
  as_of: LocalDate
  lines: readonly OpenLine[]
  movements: readonly OpenMovement[]
  statements: readonly KnownStatement[]
  is_from_the_start: boolean
  first_on: LocalDate | null
  moved: Control['moved']
  missing_days: Control['missing_days']
  untold_days?: Control['untold_days']
  /** All the ledger moved up to the end of the last statement. */
  ledger_fen: number
  /** Breaks that stand open now, and those of the statements themselves that two people have resolved. */
  open: readonly { subject: string; day: LocalDate; difference_fen: number }[]
  resolved: ReadonlySet<string>
}
type AccountJudged = {
  matches: Match[]
  breaks: Break[]
  /** Movements before the first statement: its opening balance stands for them. */
  baseline: OpenMovement[]
  /** Open breaks that are too old to be looked at again, and stay. */
  carried: string[]
}

/**
 * Reconciles one account: every open line and movement ends matched, in a break, or waiting for a statement of its
 * day; and bank = ledger + Σ breaks, or what is left over is a break itself. Says the same whenever it is asked.
 */
export function reconcileAccount(account: AccountFacts): AccountJudged {
  const { statements, first_on, as_of } = account
  const last = statements.at(-1)
  const controls = judgeControls(account).filter(({ subject }) => !account.resolved.has(subject))
  if (last === undefined || first_on === null)
    return { matches: [], breaks: controls, baseline: [], carried: [] }
  const baseline = account.movements.filter(({ day }) => day < first_on)
  const open = account.movements.filter(({ day }) => day >= first_on)
  const told = { as_of, statements }
  const { matches, breaks } = judgeLeftovers(matchByKey(account.lines, open), told)
  const window_from = statements[0]?.from_on ?? as_of
  // The opening of the oldest statement seen has nothing before it to be judged by.
  const carried = account.open.filter(
    ({ subject, day }) =>
      !account.is_from_the_start && /^s[tq]:/.test(subject) && day <= window_from,
  )
  const named = [...breaks, ...controls]
  const elsewhere = open.filter((movement) => movement.is_told_elsewhere)
  const explained_fen = [
    ...named,
    ...carried,
    ...elsewhere.map(({ amount_fen }) => ({ difference_fen: -amount_fen })),
  ].reduce((sum, { difference_fen }) => sum + difference_fen, 0)
  const left_fen = last.closing_fen - account.ledger_fen - explained_fen
  return {
    matches,
    breaks: left_fen === 0 ? named : [...named, unexplained(account, last, left_fen)],
    baseline,
    carried: carried.map(({ subject }) => subject),
  }
}

/** One fen that no named break accounts for. Its name stays the same from day to day, so that it ages. */
function unexplained(
  { merchant_id, open, ledger_fen }: AccountFacts,
  last: KnownStatement,
  difference_fen: number,
): Break {
  const known = open.find(({ subject }) => subject.startsWith('eq:'))
  return {
    subject: known?.subject ?? `eq:${merchant_id}:${last.to_on}`,
    class: 'B12',
    day: known?.day ?? last.to_on,
    difference_fen,
    ledger_fen,
    bank_fen: last.closing_fen,
    match_key: null,
    lines: [],
    movements: [],
    other: null,
    note: `期末余额与我们的账相差 ${yuan(difference_fen)}，没有一笔能解释`,
  }
}
