import { describe, expect, it } from 'vitest'
import { type Alert, Detector } from '../../src/warning/detector'
import type { Facts } from '../../src/warning/facts'
import { hearFeedback } from '../../src/warning/feedback'
import { type Memory, newMemory } from '../../src/warning/memory'
import { signalPoints, type Weights } from '../../src/warning/score'
import { SIGNALS } from '../../src/warning/signals'
import { step } from '../../src/warning/step-rules'
import { WEIGHTS } from '../../src/warning/weights'
import { type Bend, dayAt, highest, ordinary, promoted, run } from './ordinary'

describe('the detector', () => {
  it('leaves a calm city in peace', () => {
    expect(run(() => ({}))).toEqual([])
  })
  it.each<[string, Bend, RegExp]>([
    ['a surge under a deeper bonus', promoted, /promot|bonus|surge|topups/],
    [
      'uses and top-ups that dry up over months',
      (at) => {
        const left = at < 70 ? 1 : Math.max(0.05, 1 - (at - 70) / 60)
        const uses = Math.floor(20 * left)
        const lots = Math.floor(2.5 * left)
        return {
          uses,
          used_fen: uses * 6000,
          lots_sold: lots,
          sold_fen: lots * 50_000,
          bonus_fen: lots * 5_000,
          complaints: at > 100 ? 1 : 0,
        }
      },
      /dry|falling|sales|complaints|pressure/,
    ],
    [
      'uses the shop starts itself and holders contest',
      (at) =>
        at < 90
          ? {}
          : { uses: 50, used_fen: 400_000, merchant_started_uses: 40, contested_uses: 4 },
      /fake|contested|merchant/,
    ],
    [
      'a run on its refunds',
      (at) => (at < 100 ? {} : { refund_requests: 4, complaints: 2 }),
      /refund|pressure|unrest|complaints/,
    ],
    [
      'a frozen account',
      (at) =>
        at < 90
          ? {}
          : {
              payout_bounces: at % 3 === 0 ? 1 : 0,
              events: at === 92 ? ['court_enforcement_listed'] : [],
            },
      /bounces|court/,
    ],
  ])('raises an alarm at %s, and says why', (_, bend, why) => {
    const alarm = run(bend).find(({ level }) => level >= 4)
    expect(alarm?.shop).toBe('shop-0')
    expect(alarm?.why[0]?.signal).toMatch(why)
    expect(
      alarm?.why.every(({ weight }, i, all) => i === 0 || weight <= (all[i - 1]?.weight ?? 0)),
    ).toBe(true)
  })
  it('learns no restlessness from a decline that lasts: it would excuse itself', () => {
    const detector = new Detector(WEIGHTS)
    const noise = () => detector.shops.get('shop-0')?.noise_uses ?? Number.NaN
    run(() => ({}), { days: 90, detector })
    const usual = noise()
    for (let at = 90; at < 170; at += 1) {
      const uses = Math.floor(20 * (1 - (at - 90) / 100))
      const others = Array.from({ length: 11 }, (_, i) => ordinary(i + 1, at))
      detector.day(dayAt(at), [ordinary(0, at, { uses, used_fen: uses * 6_000 }), ...others])
    }
    expect(detector.shops.get('shop-0')?.dry_days).toBeGreaterThan(30)
    expect(noise()).toBeLessThan(usual * 1.25)
  })
  it('takes a dip of the whole sector for the season', () => {
    const detector = new Detector(WEIGHTS)
    const alerts: Alert[] = []
    for (let at = 0; at < 150; at += 1) {
      const uses = at >= 90 && at < 115 ? 2 : 20
      const low = {
        uses,
        used_fen: uses * 6000,
        lots_sold: uses > 2 ? 2 : 0,
        sold_fen: uses > 2 ? 100_000 : 0,
      }
      alerts.push(
        ...detector.day(
          dayAt(at),
          Array.from({ length: 12 }, (_, i) => ordinary(i, at, low)),
        ),
      )
    }
    expect(highest(alerts)).toBeLessThan(4)
  })
  it('is told by a declared refurbishment why nobody comes', () => {
    const shut = (at: number): Partial<Facts> =>
      at < 90 || at > 120
        ? {}
        : { uses: 0, used_fen: 0, lots_sold: 0, sold_fen: 0, merchant_started_uses: 0 }
    const silent = new Detector(WEIGHTS)
    const declared = new Detector(WEIGHTS)
    const scores = (detector: Detector, bend: Bend) => {
      run(bend, { days: 110, detector })
      return detector.shops.get('shop-0')?.score ?? 0
    }
    const said = scores(declared, (at) => ({
      ...shut(at),
      events: at === 89 ? ['refurbishment_declared'] : [],
    }))
    expect(said).toBeLessThan(scores(silent, shut) - 0.5)
  })
  it('lets a shop close in order: announced, nothing sold, refunds paid', () => {
    const closing: Bend = (at) =>
      at < 90
        ? {}
        : {
            ...{ lots_sold: 0, sold_fen: 0, bonus_fen: 0, refund_requests: 3 },
            ...{
              escrow_fen: Math.max(0, 9_000_000 - (at - 90) * 300_000),
              events: at === 90 ? ['closure_announced'] : [],
            },
          }
    expect(highest(run(closing))).toBeLessThan(4)
  })
  it('says the same of a day whatever comes later', () => {
    const whole = run(promoted, { days: 150 })
    const cut = run(promoted, { days: 110 })
    expect(cut).toEqual(whole.filter(({ day }) => day < dayAt(110)))
    expect(cut.length).toBeGreaterThan(0)
  })
  it('goes on from what it put away as if it had never stopped', () => {
    const first = new Detector(WEIGHTS)
    const before = run(promoted, { days: 100, detector: first })
    const kept = JSON.parse(JSON.stringify({ city: first.city, shops: [...first.shops] }))
    const second = new Detector(WEIGHTS, { city: kept.city, shops: new Map(kept.shops) })
    const after: Alert[] = []
    for (let at = 100; at < 150; at += 1)
      after.push(
        ...second.day(dayAt(at), [
          ordinary(0, at, promoted(at) ?? {}),
          ...Array.from({ length: 11 }, (_, i) => ordinary(i + 1, at)),
        ]),
      )
    expect([...before, ...after]).toEqual(run(promoted))
  })
  it('refuses a day gone by', () => {
    const detector = new Detector(WEIGHTS)
    run(() => ({}), { days: 60, detector })
    const before = JSON.stringify([...detector.shops])
    expect(detector.day(dayAt(10), [ordinary(0, 10, { refund_requests: 99 })])).toEqual([])
    expect(JSON.stringify([...detector.shops])).toBe(before)
  })
  it('takes days without rows for days the platform was down', () => {
    const holes: Bend = (at) => (at % 10 === 4 ? null : {})
    expect(highest(run(holes))).toBe(1)
  })
  it('is told by a shop’s shops what may come to it', () => {
    const detector = new Detector(WEIGHTS)
    const score = (brand: string | null) => {
      const own = new Detector(WEIGHTS)
      for (let at = 0; at < 140; at += 1) {
        const failing =
          at > 90
            ? { refund_requests: 5, complaints: 3, uses: 0, used_fen: 0, lots_sold: 0, sold_fen: 0 }
            : {}
        own.day(
          dayAt(at),
          Array.from({ length: 12 }, (_, i) =>
            ordinary(i, at, { brand: i < 4 ? brand : null, ...(i > 0 && i < 4 ? failing : {}) }),
          ),
        )
      }
      return own.shops.get('shop-0')?.score ?? 0
    }
    expect(detector.shops.size).toBe(0)
    expect(score('chain')).toBeGreaterThan(score(null) + 1)
  })
})

