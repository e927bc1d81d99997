import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { fen } from '../../src/kernel/money'
import { Refusal } from '../../src/kernel/refusals'
import { decideNewOffer, faceUnits, type NewOffer, termsFault } from '../../src/law/offer-terms'
import { HERE } from '../support/weihai'

const STORED: NewOffer = {
  kind: 'stored_value',
  name: '充1000送200',
  service: '',
  price_fen: fen(100_000),
  bonus_units: 20_000,
  discount_bp: 10_000,
  units: 0,
  list_price_fen: fen(1),
  valid_days: null,
  use_limit: null,
  shops: [],
  clauses: [],
}
const COUNT: NewOffer = {
  ...STORED,
  kind: 'count',
  name: '剪发买三送一',
  service: '男士剪发',
  price_fen: fen(12_000),
  units: 3,
  bonus_units: 1,
  list_price_fen: fen(4_000),
  valid_days: 365,
}
const PERIOD: NewOffer = {
  ...STORED,
  kind: 'period',
  name: '健身年卡',
  service: '健身',
  price_fen: fen(100_000),
  bonus_units: 0,
  units: 365,
  list_price_fen: fen(400),
  valid_days: 365,
  use_limit: 'unlimited',
}

describe('what a card can buy', () => {
  const nothing = { bonus_fen: 0, discount_bp: 10_000, visits: 0, bonus_visits: 0, days: 0 }
  it.each([
    ['充1000送200', { kind: 'stored_value', price_fen: 100_000, bonus_fen: 20_000 }, 120_000],
    ['八八折充1000', { kind: 'stored_value', price_fen: 100_000, discount_bp: 8_800 }, 113_637],
    ['折后恰好整除', { kind: 'stored_value', price_fen: 80_000, discount_bp: 8_000 }, 100_000],
    [
      '八八折充1000送200',
      { kind: 'stored_value', price_fen: 100_000, bonus_fen: 20_000, discount_bp: 8_800 },
      136_364,
    ],
    ['3 + 1 次', { kind: 'count', price_fen: 1, visits: 3, bonus_visits: 1 }, 4],
    ['30 天', { kind: 'period', price_fen: 1, days: 30 }, 30],
  ] as const)('%s: %o → %i units', (_, request, units) => {
    expect(faceUnits({ ...nothing, ...request })).toBe(units)
  })

  it('at a member price is never less than the money is worth, and less than one fen more', () => {
    const money = fc.integer({ min: 1, max: 10 ** 8 })
    fc.assert(
      fc.property(
        money,
        money,
        fc.integer({ min: 1, max: 10_000 }),
        (price, bonus, discount_bp) => {
          const request = { kind: 'stored_value' as const, price_fen: price, discount_bp }
          const face = BigInt(faceUnits({ ...nothing, ...request, bonus_fen: bonus }))
          const worth = BigInt(price + bonus) * 10_000n
          expect(face * BigInt(discount_bp) >= worth).toBe(true)
          expect((face - 1n) * BigInt(discount_bp) < worth).toBe(true)
        },
      ),
    )
  })
})

describe('deciding a new offer', () => {
  it.each([
    ['stored value', STORED, 120_000],
    ['visits', COUNT, 4],
    ['days', PERIOD, 365],
  ] as const)('completes an offer of %s', (_, draft, face_units) => {
    const { units: _units, ...rest } = draft
    expect(decideNewOffer(draft, HERE)).toEqual({ ...rest, face_units })
  })

  it.each([
    ['no price', STORED, { price_fen: fen(0) }],
    ['a price beyond the limit', STORED, { price_fen: fen(100_000_001) }],
    ['half a visit', COUNT, { units: 1.5 }],
    ['no visits', COUNT, { units: 0 }],
    ['a negative bonus', COUNT, { bonus_units: -1 }],
    ['more given than sold', COUNT, { units: 0, bonus_units: 4 }],
    ['a discount of nothing', STORED, { discount_bp: 0 }],
    ['a discount above the price', STORED, { discount_bp: 10_001 }],
    ['no name', STORED, { name: '  ' }],
    ['stored value for one service', STORED, { service: '剪发' }],
    ['visits without a service', COUNT, { service: '' }],
    ['a member price on visits', COUNT, { discount_bp: 8_800 }],
    ['a list price per fen other than a fen', STORED, { list_price_fen: fen(2) }],
    ['a use limit on visits', COUNT, { use_limit: 'limited' }],
    ['days without a use limit', PERIOD, { use_limit: null }],
    ['days that never lapse', PERIOD, { valid_days: null }],
    ['days and validity apart', PERIOD, { valid_days: 366 }],
    ['bonus days kept apart', PERIOD, { bonus_units: 30 }],
    ['eleven years', PERIOD, { units: 4_015, valid_days: 4_015 }],
    ['a visit dearer on the card than without', COUNT, { list_price_fen: fen(2_999) }],
    ['a day dearer on the card than without', PERIOD, { list_price_fen: fen(273) }],
    ['an empty clause', STORED, { clauses: [' '] }],
    ['too many clauses', STORED, { clauses: Array(21).fill('请预约') }],
    ['units stated for stored value', STORED, { units: 5 }],
  ] as const)('refuses %s', (_, draft, over) => {
    const asked = { ...draft, ...over } as NewOffer
    expect(() => decideNewOffer(asked, HERE)).toThrow('offer_terms_inconsistent')
  })

  it('leaves the expiry of stored value to the sale rules', () => {
    expect(decideNewOffer({ ...STORED, valid_days: 365 }, HERE).valid_days).toBe(365)
  })

  it('refuses void terms before anything else, and points at each', () => {
    const draft = {
      ...STORED,
      price_fen: fen(0),
      name: '过期作废卡',
      clauses: ['请预约', '概不退款'],
    }
    try {
      decideNewOffer(draft, HERE)
      expect.unreachable()
    } catch (refusal) {
      expect(refusal).toBeInstanceOf(Refusal)
      const { code, details } = refusal as Refusal
      expect(code).toBe('clause_void')
      expect(details.errors?.map((error) => error.pointer)).toEqual(['/clauses/1', '/name'])
      expect(details.detail).toContain('概不退款'.slice(1, 3))
    }
  })

  it('finds a face at fault that does not follow from price, bonus and discount', () => {
    const terms = decideNewOffer(STORED, HERE)
    expect(termsFault(terms)).toBeNull()
    expect(termsFault({ ...terms, face_units: 119_999 })).toBe('面值与实付、赠送、折扣对不上')
  })
})
