import { describe, expect, it } from 'vitest'
import { dayAt } from '../../scripts/simulate/row'
import { alarmEpisodes, judge, judgedFigures, noCounts } from '../../scripts/warning/judge'

/** One shop heard for 304 days (ten months), which may shut on day 200; `levels` are changes: day and level. */
function judged(levels: [number, number][], fails = true) {
  const day = (at: number) => dayAt('2026-01-01', at)
  const counts = noCounts()
  judge(counts, {
    truths: [{ shop: 'a', failed_on: fails ? day(200) : null, kind: 'diversion', lookalikes: [] }],
    episodes: alarmEpisodes(levels.map(([at, level]) => ({ shop: 'a', day: day(at), level }))),
    days: new Map([['a', 304]]),
    escrow: new Map([['a', 100]]),
  })
  return judgedFigures(counts)
}

describe('how an alarm is judged', () => {
  it('counts one that stands two weeks before by every reading, and no false one', () => {
    const figures = judged([[180, 4]])
    expect(figures).toMatchObject({ recall_14d: 1, false_alarms_per_1000_shop_months: 0 })
    expect(figures.readings).toMatchObject({ ever_raised: 1, still_standing: 1 })
  })
  it('counts one thirteen days before as too late', () => {
    expect(judged([[187, 4]])).toMatchObject({
      recall_14d: 0,
      readings: { ever_raised: 0, still_standing: 0 },
    })
  })
  it('tells one that fell again apart from one that stands', () => {
    expect(
      judged([
        [120, 4],
        [150, 3],
      ]).readings,
    ).toMatchObject({ ever_raised: 1, still_standing: 0 })
  })
  it('calls one months before false, but not one of an honest shop', () => {
    const figures = judged([
      [50, 4],
      [60, 3],
    ])
    expect(figures).toMatchObject({ recall_14d: 0, false_alarms_per_1000_shop_months: 100 })
    expect(figures.readings).toMatchObject({ ever_raised: 1, false_alarms_at_honest_shops: 0 })
  })
  it('counts every new rise at an honest shop, and a climb from 4 to 5 as none', () => {
    const figures = judged(
      [
        [50, 4],
        [55, 5],
        [60, 3],
        [90, 4],
      ],
      false,
    )
    expect(figures.false_alarms_per_1000_shop_months).toBe(200)
  })
})
