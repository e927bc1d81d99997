import {
  amountSum,
  type Break,
  lineBreak,
  type Match,
  movementBreak,
  type OpenLine,
  type OpenMovement,
} from '../breaks/rules'
import { yuan } from '../kernel/money'

export type Matched = {
  matches: Match[]
  breaks: Break[]
  /** What names no instruction that the other side knows. */
  lines: OpenLine[]
  movements: OpenMovement[]
}

/**
 * Pairs the open lines and movements of one account by the instruction they name, one to many and many to one: what
 * adds up is matched; what does not is a break of the fitting class; what stands alone is handed on.
 */
export function matchByKey(
  lines: readonly OpenLine[],
  movements: readonly OpenMovement[],
): Matched {
  const out: Matched = { matches: [], breaks: [], lines: [], movements: [] }
  const by_ref = new Set(movements.map(({ match_key }) => match_key))
  const keyOf = (line: OpenLine): string => {
    const by_reference = `ref:${line.bank_reference}`
    return by_ref.has(by_reference) ? by_reference : (line.match_key ?? `~${line.seq}`)
  }
  const lines_of = Map.groupBy(lines, keyOf)
  const moves_of = Map.groupBy(movements, ({ match_key }) => match_key)
  for (const key of new Set([...moves_of.keys(), ...lines_of.keys()]))
    pair(lines_of.get(key) ?? [], moves_of.get(key) ?? [], out)
  return withoutNothing(twinsByReference(out))
}

function pair(lines: OpenLine[], movements: OpenMovement[], out: Matched): void {
  if (lines.length === 0) out.movements.push(...movements)
  else if (movements.length === 0) out.lines.push(...lines)
  else if (amountSum(lines) === amountSum(movements)) out.matches.push({ lines, movements })
  else pairUnequal(lines, movements, out)
}

/** The first line that fits is the movement's; the others are judged by what they are beside it. */
function pairUnequal(lines: OpenLine[], movements: OpenMovement[], out: Matched): void {
  const { first, again } = bookedAgain(movements)
  if (again.length > 0) out.breaks.push(twiceInLedger(again))
  const owed_fen = amountSum(first)
  if (amountSum(lines) === owed_fen) {
    out.matches.push({ lines, movements: first })
    return
  }
  const fitting = lines.find(({ amount_fen }) => amount_fen === owed_fen)
  const [leading] = lines
  const chosen = fitting ?? leading
  if (chosen === undefined) return
  if (fitting) out.matches.push({ lines: [fitting], movements: first })
  else out.breaks.push(unequal(chosen, first))
  for (const line of lines) if (line !== chosen) out.breaks.push(besideTwin(line))
}

/** Entries for the same reason under one instruction: the first is right, any other is one too many. */
function bookedAgain(movements: readonly OpenMovement[]) {
  const seen = new Set<string>()
  const first: OpenMovement[] = []
  const again: OpenMovement[] = []
  for (const movement of movements) {
    const is_again = movement.has_twin || seen.has(movement.reason)
    ;(is_again ? again : first).push(movement)
    seen.add(movement.reason)
  }
  return { first, again }
}

export const twiceInLedger = (movements: readonly OpenMovement[]): Break =>
  movementBreak(movements, {
    class: 'B6',
    note: `同一条指令我们记了两遍，多记 ${yuan(amountSum(movements))}；银行只有一笔`,
  })

function unequal(line: OpenLine, movements: OpenMovement[]): Break {
  const ledger_fen = amountSum(movements)
  const difference_fen = line.amount_fen - ledger_fen
  const opposite = line.amount_fen === -ledger_fen
  const says = `我们记 ${yuan(ledger_fen)}，银行记 ${yuan(line.amount_fen)}`
  return lineBreak(line, {
    class: opposite ? 'B4' : 'B3',
    note: opposite ? `${says}：方向相反` : `${says}：相差 ${yuan(difference_fen)}`,
    difference_fen,
    ledger_fen,
    movements,
  })
}

/** A line whose instruction has its line already: taken back by the bank, or told a second time. */
export const besideTwin = (line: OpenLine): Break =>
  line.is_reversal
    ? lineBreak(line, {
        class: 'B8',
        note: `银行把已经办成的这一笔冲正了，${yuan(line.amount_fen)}；我们还记为办成`,
      })
    : lineBreak(line, {
        class: 'B5',
        note: `这条指令银行已经记过一笔，这是第二笔，${yuan(line.amount_fen)}`,
      })

/** A second line may name the instruction while the first was known by the bank's reference alone. */
function twinsByReference(out: Matched): Matched {
  const matched = new Set(out.matches.flatMap((match) => match.lines.map((one) => one.match_key)))
  const [twins, rest] = parted(
    out.lines,
    ({ match_key }) => match_key !== null && matched.has(match_key),
  )
  return { ...out, lines: rest, breaks: [...out.breaks, ...twins.map(besideTwin)] }
}

/** Lines that undo each other, while the ledger never booked either, answer to nothing. */
function withoutNothing(out: Matched): Matched {
  const bare = ({ match_key, seq }: OpenLine) => match_key?.replace(/^return:/, '') ?? `~${seq}`
  const unknown = out.lines.filter(({ has_twin }) => !has_twin)
  const nets = [...Map.groupBy(unknown, bare).values()].filter(
    (group) => group.length > 1 && amountSum(group) === 0,
  )
  const gone = new Set(nets.flat())
  return {
    ...out,
    matches: [...out.matches, ...nets.map((lines) => ({ lines, movements: [] }))],
    lines: out.lines.filter((line) => !gone.has(line)),
  }
}

export function parted<T>(things: readonly T[], is: (thing: T) => boolean): [T[], T[]] {
  const yes: T[] = []
  const no: T[] = []
  for (const thing of things) (is(thing) ? yes : no).push(thing)
  return [yes, no]
}
