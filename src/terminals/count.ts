import { yuan } from '../kernel/money'
import { refuse } from '../kernel/refusals'
import type { LocalDate } from '../kernel/time'
import type { Statement } from '../platform/d1'
import { insertTerminalUseStatements, type TerminalTodayRow } from './store'

/**
 * What a use or a claim adds to its terminal's day, in its own batch; none where a person asks. Refuses
 * terminal_cap_reached; the day's row refuses the same of two at one moment.
 */
export function countThroughTerminal(
  rows: readonly TerminalTodayRow[] | undefined,
  { subject_id, on, fen }: { subject_id: string; on: LocalDate; fen: number },
): Statement[] {
  const [terminal] = rows ?? []
  if (!terminal) return []
  const { id, daily_cap_fen, fen: so_far } = terminal
  if (so_far + fen > daily_cap_fen)
    refuse('terminal_cap_reached', {
      detail: `没有扣钱。这台收银机今天最多经手 ${yuan(daily_cap_fen)}，还剩 ${yuan(daily_cap_fen - so_far)}`,
    })
  return insertTerminalUseStatements({
    subject_id,
    terminal_id: id,
    day: on,
    fen,
    cap_fen: daily_cap_fen,
  })
}
