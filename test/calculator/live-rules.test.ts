import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { StoredLot } from '../../src/cards/store'
import { fen } from '../../src/kernel/money'
import { plusDays } from '../../src/kernel/time'
import { citesIn } from '../../src/law/cite'
import { coolOffEndsAt, releasedFor } from '../../src/law/lots'
import { quotedText } from '../../src/law/texts'
import { quoteFor } from '../../src/refunds/rules'
import { UNDISPUTED } from '../support/lots'
import { CALENDAR } from '../support/weihai'
import { ask } from './cases'

type Kind = 'stored_value' | 'count' | 'period'
type Facts = {
  kind: Kind
  paid_fen: number
  bought: number
  bonus: number
  list_price_fen: number
  part: number
  after: number
}
const BOUGHT_ON = '2026-03-02'
const BOUGHT_AT = `${BOUGHT_ON}T01:00:00.000Z`
const facts: fc.Arbitrary<Facts> = fc.record({
  kind: fc.constantFrom('stored_value' as const, 'count' as const, 'period' as const),
  paid_fen: fc.integer({ min: 1, max: 500_000 }),
  bought: fc.integer({ min: 1, max: 200 }),
  bonus: fc.integer({ min: 0, max: 40 }),
  list_price_fen: fc.integer({ min: 0, max: 60_000 }),
  part: fc.integer({ min: 0, max: 100 }),
  after: fc.integer({ min: 0, max: 300 }),
})

/** The lot of ours that these facts are, and the same as a stranger tells it to the calculator. */
function twice(f: Facts) {
  const is_money = f.kind === 'stored_value'
  const bonus = f.kind === 'period' ? 0 : is_money ? f.bonus * 100 : f.bonus
  const face_units = is_money ? f.paid_fen + bonus : f.bought + bonus
  const used_units =
    f.kind === 'period' ? Math.min(f.after, face_units) : Math.floor((face_units * f.part) / 100)
  const list_price_fen = fen(is_money ? 1 : f.list_price_fen)
  const lot: StoredLot = {
    ...UNDISPUTED,
    ...{ id: 'lot_1', card_id: 'crd_1', offer_id: 'off_1', contract_hash: 'h' },
    ...{ paid_fen: fen(f.paid_fen), face_units, bonus_units: bonus, used_units, held_units: 0 },
    released_fen: releasedFor(fen(f.paid_fen), used_units, face_units),
    ...{ refunded_fen: fen(0), refund_id: null, difference_fen: fen(0), list_price_fen },
    starts_on: BOUGHT_ON,
    ends_on: f.kind === 'period' ? plusDays(BOUGHT_ON, face_units - 1) : null,
    cool_off_ends_at: coolOffEndsAt(BOUGHT_AT, 7, CALENDAR),
    bought_at: BOUGHT_AT,
  }
  const common = { kind: f.kind, paid_on: BOUGHT_ON, paid_fen: f.paid_fen }
  const told = {
    stored_value: {
      bonus_fen: bonus,
      ...(used_units > 0 ? { uses: [{ list_value_fen: used_units }] } : {}),
    },
    count: {
      ...{ visits: f.bought, bonus_visits: bonus, list_price_fen: f.list_price_fen },
      ...(used_units > 0 ? { uses: [{ visits: used_units }] } : {}),
    },
    period: {
      ...{ days: face_units, list_price_fen: f.list_price_fen },
      ...(used_units > 0 ? { used_before_cooling_off: true } : {}),
    },
  }[f.kind]
  return { lot, said: { ...common, ...told }, on: plusDays(BOUGHT_ON, f.after) }
}

describe('the live quote and the calculator', () => {
  it('are one engine: the same facts, the same figure by every cause', () => {
    fc.assert(
      fc.property(facts, fc.constantFrom('merchant', 'consumer', 'neutral'), (f, cause) => {
        const { lot, said, on } = twice(f)
        const live = quoteFor({
          cause: cause as 'merchant',
          lots: [lot],
          card: { kind: f.kind, days_off: [] },
          used: {
            touched: f.kind === 'period' && lot.used_units > 0 ? [lot.id] : [],
            list_shifts: {},
            visits: {},
          },
          on,
        })
        const stranger = ask({ cause, terminated_on: on, lots: [said] })
        expect(live.principal_fen).toBe(stranger.principal_fen)
        expect([live.not_consumer_cause_fen, live.consumer_cause_fen]).toEqual([
          stranger.alternatives.not_consumer_cause_fen,
          stranger.alternatives.consumer_cause_fen,
        ])
        expect(stranger.undisputed_fen).toBeLessThanOrEqual(live.undisputed_fen)
      }),
    )
  })
})

