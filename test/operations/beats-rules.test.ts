import { describe, expect, it } from 'vitest'
import { dayBefore, lastBeats } from '../../src/operations/lateness-rules'

const OFTEN = '*/5 * * * *'
const DAILY = '5 2 * * *'
const NOW = '2026-03-02T05:40:00.000Z'
const KNOWN = { now: NOW, first_hour: '2026-03-01T00' }
const hour = (day: number, at: number) => `2026-03-0${day}T${String(at).padStart(2, '0')}`
const came = (of: Record<string, [handled: number, failed: number]>) =>
  new Map(
    Object.entries(of).map(([at, [handled, failed_count]]) => [at, { handled, failed_count }]),
  )
const lastOf = (cron: string, of: Parameters<typeof came>[0], count: number, known = KNOWN) =>
  lastBeats(cron, came(of), dayBefore(known)).slice(-count)

describe('the heartbeat of a job', () => {
  it('is a day of hours, the newest last', () => {
    expect(lastBeats(OFTEN, came({}), dayBefore(KNOWN))).toHaveLength(24)
    expect(lastOf(OFTEN, { [hour(2, 5)]: [3, 0], [hour(2, 4)]: [0, 0] }, 2)).toEqual([
      'idle',
      'ran',
    ])
  })
  it('says which hours it did not come, and which it broke in', () => {
    expect(lastOf(OFTEN, { [hour(2, 5)]: [1, 0], [hour(2, 3)]: [5, 1] }, 3)).toEqual([
      'failed',
      'missed',
      'ran',
    ])
  })
  it('does not call the hour that has just begun missed', () => {
    const early = { ...KNOWN, now: '2026-03-02T05:10:00.000Z' }
    expect(lastOf(OFTEN, { [hour(2, 4)]: [1, 0] }, 2, early)).toEqual(['ran', 'rest'])
  })
  it('expects a daily job at its hour alone, written down an hour late at most', () => {
    expect(lastOf(DAILY, {}, 5)).toEqual(['rest', 'missed', 'rest', 'rest', 'rest'])
    expect(lastOf(DAILY, { [hour(2, 3)]: [1, 0] }, 5)).toEqual([
      'rest',
      'rest',
      'ran',
      'rest',
      'rest',
    ])
    const soon = { ...KNOWN, now: '2026-03-02T02:50:00.000Z' }
    expect(lastOf(DAILY, {}, 1, soon)).toEqual(['rest'])
  })
  it('knows nothing of hours before the first that was kept', () => {
    expect(lastBeats(OFTEN, came({}), dayBefore({ now: NOW, first_hour: null }))).not.toContain(
      'missed',
    )
    const since = { now: NOW, first_hour: hour(2, 4) }
    expect(
      lastBeats(OFTEN, came({}), dayBefore(since)).filter((beat) => beat === 'missed'),
    ).toHaveLength(2)
  })
})
