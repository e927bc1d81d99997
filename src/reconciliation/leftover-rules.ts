import {
  amountSum,
  type Break,
  type Elsewhere,
  type KnownStatement,
  lineBreak,
  type Match,
  movementBreak,
  type OpenLine,
  type OpenMovement,
} from '../breaks/rules'
import { yuan } from '../kernel/money'
import { daysBetween, type LocalDate } from '../kernel/time'
import { besideTwin, type Matched, parted, twiceInLedger } from './match-rules'

/** Which days the account's statements tell of, and up to which day all books are looked at. */
type Told = { as_of: LocalDate; statements: readonly KnownStatement[] }
type Judged = { matches: Match[]; breaks: Break[] }

/**
 * Judges what `matchByKey` could not pair: batches, lines of other accounts, returns, charges, garbled references,
 * and what only one side has. Movements of days that no statement tells of wait.
 */
export function judgeLeftovers({ lines, movements, matches, breaks }: Matched, told: Told): Judged {
  const judged: Judged = { matches: [...matches], breaks: [...breaks] }
  const known = lines.flatMap((line) => judgeNamed(line, told) ?? [])
  const named = new Set(known.flatMap((one) => one.lines))
  judged.breaks.push(...known)
  const nameless = lines.filter((line) => !named.has(line))
  const here = movements.filter(({ is_told_elsewhere }) => !is_told_elsewhere)
  const [twins, waiting] = parted(here, ({ has_twin }) => has_twin)
  for (const group of groupsOf(twins)) judged.breaks.push(twiceInLedger(group))
  const covered = waiting.filter(({ day, was_told }) => was_told || isCovered(day, told))
  const after_batches = takeBatches(nameless, groupsOf(covered), judged)
  takeLookalikes(after_batches.lines, after_batches.groups, told, judged)
  return judged
}

const groupsOf = (movements: readonly OpenMovement[]): OpenMovement[][] => [
  ...Map.groupBy(movements, ({ match_key }) => match_key).values(),
]
const isCovered = (day: LocalDate, { statements }: Told): boolean =>
  statements.some(({ from_on, to_on }) => from_on <= day && day <= to_on)

/** A line that names an instruction of ours, or says itself what it is; null when it says nothing we know. */
function judgeNamed(line: OpenLine, told: Told): Break | null {
  const { match_key, amount_fen, elsewhere, has_twin } = line
  if (elsewhere) return onWrongAccount(line, elsewhere)
  if (line.stranger) return ofAnotherShop(line, line.stranger)
  if (has_twin) return besideTwin(line)
  const returned = match_key?.startsWith('return:') ?? false
  if (returned && line.is_ours)
    return lineBreak(line, {
      class: 'B8',
      note: `银行把这笔付款退了回来，${yuan(amount_fen)}；我们还记为已付`,
    })
  if (line.is_ours)
    return isYoung(line, told)
      ? lineBreak(line, {
          class: 'B7',
          note: `银行已办，我们还没有记账，${yuan(amount_fen)}；明天仍没有就是状态不同`,
        })
      : lineBreak(line, {
          class: 'B8',
          note: `银行办了我们的指令，${yuan(amount_fen)}，我们一直没有记账`,
        })
  if (match_key === null && isBanksOwn(line))
    return lineBreak(line, {
      class: 'B9',
      note: `银行自己的${amount_fen < 0 ? '收费' : '结息'}，${yuan(amount_fen)}：${line.remittance ?? '没有附言'}`,
    })
  return null
}
const isYoung = ({ booked_on }: OpenLine, { as_of }: Told): boolean => booked_on >= as_of
const isBanksOwn = ({ is_charge, remittance }: OpenLine): boolean =>
  is_charge || /利息|结息|手续费|管理费|工本费|年费|回单费/.test(remittance ?? '')

const onWrongAccount = (line: OpenLine, { merchant_id, amount_fen, versions }: Elsewhere): Break =>
  lineBreak(line, {
    class: 'B10',
    ledger_fen: amount_fen,
    other: { merchant_id, difference_fen: -amount_fen, versions },
    note: `这一笔 ${yuan(line.amount_fen)} 该在另一家店的专户，银行记到了这一家`,
  })

