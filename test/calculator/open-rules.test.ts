import { describe, expect, it } from 'vitest'
import { ask, bonusCard, ends, visitsCard, yearCard } from './cases'

const at = (cause: string, lot: object, more: object = {}) =>
  ask({ cause, terminated_on: '2026-04-11', lots: [lot], ...more })
const ids = (q: ReturnType<typeof ask>) => q.open.map(({ id }) => id)

describe('cards limited in visits and in time', () => {
  const limited = (visits: object, more: object = {}) => yearCard({ visits, ...more })
  it('are counted by visits, as the published case has it, with the days beside', () => {
    const q = at('merchant', limited({ max: 60, used: 12 }))
    expect([q.principal_fen, q.range, ids(q)]).toEqual([
      292_000,
      { low_fen: 265_000, high_fen: 292_000 },
      ['limited_by_days'],
    ])
  })
  it('follow the contract where it says', () => {
    const q = at('merchant', limited({ max: 60, used: 12, count_by: 'visits' }))
    expect([q.principal_fen, q.open]).toEqual([292_000, []])
  })
  it('by own wish compare what comes back, not what was used: 170, never 0', () => {
    // 100 yuan for ten visits in 100 days; 3 used at 15 undiscounted give 55, the days at 2 a day would give 0.
    const card = {
      kind: 'period',
      paid_on: '2026-01-01',
      paid_fen: 50_000,
      days: 365,
      list_price_fen: 900,
      visits: { max: 10, used: 3, list_price_fen: 11_000 },
    }
    const q = at('consumer', card)
    expect([q.principal_fen, q.range]).toEqual([17_000, { low_fen: 0, high_fen: 17_000 }])
  })
  it('take what is left instead of what was used', () => {
    expect(at('merchant', limited({ max: 60, left: 48 })).principal_fen).toBe(292_000)
  })
})

describe('unlimited period cards and the own wish', () => {
  it('give the share of the days, with the undiscounted price as the other reading', () => {
    const q = at('consumer', yearCard({ list_price_fen: 5_000 }))
    expect([q.principal_fen, q.range, ids(q)]).toEqual([
      265_000,
      { low_fen: 0, high_fen: 265_000 },
      ['own_wish_period_at_list'],
    ])
    expect(q.lots[0]?.principal.lines[1]?.article).toBe('法释〔2025〕4号第二十二条第一款')
    expect(q.open[0]?.options.map(({ total_fen }) => total_fen)).toEqual([265_000, 0])
  })
  it('know the undiscounted price as that of the whole card: 720 for 684', () => {
    const season = { kind: 'period', paid_on: '2026-01-01', paid_fen: 90_000, days: 90 }
    const q = ask({
      cause: 'consumer',
      terminated_on: '2026-01-19',
      lots: [{ ...season, list_total_fen: 108_000 }],
    })
    expect([q.principal_fen, q.range.low_fen]).toEqual([72_000, 68_400])
  })
  it('say that a price is missing, and what would settle it', () => {
    const q = at('consumer', yearCard())
    expect([q.principal_fen, q.range]).toEqual([265_000, { low_fen: 0, high_fen: 265_000 }])
    expect(q.open[0]).toMatchObject({ id: 'list_price_unknown' })
    expect(q.open[0]?.settled_by).toContain('打折前的单价')
  })
  it('have nothing open where they were sold at their price', () => {
    const q = at('consumer', yearCard({ discounted: false }))
    expect([q.range, q.open]).toEqual([{ low_fen: 265_000, high_fen: 265_000 }, []])
    expect(q.sentence).toContain('不管是谁的原因，都是这个数')
  })
})

describe('labels are true', () => {
  const eight = (more: object) => ({
    kind: 'stored_value',
    paid_on: '2026-03-02',
    paid_fen: 200_000,
    discount_bp: 8_000,
    list_price_unproven: true,
    ...more,
  })
  it('a market price of 900 takes 900, and says so', () => {
    const uses = [{ list_value_fen: 120_000, market_value_fen: 90_000 }]
    const q = ends('consumer', [eight({ uses })])
    expect(q.lots[0]?.principal.lines[1]).toMatchObject({
      amount_fen: -90_000,
      article: '法释〔2025〕4号第十九条第二款',
    })
    expect(q.lots[0]?.principal.lines[1]?.text).toContain('市场价')
  })
  it('without one it says that the list price is what was taken', () => {
    const q = ends('consumer', [eight({ uses: [{ list_value_fen: 120_000 }] })])
    const [, used] = q.lots[0]?.principal.lines ?? []
    expect([used?.amount_fen, used?.text.includes('市场价')]).toEqual([-120_000, false])
    expect([q.range, ids(q)]).toEqual([
      { low_fen: 80_000, high_fen: 104_000 },
      ['market_price_unknown'],
    ])
  })
})

