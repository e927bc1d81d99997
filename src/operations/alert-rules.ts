import { epochMs, HOUR_MS, type Instant } from '../kernel/time'
import type { Tally, TroubleKind } from './trouble-rules'

/** What wakes somebody: what is wrong now and grows worse by itself. What waits for a person's hour does not. */
export const ALERTED = [
  'coverage_short',
  'books_mismatch',
  'books_incomplete',
  'provider_differs',
  'jobs_dead',
  'jobs_broken',
  'jobs_late',
  'days_unclosed',
  'payouts_rejected',
  'instructions_overdue',
  'readings_unusual',
  'letters_dead',
  'notices_late',
] as const satisfies readonly TroubleKind[]
type AlertedKind = (typeof ALERTED)[number]

/** So long an alert may stand before it is told a second time; and so long a kind that came back is not told again. */
const ESCALATES_MS = HOUR_MS
const QUIET_MS = 6 * HOUR_MS

/** An open alert, or the newest of its kind. */
export type Known = {
  id: string
  kind: string
  state: 'raised' | 'escalated' | 'resolved'
  raised_at: Instant
  /** When its kind was last told by message. */
  told_at: Instant | null
}
export type Step =
  | { does: 'raise'; kind: AlertedKind; tells: boolean }
  | { does: 'escalate'; alert: Known; kind: AlertedKind }
  | { does: 'resolve'; alert: Known }

/**
 * What to do about what is wrong now, worst first. Each kind is raised once, told again once after an hour, and resolved
 * when it is gone. One that comes back within six hours of its last message is raised without another: it flutters.
 */
export function alertSteps(
  tallies: Record<TroubleKind, Tally>,
  newest: readonly Known[],
  now: Instant,
): Step[] {
  const of = new Map(newest.map((alert) => [alert.kind, alert]))
  const isOlder = (at: Instant, ms: number) => epochMs(now) - epochMs(at) >= ms
  return ALERTED.flatMap((kind): Step[] => {
    const known = of.get(kind)
    const open = known && known.state !== 'resolved' ? known : null
    const is_wrong = tallies[kind].count > 0
    if (open && !is_wrong) return [{ does: 'resolve', alert: open }]
    if (!open && is_wrong) {
      const tells = !known?.told_at || isOlder(known.told_at, QUIET_MS)
      return [{ does: 'raise', kind, tells }]
    }
    return open?.state === 'raised' && isOlder(open.raised_at, ESCALATES_MS)
      ? [{ does: 'escalate', alert: open, kind }]
      : []
  })
}

/** One message for everything of a tick, however much it is: never a flood. Null: nothing to tell. */
export function alertText(
  of: { raised: readonly string[]; lasting: readonly string[] },
  url: string,
): string | null {
  const [first, ...others] = [...of.lasting, ...of.raised]
  if (first === undefined) return null
  const lasts = of.lasting.length > 0 ? '一小时还没好：' : ''
  const more = others.length > 0 ? `；另有 ${others.length} 件` : ''
  return `平台告警。${lasts}${first.slice(0, 80)}${more}。先看 ${url}`
}