describe('a card limited in visits, live', () => {
  const card = { kind: 'period' as const, days_off: [] }
  const year = twice({
    ...{ kind: 'period', paid_fen: 365_000, bought: 365, bonus: 0 },
    ...{ list_price_fen: 5_000, part: 0, after: 100 },
  })
  const live = (cause: 'merchant' | 'consumer', visits: { max: number; used: number } | null) =>
    quoteFor({
      ...{ cause, lots: [year.lot], card, on: year.on },
      used: { touched: ['lot_1'], list_shifts: {}, visits: visits ? { lot_1: visits } : {} },
    })
  it('is the calculator’s, with a contract that counts days whoever is the cause', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 60 }), (used) => {
        const stranger = (cause: string) =>
          ask({
            cause,
            terminated_on: year.on,
            lots: [{ ...year.said, visits: { max: 60, used, count_by: 'days' } }],
            terms: { own_wish_at_paid_price: true },
          })
        for (const cause of ['merchant', 'consumer'] as const) {
          const [ours, theirs] = [live(cause, { max: 60, used }), stranger(cause)]
          expect([ours.total_fen, ours.range]).toEqual([theirs.total_fen, theirs.range])
          expect(ours.open.map(({ id }) => id)).toEqual(theirs.open.map(({ id }) => id))
          expect(ours.range.low_fen).toBe(265_000)
          expect(ours.range.high_fen).toBe(
            Math.max(265_000, 365_000 - Math.floor((365_000 * used) / 60)),
          )
        }
      }),
    )
  })
  it('by own wish tells both sums, and takes the better one, as the contract says', () => {
    const own = live('consumer', null)
    expect([own.total_fen, own.range, own.open]).toEqual([
      265_000,
      { low_fen: 265_000, high_fen: 265_000 },
      [],
    ])
    const [said] = own.notices.filter(({ article }) => article.includes('第十九条第三款'))
    expect(said?.text).toContain('¥2,650.00')
    expect(said?.text).toContain('¥0.00')
    expect(own.lots[0]?.principal.lines[1]?.article).toBe(
      '法释〔2025〕4号第二十二条第一款、法释〔2025〕4号第十九条第三款',
    )
    expect(live('merchant', null).notices).toEqual([])
  })
  it('adds up questions of several payments: where one is not asked, its sum stands', () => {
    const lots = [year.lot, { ...year.lot, id: 'lot_2' }]
    const both = quoteFor({
      ...{ cause: 'merchant', lots, card, on: year.on },
      used: { touched: [], list_shifts: {}, visits: { lot_1: { max: 60, used: 6 } } },
    })
    expect(both.range).toEqual({ low_fen: 530_000, high_fen: 593_500 })
    expect(both.open[0]?.options.map(({ total_fen }) => total_fen)).toEqual([530_000, 593_500])
  })
})

describe('whatever is asked', () => {
  const question = fc.record({
    lots: fc.array(facts, { minLength: 1, maxLength: 4 }),
    ground: fc.constantFrom(
      ...['own_wish', 'shop_closed', 'health', 'moved_away', 'minor', 'unknown', 'misled'],
    ),
    refunded: fc.integer({ min: 0, max: 100 }),
    gift: fc.integer({ min: 0, max: 90_000 }),
    claim: fc.integer({ min: 0, max: 90_000 }),
    wait: fc.nat(400),
  })
  const asked = (one: typeof question extends fc.Arbitrary<infer T> ? T : never) => {
    const told = one.lots.map(twice)
    const terminated_on =
      told
        .map(({ on }) => on)
        .sort()
        .at(-1) ?? BOUGHT_ON
    return ask({
      ground: one.ground,
      terminated_on,
      refunded_on: plusDays(terminated_on, one.wait),
      lots: told.map(({ said }) => ({
        ...said,
        refunded_fen: Math.floor((said.paid_fen * one.refunded) / 100),
      })),
      gifts: [{ label: '赠品', value_fen: one.gift }],
      shop_claims: [{ label: '费用', amount_fen: one.claim }],
    })
  }
  it('never gives back more than was paid less what came back, at any end of the range; interest stands apart', () => {
    fc.assert(
      fc.property(question, (one) => {
        const q = asked(one)
        const paid = one.lots.reduce(
          (sum, { paid_fen }) => sum + paid_fen - Math.floor((paid_fen * one.refunded) / 100),
          0,
        )
        expect(q.principal_fen).toBeLessThanOrEqual(paid)
        expect(q.undisputed_fen).toBeLessThanOrEqual(q.principal_fen)
        expect(q.total_fen).toBe(q.principal_fen + q.interest_fen + q.costs_fen)
        expect(q.range.low_fen).toBeLessThanOrEqual(q.total_fen)
        expect(q.range.high_fen).toBeGreaterThanOrEqual(q.total_fen)
        // At most 36 per cent a year on at most what was paid.
        expect(q.range.high_fen).toBeLessThanOrEqual(paid + Math.ceil((paid * 36 * 400) / 36_500))
        for (const { options } of q.open)
          for (const { total_fen } of options) expect(total_fen).toBeGreaterThanOrEqual(0)
      }),
    )
  })
  it('does not mind in which order the payments are told', () => {
    fc.assert(
      fc.property(question, (one) => {
        const [there, back] = [asked(one), asked({ ...one, lots: [...one.lots].reverse() })]
        expect([back.principal_fen, back.range, back.undisputed_fen]).toEqual([
          there.principal_fen,
          there.range,
          there.undisputed_fen,
        ])
      }),
    )
  })
  it('quotes a sentence that stands in the law for every line', () => {
    fc.assert(
      fc.property(question, (one) => {
        const q = asked(one)
        const lines = [...q.lots.flatMap(({ principal }) => principal.lines), ...q.lines]
        for (const { article } of [...lines, ...q.open, ...q.notices])
          for (const cite of citesIn(article))
            if (cite.law !== null) expect(quotedText(cite), cite.text).not.toBeNull()
      }),
    )
  })
})
