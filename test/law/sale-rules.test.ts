import { describe, expect, it } from 'vitest'
import { fen } from '../../src/kernel/money'
import { Refusal } from '../../src/kernel/refusals'
import type { OfferTerms } from '../../src/law/offer-terms'
import type { SaleRegion } from '../../src/law/sale-rule'
import {
  applicableRules,
  coolOffDays,
  decideOffer,
  decideSale,
  type Issuer,
  plusMonths,
} from '../../src/law/sale-rules'
import { SALE_RULES } from '../../src/law/sale-rules-table'
import { trade } from '../support/weihai'

const TODAY = '2026-11-23'
const ENDLESS = { lease_ends_on: null, licence_expires_on: null }
const SHOP: Issuer = { entity_type: 'individual', sector_groups: trade('bakery'), ...ENDLESS }
const stored = (yuan: number, over: Partial<OfferTerms> = {}): OfferTerms => ({
  kind: 'stored_value',
  name: '储值',
  service: '',
  price_fen: fen(yuan * 100),
  bonus_units: 0,
  discount_bp: 10_000,
  face_units: yuan * 100,
  list_price_fen: fen(1),
  valid_days: null,
  use_limit: null,
  shops: [],
  clauses: [],
  ...over,
})
const visits = (yuan: number, face_units: number, valid_days: number | null = 365): OfferTerms =>
  stored(yuan, {
    kind: 'count',
    service: '一次',
    face_units,
    valid_days,
    list_price_fen: fen(Math.ceil((yuan * 100) / face_units)),
  })
const days = (yuan: number, face_units: number): OfferTerms =>
  stored(yuan, {
    kind: 'period',
    service: '会籍',
    face_units,
    valid_days: face_units,
    use_limit: 'unlimited',
    list_price_fen: fen(Math.ceil((yuan * 100) / face_units)),
  })

const codeOf = (act: () => unknown): string => {
  try {
    act()
    return 'allowed'
  } catch (refusal) {
    if (refusal instanceof Refusal) return refusal.code
    throw refusal
  }
}

const offered = (offer: OfferTerms, merchant: Issuer) =>
  decideOffer(offer, merchant, TODAY, 'shandong')

