import { describe, expect, it } from 'vitest'
import { startClock } from '../../scripts/host/clock'

const at = (text: string) => Date.parse(text)
const OFTEN = '*/5 * * * *'
const DAILY = '5 2 * * *'
const turn = () => new Promise((done) => setTimeout(done, 0))

describe('the clock of a host', () => {
  const started = (now: string, kept: string | null) => {
    const ticks: string[][] = []
    const clock = startClock({
      crons: [OFTEN, DAILY],
      kept: new Map([[DAILY, kept === null ? null : at(kept)]]),
      now_ms: () => at(now),
      tick: async (crons) => void ticks.push([...crons]),
      failed: () => undefined,
    })
    return { ticks, clock }
  }
  it('makes up at once for a daily line that nobody kept', async () => {
    const { ticks, clock } = started('2026-03-02T09:00:00Z', '2026-03-01T02:05:10Z')
    await clock.stop()
    expect(ticks).toEqual([[OFTEN, DAILY]])
  })
  it('keeps a line once, and not at all where it never began', async () => {
    const kept = started('2026-03-02T09:00:00Z', '2026-03-02T02:05:10Z')
    const fresh = started('2026-03-02T09:00:00Z', null)
    await Promise.all([kept.clock.stop(), fresh.clock.stop()])
    expect([kept.ticks, fresh.ticks]).toEqual([[[OFTEN]], [[OFTEN]]])
  })
  it('ends when the tick in hand has come to its safe point, and begins no other', async () => {
    let end = () => {}
    const asked: boolean[] = []
    const clock = startClock({
      crons: [OFTEN],
      kept: new Map(),
      tick: async (_crons, goes_on) => {
        asked.push(goes_on())
        await new Promise<void>((done) => {
          end = done
        })
        asked.push(goes_on())
      },
      failed: () => undefined,
    })
    await turn()
    let is_over = false
    const stopped = clock.stop().then(() => {
      is_over = true
    })
    await turn()
    expect(is_over).toBe(false)
    end()
    await stopped
    expect(asked).toEqual([true, false])
  })
})