describe('a level', () => {
  const weights: Weights = {
    ...WEIGHTS,
    steps: [0, 1, 2, 3],
    rise_days: 2,
    fall_days: 5,
    fall_by: 0.5,
  }
  const levelsOf = (scores: number[]) => {
    const memory: Memory = newMemory({ sector: '', brand: null })
    return scores.map((score) => {
      memory.score = score
      step(memory, weights)
      return memory.level
    })
  }
  it('rises after the second evening', () => {
    expect(levelsOf([2.5, 2.5, 2.5])).toEqual([1, 4, 4])
    expect(levelsOf([2.5, -1, 2.5])).toEqual([1, 1, 1])
  })
  it('falls only after days well under its step', () => {
    expect(levelsOf([2.5, 2.5, 1.7, 1.7, 1.7, 1.7, 1.7, 1.7]).at(-1)).toBe(4)
    expect(levelsOf([2.5, 2.5, 1.4, 1.4, 1.4, 1.4, 1.4]).at(-1)).toBe(3)
  })
})

describe('the weights', () => {
  it('name signals of the list, give no points for less trouble, and have a corner more than stretches', () => {
    for (const [name, line] of Object.entries(WEIGHTS.signals)) {
      expect(SIGNALS).toContain(name)
      expect(line.at).toHaveLength(line.points.length + 1)
      expect(Math.min(...line.points)).toBeGreaterThanOrEqual(0)
      expect([...line.at].sort((a, b) => a - b)).toEqual(line.at)
    }
    expect(WEIGHTS.tails).toHaveLength(SIGNALS.length)
    expect([...WEIGHTS.steps].sort((a, b) => a - b)).toEqual(WEIGHTS.steps)
  })
  it('add up along a line with corners', () => {
    const line = { at: [1, 2, 4], points: [0.5, 1] }
    expect([0, 1.5, 2, 3, 9].map((x) => signalPoints(line, x))).toEqual([0, 0.25, 0.5, 1, 1.5])
  })
})

describe('feedback', () => {
  it('lowers what was explained for a while, and nothing else', () => {
    const twice = [0, 1].map((told) => {
      const detector = new Detector(WEIGHTS)
      run((at) => (at < 100 ? {} : { refund_requests: 3, complaints: 1 }), { days: 125, detector })
      const memory = detector.shops.get('shop-0')
      if (!memory) throw new Error('no memory')
      if (told)
        hearFeedback(memory, { day: dayAt(124), shop: 'shop-0', found: 'false_alarm', signals: [] })
      detector.day(dayAt(125), [ordinary(0, 125, { refund_requests: 3, complaints: 1 })])
      return memory.score
    })
    expect(twice[1]).toBeLessThan((twice[0] ?? 0) - 1)
  })
})
