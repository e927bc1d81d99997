import { describe, expect, it } from 'vitest'
import { Detector } from '../../src/warning/detector'
import { type Memory, newMemory } from '../../src/warning/memory'
import { budgetShift } from '../../src/warning/step-rules'
import { WEIGHTS } from '../../src/warning/weights'
import { type Bend, dayAt, ordinary, promoted, run } from './ordinary'

describe('a city’s account of its alarms', () => {
  const budget = { allowed: 4, prior: 8, slope: 1.5, least: -0.8, most: 1.2 }
  const alarmed = (since: number[], of: Partial<Memory> = {}): Memory => ({
    ...newMemory({ sector: '', brand: null }),
    ...{ last: 400, alarmed: since },
    ...of,
  })
  const shiftOf = (shops: Memory[], watched = 0) =>
    budgetShift({ watched, came_to_nothing: 0 }, shops, 400, budget)
  it('lifts the steps where alarms came to nothing, and lowers them where few did', () => {
    expect(shiftOf([])).toBe(0)
    expect(shiftOf(Array.from({ length: 12 }, () => alarmed([300])))).toBeGreaterThan(0.5)
    expect(shiftOf([], 1000 * 365)).toBeLessThan(-0.5)
  })
  it('keeps within its bounds', () => {
    expect(shiftOf(Array.from({ length: 500 }, () => alarmed([300])))).toBe(budget.most)
    expect(shiftOf([], 10_000_000)).toBe(budget.least)
  })
  it('does not count the alarm of a shop that shut, and counts a fresh one for half', () => {
    expect(shiftOf([alarmed([300], { unused: 20 }), alarmed([300], { last: 380 })])).toBe(0)
    expect(shiftOf([alarmed([400])])).toBeCloseTo(1.5 * Math.log(8.5 / 8))
  })
  it('counts every alarm once', () => {
    const city = { watched: 0, came_to_nothing: 0 }
    const shops = [alarmed([300, 390])]
    budgetShift(city, shops, 400, budget)
    budgetShift(city, shops, 401, budget)
    expect(city.came_to_nothing).toBe(1)
    expect(shops[0]?.alarmed).toEqual([390])
  })
})

describe('what an earlier form of the memory put away', () => {
  it('is taken up: what it did not know begins as at a new shop', () => {
    const first = new Detector(WEIGHTS)
    run(promoted, { days: 100, detector: first })
    const { watched: _, came_to_nothing: __, ...city } = JSON.parse(JSON.stringify(first.city))
    city.tails.length = 54
    const shops = [...first.shops].map(([shop, memory]) => {
      const { gathered: ___, alarmed: ____, ...kept } = JSON.parse(JSON.stringify(memory))
      return [shop, kept] as const
    })
    const second = new Detector(WEIGHTS, { city, shops: new Map(shops) })
    for (let at = 100; at < 130; at += 1)
      second.day(dayAt(at), [
        ordinary(0, at, promoted(at) ?? {}),
        ...Array.from({ length: 11 }, (_, i) => ordinary(i + 1, at)),
      ])
    expect(second.shops.get('shop-0')?.level).toBeGreaterThanOrEqual(4)
    for (const { score } of second.shops.values()) expect(Number.isFinite(score)).toBe(true)
    expect(second.city.tails.every(Number.isFinite)).toBe(true)
  })
})

describe('weak evidence', () => {
  const asking =
    (every: number, until: number): Bend =>
    (at) =>
      at >= 90 && at < until && at % every === 0 ? { refund_requests: 1 } : {}
  const sum = (bend: Bend) => {
    const detector = new Detector(WEIGHTS)
    run(bend, { days: 150, detector })
    return detector.shops.get('shop-0')?.gathered[0] ?? 0
  }
  it('adds up over weeks, and is forgotten when it ends', () => {
    expect(sum(asking(2, 150))).toBeGreaterThan(sum(asking(2, 100)) + 2)
    expect(sum(asking(999, 150))).toBeLessThan(0.5)
  })
})