describe('offers, by shop, trade and region', () => {
  const company: Partial<Issuer> = { entity_type: 'company' }
  const training: Partial<Issuer> = { sector_groups: trade('k12_training') }
  const gym: Partial<Issuer> = { sector_groups: trade('gym') }
  it.each([
    // 9号令: companies of three trades only
    ['company bakery, 5,000', stored(5_000), company, 'shandong', 'allowed'],
    ['company bakery, 5,001', stored(5_001), company, 'shandong', 'offer_exceeds_card_cap'],
    ['one person’s bakery, 5,001', stored(5_001), {}, 'shandong', 'allowed'],
    ['company gym, 5,001', stored(5_001), { ...company, ...gym }, 'shandong', 'allowed'],
    // training
    ['training, 60 lessons', visits(4_000, 60), training, 'shandong', 'allowed'],
    ['training, 61 lessons', visits(4_000, 61), training, 'shandong', 'offer_exceeds_unit_cap'],
    [
      'piano, 61 lessons',
      visits(4_000, 61),
      { sector_groups: trade('arts_training') },
      'shandong',
      'offer_exceeds_unit_cap',
    ],
    [
      'adult class, 61 lessons',
      visits(4_000, 61),
      { sector_groups: trade('adult_training') },
      'shandong',
      'allowed',
    ],
    ['training, 5,001 yuan', visits(5_001, 60), training, 'shandong', 'offer_exceeds_card_cap'],
    ['training, 92 days', days(3_000, 93), training, 'shandong', 'allowed'],
    ['training, 94 days', days(3_000, 94), training, 'shandong', 'offer_exceeds_term_cap'],
    // Shanghai gyms
    ['Shanghai gym, 5,000 for 24 months', days(5_000, 731), gym, 'shanghai', 'allowed'],
    ['Shanghai gym, 25 months', days(5_000, 760), gym, 'shanghai', 'offer_exceeds_term_cap'],
    ['Shanghai gym, 5,001', days(5_001, 365), gym, 'shanghai', 'offer_exceeds_card_cap'],
    ['Shanghai gym, 60 for 20,000', visits(20_000, 60), gym, 'shanghai', 'allowed'],
    ['Shanghai gym, 61 sessions', visits(20_000, 61), gym, 'shanghai', 'offer_exceeds_unit_cap'],
    ['Shanghai gym, stored 5,001', stored(5_001), gym, 'shanghai', 'offer_exceeds_card_cap'],
    ['the same gym in Shandong', visits(20_001, 61), gym, 'shandong', 'allowed'],
    // Zhejiang waives its caps under full escrow
    ['one person’s shop in Zhejiang, 2,001', stored(2_001), {}, 'zhejiang', 'allowed'],
    // everywhere
    [
      'stored value with an expiry',
      stored(100, { valid_days: 365 }),
      {},
      'shandong',
      'offer_expiry_not_allowed',
    ],
    [
      'a face that does not fit',
      stored(100, { face_units: 9_999 }),
      {},
      'shandong',
      'offer_terms_inconsistent',
    ],
  ] as const)('%s', (_, offer, over, region, code) => {
    expect(codeOf(() => decideOffer(offer, { ...SHOP, ...over }, TODAY, region))).toBe(code)
  })

  it.each([
    ['2026-12-22', 'allowed'],
    ['2026-12-21', 'offer_outlives_lease'],
  ])('a 30-day card against a lease to %s: %s', (lease_ends_on, code) => {
    const merchant = { ...SHOP, lease_ends_on }
    expect(codeOf(() => offered(days(300, 30), merchant))).toBe(code)
  })

  it.each([
    ['2026-12-22', 'allowed'],
    ['2026-12-21', 'offer_outlives_licence'],
  ])('a 30-day card against a licence to %s: %s', (licence_expires_on, code) => {
    const merchant = { ...SHOP, licence_expires_on }
    expect(codeOf(() => offered(days(300, 30), merchant))).toBe(code)
  })

  it('lets no card without a term be sold after the lease has ended', () => {
    const merchant = { ...SHOP, lease_ends_on: '2026-11-22' }
    expect(codeOf(() => offered(stored(100), merchant))).toBe('offer_outlives_lease')
  })

  it('refuses by precedence: cap, units, term, lease, licence, expiry, consistency', () => {
    const school = { ...SHOP, sector_groups: trade('k12_training') }
    const training: Issuer = { ...school, lease_ends_on: '2026-11-30' }
    expect(codeOf(() => offered(visits(5_001, 61), training))).toBe('offer_exceeds_card_cap')
    expect(codeOf(() => offered(visits(5_000, 61), training))).toBe('offer_exceeds_unit_cap')
    expect(codeOf(() => offered(days(5_000, 100), training))).toBe('offer_exceeds_term_cap')
    expect(codeOf(() => offered(days(5_000, 60), training))).toBe('offer_outlives_lease')
  })

  it('names the figures, the rule and its source', () => {
    try {
      offered(stored(6_000), { ...SHOP, entity_type: 'company' })
      expect.unreachable()
    } catch (refusal) {
      expect((refusal as Refusal).details.detail).toBe(
        '卡内预付款将达 ¥6,000.00，上限 ¥5,000.00。依据：单张记名卡不超过 5,000 元，不记名卡不超过 1,000 元' +
          '（商务部令2012年第9号《单用途商业预付卡管理办法（试行）》第十八条）',
      )
    }
  })
})

