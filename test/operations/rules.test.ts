import { describe, expect, it } from 'vitest'
import { dueBefore, dueBetween, isDaily, stopsBetween } from '../../src/operations/cron-rules'
import { dueBy, isLate } from '../../src/operations/lateness-rules'
import {
  healthVerdict,
  NO_TALLY,
  type Tally,
  TROUBLES,
  type TroubleKind,
  troublesFrom,
} from '../../src/operations/trouble-rules'

const OFTEN = '*/5 * * * *'
const NIGHTLY = '5 16 * * *'
const at = (hour: string) => `2026-03-02T${hour}:00.000Z`

describe('when a job is due', () => {
  it.each([
    [OFTEN, '10:04', '10:00'],
    [OFTEN, '10:05', '10:05'],
    [NIGHTLY, '16:05', '16:05'],
    [NIGHTLY, '23:59', '16:05'],
  ])('%s at %s was due last at %s', (cron, now, due) => {
    expect(new Date(dueBefore(cron, Date.parse(at(now)))).toISOString()).toBe(at(due))
  })
  it('is yesterday while today’s hour has not come', () => {
    const due = dueBefore(NIGHTLY, Date.parse(at('16:04')))
    expect(new Date(due).toISOString()).toBe('2026-03-01T16:05:00.000Z')
  })
  it('makes a stop at each daily hour in between, and none for what is due at every stop', () => {
    const [from, to] = [Date.parse(at('16:05')), Date.parse('2026-03-04T16:05:00.000Z')]
    expect(dueBetween(NIGHTLY, from, to)).toHaveLength(2)
    expect(dueBetween(OFTEN, from, to)).toEqual([])
    expect(
      stopsBetween([NIGHTLY, OFTEN, '5 2 * * *'], from, to).map(({ crons }) => crons[0]),
    ).toEqual(['5 2 * * *', NIGHTLY, '5 2 * * *', NIGHTLY])
    expect([isDaily(NIGHTLY), isDaily(OFTEN)]).toEqual([true, false])
  })
  it('is not guessed for a line of another shape', () => {
    expect(() => dueBefore('0 0 1 * *', 0)).toThrow(/unknown shape/)
  })
})

describe('a job', () => {
  const since = '2026-02-01T00:00:00.000Z'
  it.each([
    ['often, written down ten minutes ago', OFTEN, at('10:00'), at('10:10'), false],
    ['often, at the last moment', OFTEN, at('10:00'), at('10:19'), false],
    ['often, not written down since', OFTEN, at('10:00'), at('10:20'), true],
    ['nightly, of last night', NIGHTLY, at('16:05'), '2026-03-03T16:30:00.000Z', false],
    ['nightly, an hour after its hour', NIGHTLY, at('16:05'), '2026-03-03T17:05:00.000Z', true],
    [
      'nightly, that went on after its hour',
      NIGHTLY,
      at('16:40'),
      '2026-03-03T17:00:00.000Z',
      false,
    ],
    ['that never ran', OFTEN, null, at('10:20'), true],
    ['nightly that never ran', NIGHTLY, null, at('10:20'), true],
  ])('%s', (_name, cron, ran_at, now, late) => {
    expect(isLate({ cron, ran_at }, { now, since })).toBe(late)
  })
  it('that never ran is not late before its first hour since the platform began', () => {
    const began = at('10:00')
    const never = (cron: string, now: string) =>
      isLate({ cron, ran_at: null }, { now, since: began })
    expect(never(OFTEN, at('10:14'))).toBe(false)
    expect(never(OFTEN, at('10:15'))).toBe(true)
    expect(never(NIGHTLY, at('17:04'))).toBe(false)
    expect(never(NIGHTLY, at('17:05'))).toBe(true)
  })
  it('is never late where nothing has happened yet', () => {
    expect(isLate({ cron: OFTEN, ran_at: null }, { now: at('10:00'), since: null })).toBe(false)
    expect(dueBy(OFTEN, { now: at('10:00'), since: null })).toBeNull()
  })
})

const nothing = Object.fromEntries(TROUBLES.map((kind) => [kind, NO_TALLY])) as Record<
  TroubleKind,
  Tally
>

describe('how the platform is', () => {
  it('is well when nothing at all waits, and only then', () => {
    expect(healthVerdict(troublesFrom(nothing))).toMatchObject({ state: 'well' })
    for (const kind of TROUBLES) {
      const troubles = troublesFrom({ ...nothing, [kind]: { ...NO_TALLY, count: 1 } })
      expect(troubles.map((one) => one.kind)).toEqual([kind])
      const verdict = healthVerdict(troubles)
      expect(verdict.state, kind).toBe('attention')
      expect(verdict.message, kind).not.toContain('都正常')
      expect(verdict.message_en, kind).not.toContain('well')
    }
  })
  it('names what matters most first, with its sum and since when', () => {
    const late = { count: 2, money_fen: 4_200, since: '2026-02-24' }
    const told = { count: 1, money_fen: 100, since: '2026-03-01T17:00:00.000Z' }
    const [first, second, third] = troublesFrom({
      ...nothing,
      shops_waiting: { count: 3, money_fen: null, since: null },
      instructions_overdue: told,
      breaks_overdue: late,
    })
    expect(first?.message).toBe('2 处对账差异过期没有解决，共 ¥42.00，最早的从 2026-02-24 起')
    expect(second?.message).toBe('1 件指令过了时限没有结果，共 ¥1.00，最早的从 2026-03-02 起')
    expect(third?.message).toBe('3 家店等着接入')
  })
  it('names each table of the city that ends soon, after everything else', () => {
    const ending = [{ table: 'holidays', covered_to: '2026-12-31', days_left: 59 }] as const
    const troubles = troublesFrom(
      { ...nothing, shops_waiting: { ...NO_TALLY, count: 1 } },
      {},
      ending,
    )
    expect(troubles.map(({ kind }) => kind)).toEqual(['shops_waiting', 'table_ending'])
    expect(troubles[1]).toMatchObject({
      subject_id: 'holidays',
      message: '放假安排只知道到 2026-12-31，请录入新的',
    })
    expect(healthVerdict(troublesFrom(nothing, {}, ending)).state).toBe('attention')
  })
})