/** What came back, or was taken back, of another shop's payment: that shop's ledger has no open movement for it. */
function ofAnotherShop(line: OpenLine, { merchant_id, name, here }: Stranger): Break {
  const returned = line.is_reversal || (line.match_key?.startsWith('return:') ?? false)
  const what = returned ? '那家店一笔付款的退回或冲正' : '那家店的一条指令'
  return lineBreak(line, {
    class: 'B10',
    other: { merchant_id, difference_fen: 0, versions: [] },
    note: `这一笔 ${yuan(line.amount_fen)} 是「${name}」的：${what}，银行记到了「${here}」的专户`,
  })
}
type Stranger = NonNullable<OpenLine['stranger']>

type Left = { lines: OpenLine[]; groups: OpenMovement[][] }
/** One line for a batch: the movements of that day and direction, when their number and sum are the batch's. */
function takeBatches(lines: OpenLine[], groups: OpenMovement[][], judged: Judged): Left {
  let left = groups
  const rest = lines.filter((line) => {
    if (line.batch_count === null || line.batch_count < 2) return true
    const whole = left.filter((group) => {
      const fen = amountSum(group)
      return group[0]?.day === line.booked_on && Math.sign(fen) === Math.sign(line.amount_fen)
    })
    const movements = whole.flat()
    if (whole.length !== line.batch_count || amountSum(movements) !== line.amount_fen) return true
    judged.matches.push({ lines: [line], movements })
    left = left.filter((group) => !whole.includes(group))
    return false
  })
  return { lines: rest, groups: left }
}

/** A line with a reference nobody knows, and a movement of its amount at most a day away: likely the same. */
function takeLookalikes(
  lines: OpenLine[],
  groups: OpenMovement[][],
  told: Told,
  judged: Judged,
): void {
  const left = [...groups]
  for (const line of lines) {
    const found = nearest(line, left)
    if (found === null) {
      judged.breaks.push(unidentified(line))
      continue
    }
    left.splice(left.indexOf(found), 1)
    judged.breaks.push(garbled(line, found))
  }
  for (const group of left) judged.breaks.push(onlyInLedger(group, told))
}

function nearest(line: OpenLine, groups: readonly OpenMovement[][]): OpenMovement[] | null {
  const away = (group: OpenMovement[]) =>
    Math.abs(daysBetween(group[0]?.day ?? line.booked_on, line.booked_on))
  const alike = groups.filter((group) => amountSum(group) === line.amount_fen && away(group) <= 1)
  return alike.toSorted((a, b) => away(a) - away(b))[0] ?? null
}

const garbled = (line: OpenLine, movements: OpenMovement[]): Break =>
  lineBreak(line, {
    class: 'B11',
    difference_fen: 0,
    ledger_fen: amountSum(movements),
    movements,
    note: `银行的编号我们不认识；金额 ${yuan(line.amount_fen)} 和日期与我们的一笔相符，请确认是不是它`,
  })
const unidentified = (line: OpenLine): Break =>
  lineBreak(line, {
    class: 'B2',
    note: `银行${line.amount_fen > 0 ? '收到' : '付出'} ${yuan(Math.abs(line.amount_fen))}，不知道是谁的；附言：${line.remittance ?? '无'}`,
  })

/** Missing on its own day may be the cut-off; missing once the next statement is there is missing. */
function onlyInLedger(movements: OpenMovement[], { statements }: Told): Break {
  const day = movements[0]?.day ?? ''
  const was_time = statements.some(({ to_on, from_on }) => to_on > day && from_on > day)
  const fen = yuan(amountSum(movements))
  return movementBreak(
    movements,
    was_time
      ? { class: 'B1', note: `我们记了 ${fen}，银行到第二天的对账单上也没有` }
      : { class: 'B7', note: `我们记了 ${fen}，银行当天的对账单上没有；明天有了就自动核销` },
  )
}