describe('selling to one holder', () => {
  const gym = {
    ...SHOP,
    sector_groups: trade('gym'),
    admitted_at: '2026-01-01T00:00:00.000Z',
    sales_held_at: null,
  }
  const sale = {
    region: 'shandong' as SaleRegion,
    merchant: gym,
    on: TODAY,
    holder_total_paid_fen: fen(0),
  }

  it.each([
    [1_600_000, 'allowed'],
    [1_600_001, 'holder_exceeds_total_cap'],
  ])('a Shanghai gym card of 4,000 on top of %i unused fen: %s', (held, code) => {
    const asked = { ...sale, offer: visits(4_000, 20), region: 'shanghai' as const }
    const act = () => decideSale({ ...asked, holder_total_paid_fen: fen(held) })
    expect(codeOf(act)).toBe(code)
  })

  it.each([
    [200_000, 'allowed'],
    [200_001, 'offer_exceeds_card_cap'],
  ])('a top-up of 3,000 on a company’s card that holds %i fen: %s', (card, code) => {
    const merchant = { ...gym, sector_groups: trade('bakery'), entity_type: 'company' as const }
    const act = () =>
      decideSale({ ...sale, merchant, offer: stored(3_000), card_paid_fen: fen(card) })
    expect(codeOf(act)).toBe(code)
  })

  it.each([
    ['bakery', 4_000_000, 'allowed'],
    ['bakery', 4_000_001, 'merchant_exceeds_balance_cap'],
    ['salon', 10_000_000, 'allowed'],
    ['salon', 10_000_001, 'merchant_exceeds_balance_cap'],
  ] as const)(
    'a company %s with 100,000 yuan of revenue up to %i fen unused: %s',
    (sector, total, code) => {
      const merchant = { ...gym, sector_groups: trade(sector), entity_type: 'company' as const }
      const merchant_books = {
        unused_paid_fen: fen(total - 10_000),
        revenue_last_year_fen: fen(10_000_000),
      }
      const act = () => decideSale({ ...sale, merchant, offer: stored(100), merchant_books })
      expect(codeOf(act)).toBe(code)
    },
  )

  it('asks the shop first', () => {
    const merchant = { ...gym, sales_held_at: '2026-11-01T00:00:00.000Z' }
    const act = () => decideSale({ ...sale, merchant, offer: stored(1, { face_units: 5 }) })
    expect(codeOf(act)).toBe('sales_on_hold')
  })

  it('checks a card bought ahead against the day it really ends', () => {
    const merchant = { ...gym, lease_ends_on: '2027-01-15' }
    expect(codeOf(() => decideSale({ ...sale, merchant, offer: days(300, 30) }))).toBe('allowed')
    const ahead = { ...sale, merchant, offer: days(300, 30), starts_on: '2026-12-31' }
    expect(codeOf(() => decideSale(ahead))).toBe('offer_outlives_lease')
  })

  it('tells the cooling-off days that hold', () => {
    const asked = { ...sale, offer: stored(100) }
    expect(decideSale(asked).cool_off_days).toBe(7)
    expect(decideSale({ ...asked, region: 'jiangsu' }).cool_off_days).toBe(15)
  })
})

describe('the rules that apply', () => {
  const scope = {
    region: 'shandong' as SaleRegion,
    entity_type: 'company',
    sector_groups: trade('bakery'),
    kind: 'stored_value',
    on: TODAY,
    escrow: 'full',
  } as const

  it('are the nation’s, the region’s and the platform’s, and nobody else’s', () => {
    const regions = new Set(applicableRules(scope).map((rule) => rule.region))
    expect([...regions].sort()).toEqual(['national', 'platform', 'shandong'])
  })

  it.each([
    ['2025-02-28', false],
    ['2025-03-01', true],
    ['2026-12-31', true],
    ['2027-01-01', false],
  ])('follow their dates: the Shanghai gym preset on %s: %s', (on, holds) => {
    const rules = applicableRules({ ...scope, region: 'shanghai', sector_groups: trade('gym'), on })
    expect(rules.some((rule) => rule.id === 'shanghai-gym-total')).toBe(holds)
  })

  it.each([
    ['full', []],
    ['partial', ['zhejiang-others-cap']],
  ] as const)('drop Zhejiang’s cap only under full escrow: %s', (escrow, ids) => {
    const asked = { ...scope, region: 'zhejiang', entity_type: 'individual', escrow } as const
    const caps = applicableRules(asked).filter(({ id }) => /^zhejiang.*cap$/.test(id))
    expect(caps.map((rule) => rule.id)).toEqual(ids)
  })

  it('give the longest cooling-off time, or none', () => {
    expect(coolOffDays([])).toBe(0)
    expect(coolOffDays(applicableRules({ ...scope, region: 'jiangsu' }))).toBe(15)
  })

  it('are rows with a source, a date and at least one limit, each known by one id', () => {
    expect(new Set(SALE_RULES.map((rule) => rule.id)).size).toBe(SALE_RULES.length)
    for (const rule of SALE_RULES) {
      expect(rule.source).not.toBe('')
      expect(rule.in_force_from).toMatch(/^\d{4}-\d{2}-\d{2}$/)
      expect(Object.keys(rule.limit)).not.toEqual([])
      if (rule.region === 'platform') expect(rule.source).toContain('平台规则')
    }
  })
})

describe('months', () => {
  it.each([
    ['2026-11-23', 3, '2027-02-23'],
    ['2026-11-30', 3, '2027-02-28'],
    ['2027-11-30', 3, '2028-02-29'],
    ['2026-12-31', 24, '2028-12-31'],
    ['2026-10-31', 2, '2026-12-31'],
  ])('%s and %i months end on %s', (from, months, end) => {
    expect(plusMonths(from, months)).toBe(end)
  })
})
