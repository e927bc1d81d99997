import { describe, expect, it } from 'vitest'
import {
  closingObstacle,
  dueAfter,
  isWorse,
  type Known,
  knownAfter,
  type Level,
  placeFrom,
  placeKey,
  type Reason,
  stepOpen,
  usualWeek,
} from '../../src/cases/rules'
import { plusDays } from '../../src/kernel/time'
import type { SignalKind } from '../../src/supervision/rules'

const DAY = '2026-03-02'
const reason = (kind: SignalKind, level: Level): Reason => ({
  ...{ kind, level, subject_id: null, money_fen: 0, cards_count: 0, detail: null, due: null },
})
const NONE = { has_ended: false, is_ending: false }
const watch = reason('warning_watch', 3)
const alarm = reason('warning_alarm', 4)

describe('an open case', () => {
  it('rises at once, and falls only after a week of less', () => {
    const at = (today: string) => ({ today, ending: NONE })
    expect(stepOpen({ level: 3, calm_since: null }, [alarm], at(DAY))).toEqual({
      is: 'kept',
      level: 4,
      calm_since: null,
    })
    expect(stepOpen({ level: 4, calm_since: null }, [watch], at(DAY))).toEqual({
      is: 'kept',
      level: 4,
      calm_since: DAY,
    })
    expect(stepOpen({ level: 4, calm_since: DAY }, [watch], at(plusDays(DAY, 6)))).toMatchObject({
      level: 4,
    })
    expect(stepOpen({ level: 4, calm_since: DAY }, [watch], at(plusDays(DAY, 7)))).toEqual({
      is: 'kept',
      level: 3,
      calm_since: null,
    })
  })
  it('fades after two weeks of nothing, but not while a shop ends', () => {
    const open = { level: 3 as Level, calm_since: DAY }
    const later = plusDays(DAY, 14)
    expect(stepOpen(open, [], { today: plusDays(DAY, 13), ending: NONE }).is).toBe('kept')
    expect(stepOpen(open, [], { today: later, ending: NONE })).toEqual({
      is: 'closed',
      outcome: 'faded',
    })
    const ending = { has_ended: false, is_ending: true }
    expect(stepOpen(open, [], { today: later, ending }).is).toBe('kept')
  })
  it('ends with its shop, whatever is still said of it', () => {
    const ending = { has_ended: true, is_ending: false }
    expect(stepOpen({ level: 5, calm_since: null }, [alarm], { today: DAY, ending })).toEqual({
      is: 'closed',
      outcome: 'shop_ended',
    })
  })
})

describe('a closed case', () => {
  const known: Known = knownAfter({}, [watch], DAY)
  const closed = { known, outcome: 'handled' as const }
  it('stays closed while the same is the matter, night for night', () => {
    let now = known
    for (let n = 1; n <= 60; n++) {
      const today = plusDays(DAY, n)
      expect(isWorse({ ...closed, known: now }, [watch], today)).toBe(false)
      now = knownAfter(now, [watch], today)
    }
  })
  it('opens again for what is stronger, for what is new, and for what was gone a week', () => {
    const today = plusDays(DAY, 1)
    expect(isWorse(closed, [alarm], today)).toBe(true)
    expect(isWorse(closed, [watch, reason('refund_run', 4)], today)).toBe(true)
    expect(isWorse(closed, [watch, reason('licence_ending', 2)], today)).toBe(false)
    expect(isWorse(closed, [watch], plusDays(DAY, 6))).toBe(false)
    expect(isWorse(closed, [watch], plusDays(DAY, 7))).toBe(true)
  })
  it('forgets how bad it was once it was less for a week', () => {
    let now = knownAfter({}, [alarm], DAY)
    now = knownAfter(now, [watch], plusDays(DAY, 3))
    expect(isWorse({ ...closed, known: now }, [alarm], plusDays(DAY, 4))).toBe(false)
    for (let n = 4; n <= 8; n++) now = knownAfter(now, [watch], plusDays(DAY, n))
    expect(isWorse({ ...closed, known: now }, [alarm], plusDays(DAY, 9))).toBe(true)
  })
  it('of a shop that has ended opens again only for its ending, and for money that came back', () => {
    const ended = { known, outcome: 'shop_ended' as const }
    const today = plusDays(DAY, 1)
    expect(isWorse(ended, [alarm], today)).toBe(false)
    expect(isWorse(ended, [reason('refunds_arriving', 3)], today)).toBe(true)
    expect(isWorse(ended, [reason('incident_reported', 5)], today)).toBe(true)
  })
})

describe('closing', () => {
  const of = {
    outcome: 'handled' as const,
    ...{ is_mine: true, peak_level: 3, visited: false, ending: NONE },
    ...{ owed_fen: 500, has_done_ending: false },
  }
  it.each([
    ['a yellow one without a visit', {}, null],
    ['somebody else’s', { is_mine: false }, 'case_not_yours'],
    ['an orange one without a visit', { peak_level: 4 }, 'case_needs_visit'],
    ['an orange one that was visited', { peak_level: 4, visited: true }, null],
    [
      'an orange one as nothing, unvisited',
      { peak_level: 5, outcome: 'false_alarm' as const },
      'case_needs_visit',
    ],
    ['one that is handed on', { peak_level: 5, outcome: 'referred' as const }, null],
    [
      'while the shop ends',
      { ending: { has_ended: false, is_ending: true } },
      'case_incident_is_open',
    ],
    ['as ended while it owes', { outcome: 'shop_ended' as const }, 'case_shop_still_owes'],
    ['as ended once nothing is owed', { outcome: 'shop_ended' as const, owed_fen: 0 }, null],
  ])('%s', (_, more, obstacle) => {
    expect(closingObstacle({ ...of, ...more })).toBe(obstacle)
  })
})

it('a rise shortens the time, a fall gives no more', () => {
  expect(dueAfter('2026-03-09', '2026-03-03', true)).toBe('2026-03-03')
  expect(dueAfter('2026-03-03', '2026-03-09', true)).toBe('2026-03-03')
  expect(dueAfter('2026-03-03', '2026-03-01', false)).toBe('2026-03-03')
})
it('a place in the list is what its key says, and no other text is a key', () => {
  const place = { level: 5, stake_fen: 1_200, id: 'cas_01' }
  expect(placeFrom(placeKey(place))).toEqual(place)
  for (const key of ['', '6 1 cas_1', '5 -1 cas_1', '5 1 mch_1', '5 1 cas_1 x'])
    expect(placeFrom(key)).toBeNull()
})
it('the usual is the mean of the weeks before the last four, once there are four', () => {
  expect(usualWeek([10, 10, 10, 10, 99, 99, 99, 99])).toBe(10)
  expect(usualWeek([1, 2, 2, 2, 9, 9, 9, 9])).toBe(2)
  expect(usualWeek([1, 2, 3, 4, 5, 6, 7])).toBeNull()
})
