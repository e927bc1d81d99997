import { describe, expect, it } from 'vitest'
import {
  decideRelease,
  LIMITS,
  RULES,
  releaseStake,
  WAYS,
  WORDS,
} from '../../src/cards/consent-rules'
import { Refusal } from '../../src/kernel/refusals'

const NOTHING = { no_pin: { count: 0, fen: 0 }, counter: { count: 0, fen: 0 } }
const codeOf = (run: () => unknown): string => {
  try {
    run()
    return 'ok'
  } catch (error) {
    return error instanceof Refusal ? error.code : String(error)
  }
}

describe('the rule of releases', () => {
  it('says something of every way and every word, and nothing else releases', () => {
    for (const way of WAYS)
      for (const word of WORDS) {
        const rule = RULES[way][word]
        const asked = { way, word, stake_fen: 1, spent: NOTHING }
        if (rule.does === 'never')
          expect(codeOf(() => decideRelease(asked))).toBe('release_needs_consent')
        else expect(decideRelease(asked).does, `${way} ${word}`).toBe(rule.does)
      }
  })
  it('never pays on the shop’s word alone', () => {
    for (const way of WAYS) expect(RULES[way].none.does, way).not.toBe('at_once')
  })
  it('limits whatever goes at once without a PIN, but for visits and days', () => {
    for (const way of WAYS)
      for (const word of ['code', 'confirmation'] as const) {
        const rule = RULES[way][word]
        if (rule.does === 'at_once' && !['check_in', 'price_difference'].includes(way))
          expect(rule.limit, `${way} ${word}`).toBe('no_pin')
      }
  })
  it.each([
    ['a use', LIMITS.no_pin.a_use_fen, { count: 0, fen: 0 }],
    ['a day', 10_000, { count: 3, fen: LIMITS.no_pin.a_day_fen - 10_000 }],
    ['ten times', 1, { count: LIMITS.no_pin.a_day_count - 1, fen: 9 }],
  ])('goes to the very limit of %s and no further', (_name, stake_fen, no_pin) => {
    const asked = { way: 'claim', word: 'confirmation', spent: { no_pin } } as const
    expect(decideRelease({ ...asked, stake_fen })).toEqual({ does: 'at_once', counts: 'no_pin' })
    const more = { count: no_pin.count + 1, fen: no_pin.fen + 1 }
    const over =
      stake_fen === LIMITS.no_pin.a_use_fen
        ? decideRelease({ ...asked, stake_fen: stake_fen + 1 })
        : decideRelease({ ...asked, stake_fen, spent: { no_pin: more } })
    expect(over).toEqual({ does: 'asks_pin', counts: null })
  })
  it('holds a PIN typed at the counter to the counter’s limits, on any way', () => {
    const at = { word: 'pin', at_counter: true, spent: NOTHING } as const
    for (const way of ['counter_use', 'capture'] as const) {
      expect(decideRelease({ ...at, way, stake_fen: 30_000 }).counts).toBe('counter')
      const over = codeOf(() => decideRelease({ ...at, way, stake_fen: 30_001 }))
      expect(over).toBe('counter_limit_reached')
    }
  })
  it('counts amounts at list price, and visits by the money behind them', () => {
    expect([releaseStake('fen', 1_200, 1_000), releaseStake('visit', 2, 7_000)]).toEqual([
      1_200, 7_000,
    ])
  })
})