describe('never surer than the law', () => {
  it('an unknown list price proves nothing for every cause', () => {
    const { list_price_fen: _price, ...card } = visitsCard(4)
    const q = ends('consumer', [card])
    expect([q.principal_fen, q.range, q.undisputed_fen]).toEqual([
      60_000,
      { low_fen: 0, high_fen: 60_000 },
      0,
    ])
    expect(q.sentence).not.toContain('都是这个数')
    expect(ends('merchant', [card]).range).toEqual({ low_fen: 60_000, high_fen: 60_000 })
  })
  it('what one top-up was exceeded by may be set against another', () => {
    const lots = [visitsCard(6), visitsCard(0, { paid_on: '2026-03-03' })]
    const q = ends('consumer', lots)
    expect([q.principal_fen, q.range, q.undisputed_fen, ids(q)]).toEqual([
      100_000,
      { low_fen: 80_000, high_fen: 100_000 },
      80_000,
      ['per_top_up'],
    ])
    expect(ends('consumer', lots, { each_payment_apart: true }).range.low_fen).toBe(100_000)
  })
  it('an own wish is due once the contract ends, and no right to end at will is claimed', () => {
    const q = ends('consumer', [bonusCard(60_000)])
    expect(q.sentence).toContain('合同解除后应退')
    expect(q.sentence).not.toContain('依法应退')
    expect(q.notices.some(({ article }) => article.includes('第十三条第一款第四项'))).toBe(true)
  })
  it('a shop that is not the cause may prove costs; commissions never count (§15 ¶2, ¶3)', () => {
    const claim = (kind: string) => [{ label: '费用', amount_fen: 5_000, kind }]
    const q = (cause: string, kind: string) =>
      ends(cause, [bonusCard(60_000)], { shop_claims: claim(kind) }).range
    expect(q('consumer', 'cost')).toEqual({ low_fen: 35_000, high_fen: 40_000 })
    expect(q('consumer', 'commission')).toEqual({ low_fen: 40_000, high_fen: 40_000 })
    expect(q('merchant', 'cost')).toEqual({ low_fen: 50_000, high_fen: 50_000 })
    expect(q('neutral', 'cost')).toEqual({ low_fen: 50_000, high_fen: 50_000 })
  })
  it('moving house needs the unforeseeable (§13 ¶2); unknown is a range', () => {
    const move = (more: object) =>
      ask({ ground: 'moved_away', terminated_on: '2026-06-01', lots: [bonusCard(60_000)], ...more })
    expect(move({ may_end: true })).toMatchObject({
      cause: 'consumer',
      range: { low_fen: 40_000, high_fen: 50_000 },
    })
    expect(move({ unforeseeable: true })).toMatchObject({
      cause: 'neutral',
      range: { low_fen: 50_000, high_fen: 50_000 },
    })
    expect(move({ unforeseeable: false, may_end: true })).toMatchObject({
      cause: 'consumer',
      range: { low_fen: 40_000, high_fen: 40_000 },
    })
  })
  it('a court may refuse an own wish: both are shown, and what is in its cooling-off time stays', () => {
    const wish = (more: object) =>
      ask({ ground: 'own_wish', terminated_on: '2026-06-01', lots: [bonusCard(60_000)], ...more })
    const q = wish({})
    expect([q.total_fen, q.range]).toEqual([40_000, { low_fen: 0, high_fen: 40_000 }])
    expect(q.open.map(({ id, options }) => [id, options.map((o) => o.total_fen)])).toEqual([
      ['own_wish_refused', [40_000, 0]],
    ])
    expect(q.sentence).toContain('合同解除后应退 ¥400.00；')
    expect(q.sentence).toContain('法院可能不准解除')
    // Once it has ended, this much comes back in any case.
    expect(q.undisputed_fen).toBe(40_000)
    const settled = [
      { may_end: true },
      { terms: { promised_fen: 40_000 } },
      { terms: { own_wish_at_paid_price: true } },
      { cause: 'consumer' },
    ]
    for (const more of settled) {
      const { range } = wish(more)
      expect(range.low_fen, JSON.stringify(more)).toBe(range.high_fen)
    }
    const fresh = { ...bonusCard(0), paid_on: '2026-05-30', had_same_before: false }
    const both = wish({ lots: [bonusCard(60_000), fresh] })
    expect(both.range.low_fen).toBe(100_000)
  })
  it('nobody knows the cause: all of them', () => {
    const q = ask({ terminated_on: '2026-06-01', lots: [bonusCard(60_000)] })
    expect(q.range).toEqual({ low_fen: 40_000, high_fen: 50_000 })
    expect(q.open[0]?.options.map(({ total_fen }) => total_fen)).toEqual([50_000, 40_000, 50_000])
  })
  it('visits given free share the price here, and may not elsewhere', () => {
    const lot = {
      kind: 'count',
      paid_on: '2026-03-02',
      paid_fen: 600_000,
      visits: 20,
      bonus_visits: 1,
    }
    const q = ends('merchant', [{ ...lot, left_visits: 9, list_price_fen: 30_000 }])
    expect([q.principal_fen, q.range.low_fen]).toEqual([257_143, 240_000])
  })
  it('visits that expired before anybody asked are open by own wish', () => {
    const q = ends('consumer', [visitsCard(0, { ends_on: '2026-05-01' })])
    expect([q.principal_fen, q.range.low_fen, ids(q)]).toEqual([100_000, 0, ['expired']])
  })
  it('gifts may count whoever is the cause: a court weighs them (§21)', () => {
    const gifts = [{ label: '护理', value_fen: 10_000 }]
    const q = ends('merchant', [bonusCard(60_000)], { gifts })
    expect([q.principal_fen, q.range, ids(q)]).toEqual([
      50_000,
      { low_fen: 40_000, high_fen: 50_000 },
      ['gifts'],
    ])
    const back = [{ ...gifts[0], returned: true }]
    expect(ends('merchant', [bonusCard(60_000)], { gifts: back }).range.low_fen).toBe(50_000)
  })
  it('what the law keeps from minors is not deducted, and the parents’ fault is open (§10 ¶3, 民法典 §157)', () => {
    const minor = { age: 12, guardian_agreed: false, fits_age: false, unlawful_service: true }
    const q = ask({
      ground: 'minor',
      terminated_on: '2026-06-01',
      lots: [visitsCard(4)],
      minor,
    })
    expect([q.principal_fen, q.range, ids(q)]).toEqual([
      100_000,
      { low_fen: 60_000, high_fen: 100_000 },
      ['void_fault'],
    ])
  })
  it('only the shop knows what was used: all and nothing, and whose word counts (§25)', () => {
    const q = ends('merchant', [visitsCard(0, { uses_unknown: true })])
    expect([q.principal_fen, q.range]).toEqual([100_000, { low_fen: 0, high_fen: 100_000 }])
    expect(q.notices.some(({ article }) => article === '法释〔2025〕4号第二十五条')).toBe(true)
  })
})

