import { describe, expect, it } from 'vitest'
import { factsFrom } from '../../src/warning/facts'
import { feedbackFrom } from '../../src/warning/feedback'

describe('a row of facts', () => {
  it('is taken with zero where nothing is said, and without what nobody knows', () => {
    const row = { day: '2026-03-01', shop: 'a', uses: 3, mood: 'good', events: ['patrol_ok', 'x'] }
    const facts = factsFrom(row)
    expect(facts).toMatchObject({ uses: 3, complaints: 0, brand: null, events: ['patrol_ok'] })
    expect(facts).not.toHaveProperty('mood')
  })
  it('counts a figure below 0 as 0: it corrects another day', () => {
    expect(factsFrom({ day: '2026-03-01', shop: 'a', uses: -2 })?.uses).toBe(0)
  })
  it.each([
    ['no object', 7],
    ['no day', { shop: 'a' }],
    ['a day that is none', { day: '2026-13-01', shop: 'a' }],
    ['no shop', { day: '2026-03-01' }],
    ['a figure in words', { day: '2026-03-01', shop: 'a', uses: '3' }],
    ['nothing', null],
  ])('is none with %s', (_, row) => {
    expect(factsFrom(row)).toBeNull()
  })
})

describe('a line of feedback', () => {
  it('names signals of the list only', () => {
    const line = { day: '2026-03-01', shop: 'a', found: 'false_alarm', signals: ['refunds', 'x'] }
    expect(feedbackFrom(line)?.signals).toEqual(['refunds'])
  })
  it('is none with a finding nobody knows', () => {
    expect(feedbackFrom({ day: '2026-03-01', shop: 'a', found: 'fine' })).toBeNull()
  })
})
