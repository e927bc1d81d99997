import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { countRight, scoresIn } from '../../scripts/docs/law/score'
import { lawScorePage } from '../../scripts/docs/law/score-page'
import { WEIHAI } from '../support/weihai'

const scores = scoresIn(WEIHAI)

describe('the published cases', () => {
  it.each(scores)('$name: is right, or says why not', (one) => {
    if (!one.right) expect([one.why ?? '', one.differs]).not.toEqual(['', undefined])
    // What follows from the text is right: where it is not, a court must have weighed.
    if (one.differs === undefined) expect(one.right).toBe(true)
    expect(one.source).toMatch(/^https?:\/\//)
    if (one.first_right && !one.right) expect(one.got_fen).toBe(one.first.got_fen)
    expect(one.low_fen).toBeLessThanOrEqual(one.got_fen)
    expect(one.high_fen).toBeGreaterThanOrEqual(one.got_fen)
  })
  it('are each their own, and most of them are right', () => {
    expect(new Set(scores.map(({ source, name }) => `${source} ${name}`)).size).toBe(scores.length)
    expect(scores.length).toBeGreaterThanOrEqual(40)
    expect(countRight(scores)).toBeGreaterThanOrEqual(26)
  })
  it('stand in the public score as they are', () => {
    expect(readFileSync('docs/law-score.md', 'utf8')).toBe(lawScorePage())
  })
})