describe('what stands beside the sum', () => {
  it('three times for a shop that fled, apart from the total (§23, 消保法 §55)', () => {
    const q = ends('merchant', [bonusCard(60_000)], { fled: true })
    expect([q.total_fen, q.punitive]).toEqual([50_000, { low_fen: 150_000, high_fen: 300_000 }])
    expect(q.notices.some(({ article }) => article.includes('消费者权益保护法第五十五条'))).toBe(
      true,
    )
    expect(ends('merchant', [bonusCard(110_000)], { fled: true }).punitive?.low_fen).toBe(50_000)
    expect(ends('merchant', [bonusCard(60_000)]).punitive).toBeNull()
  })
  it('who else may have to pay, where the shop has shut (§4–§7)', () => {
    const q = at('merchant', yearCard({ stopped_on: '2026-04-01' }))
    expect(q.notices.some(({ article }) => article.startsWith('法释〔2025〕4号第四条'))).toBe(true)
  })
  it('from when interest runs (§17)', () => {
    const q = ends('merchant', [bonusCard(60_000)], { refunded_on: '2026-07-01' })
    expect(q.lines[0]?.article).toBe('法释〔2025〕4号第十六条第一款、法释〔2025〕4号第十七条第一款')
    expect(q.notices.some(({ article }) => article.includes('第十七条'))).toBe(true)
  })
})

describe('the last cooling-off day', () => {
  const on = (paid_on: string, terminated_on: string) =>
    ask({ cause: 'cooling_off', terminated_on, lots: [bonusCard(0, { paid_on })] })
  it('moves from a Sunday to Monday (民法典 §203)', () => {
    expect(on('2026-03-01', '2026-03-09').lots[0]?.basis).toBe('cooling_off')
    expect(on('2026-03-01', '2026-03-10').lots[0]?.basis).toBe('consumer_cause')
  })
  it('moves over the National Day holidays', () => {
    const q = on('2026-09-24', '2026-10-08')
    expect(q.lots[0]?.basis).toBe('cooling_off')
    expect(q.notices.some(({ article }) => article === '民法典第二百零三条第一款')).toBe(true)
    expect(on('2026-09-24', '2026-10-09').lots[0]?.basis).toBe('consumer_cause')
  })
  it('asks about other shops too (§14 (2))', () => {
    const lot = bonusCard(0, { had_same_elsewhere: true })
    const q = ask({ cause: 'cooling_off', terminated_on: '2026-03-05', lots: [lot] })
    expect(q.lots[0]?.basis).toBe('consumer_cause')
    expect(q.notices[0]?.article).toBe('法释〔2025〕4号第十四条第一款第二项')
  })
})

describe('the number of a question', () => {
  it('is its own, however often it is asked, and another for another question', () => {
    const q = () => ends('merchant', [bonusCard(60_000)])
    expect(q().id).toBe(q().id)
    expect(q().id).not.toBe(ends('consumer', [bonusCard(60_000)]).id)
  })
  it('does not hang on what need not be said', () => {
    expect(ends('merchant', [bonusCard(60_000)]).id).toBe(
      ends('merchant', [bonusCard(60_000, { refunded_fen: 0, had_same_before: false })]).id,
    )
  })
})
