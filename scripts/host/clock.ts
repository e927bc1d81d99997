import { dueBefore, isDaily } from '../../src/operations/cron-rules'

/** Runs the jobs of cron lines that are due; `goes_on` turns false when the process is asked to end. */
export type Tick = (crons: readonly string[], goes_on: () => boolean) => Promise<void>
type Clock = {
  /** When each cron line was last kept, as far as somebody wrote it down (epoch ms); null: never. */
  kept: ReadonlyMap<string, number | null>
  crons: readonly string[]
  tick: Tick
  now_ms?: () => number
  failed: (error: unknown) => void
}

const LOOK_EVERY_MS = 1_000

/**
 * The clock of a host without one: every cron line at its moment, one tick at a time. A daily line that was missed while
 * nobody ran is made up for at once; what falls due while a tick runs is the next tick's.
 */
export function startClock({ kept, crons, tick, now_ms = Date.now, failed }: Clock): {
  stop: () => Promise<void>
} {
  const began_ms = now_ms()
  const last = new Map(
    crons.map((cron) => {
      const at = kept.get(cron) ?? null
      return [cron, isDaily(cron) ? (at ?? began_ms) : Number.NEGATIVE_INFINITY]
    }),
  )
  let goes_on = true
  let running: Promise<void> | null = null
  const look = () => {
    if (running !== null || !goes_on) return
    const now = now_ms()
    const due = crons.filter((cron) => dueBefore(cron, now) > (last.get(cron) ?? now))
    if (due.length === 0) return
    for (const cron of due) last.set(cron, now)
    running = tick(due, () => goes_on)
      .catch(failed)
      .finally(() => {
        running = null
      })
  }
  const timer = setInterval(look, LOOK_EVERY_MS)
  look()
  return {
    async stop() {
      goes_on = false
      clearInterval(timer)
      await running
    },
  }
}
