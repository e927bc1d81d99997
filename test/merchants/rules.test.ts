import { describe, expect, it } from 'vitest'
import { factsOn } from '../../src/kernel/city'
import { isInGroups, ORDER_9_GROUPS } from '../../src/kernel/places'
import { maySell } from '../../src/law/sale-rules'
import { cardEndsLatestOn, decideAdmission } from '../../src/merchants/rules'
import { trade, WEIHAI } from '../support/weihai'

const TODAY = '2026-11-23'
const ASKED = {
  licence_expires_on: '2030-01-01',
  lease_ends_on: '2028-06-30',
  entity_type: 'company',
  sector_groups: trade('bakery'),
  settlement_verified: true,
  today: TODAY,
} as const

describe('admitting a shop', () => {
  it.each([
    // licence        lease         verified  refusal
    ['2026-11-22', '2026-11-22', false, 'licence_not_valid'],
    ['2026-12-22', '2026-11-22', false, 'licence_not_valid'],
    ['2026-12-23', '2026-11-22', false, 'lease_ended'],
    ['2026-12-23', '2026-11-23', false, 'settlement_account_not_verified'],
    [null, null, false, 'settlement_account_not_verified'],
  ] as const)(
    'licence to %s, lease to %s, account verified %s → %s',
    (licence_expires_on, lease_ends_on, settlement_verified, code) => {
      const asked = { ...ASKED, licence_expires_on, lease_ends_on, settlement_verified }
      expect(() => decideAdmission(asked)).toThrow(code)
    },
  )

  it('says how far cards may reach and whether the shop has to file', () => {
    expect(decideAdmission(ASKED)).toEqual({ card_ends_latest_on: '2028-06-30', must_file: true })
    expect(decideAdmission({ ...ASKED, entity_type: 'individual' }).must_file).toBe(false)
    expect(decideAdmission({ ...ASKED, sector_groups: trade('gym') }).must_file).toBe(false)
  })

  it.each([
    ['2030-01-01', '2028-06-30', '2028-06-30'],
    ['2027-01-01', '2028-06-30', '2027-01-01'],
    [null, '2028-06-30', '2028-06-30'],
    ['2027-01-01', null, '2027-01-01'],
    [null, null, null],
  ])('licence to %s and lease to %s bound cards by %s', (licence, lease, latest) => {
    const merchant = { licence_expires_on: licence, lease_ends_on: lease }
    expect(cardEndsLatestOn(merchant)).toBe(latest)
  })
})

describe('whether a shop may sell today', () => {
  const admitted_at = '2026-01-01T00:00:00.000Z'
  it.each([
    [null, '2026-11-22', admitted_at, 'merchant_not_admitted'],
    [admitted_at, '2026-11-22', admitted_at, 'licence_not_valid'],
    [admitted_at, TODAY, admitted_at, 'sales_on_hold'],
  ])('admitted %s, licence to %s, held %s → %s', (admitted, licence, held, code) => {
    const merchant = {
      admitted_at: admitted,
      licence_expires_on: licence,
      sales_held_at: held,
    }
    expect(() => maySell(merchant, TODAY)).toThrow(code)
  })

  it('lets an admitted shop sell on the last day of its licence, and without an end', () => {
    const merchant = { admitted_at, sales_held_at: null }
    expect(() => maySell({ ...merchant, licence_expires_on: TODAY }, TODAY)).not.toThrow()
    expect(() => maySell({ ...merchant, licence_expires_on: null }, TODAY)).not.toThrow()
  })
})

describe('places and trades', () => {
  it('knows the seven districts of 威海', () => {
    expect(factsOn(WEIHAI, 'district', TODAY).map(({ value }) => value.short_name)).toEqual([
      '环翠',
      '文登',
      '荣成',
      '乳山',
      '高区',
      '经区',
      '临港',
    ])
  })

  it.each([
    ['bakery', true],
    ['retail', true],
    ['hotel', true],
    ['salon', true],
    ['gym', false],
    ['k12_training', false],
    ['carwash', false],
    ['driving', false],
  ] as const)('order 9 reaches %s: %s', (sector, reached) => {
    expect(isInGroups(trade(sector), ORDER_9_GROUPS)).toBe(reached)
  })

  it('counts arts lessons for pupils, but not lessons for adults, as off-campus training', () => {
    const training = (sector: string) => isInGroups(trade(sector), ['off_campus_training'])
    expect([training('arts_training'), training('adult_training')]).toEqual([true, false])
  })

  it('gives every trade its own Chinese name', () => {
    const names = factsOn(WEIHAI, 'sector', TODAY).map(({ value }) => value.name)
    expect(new Set(names).size).toBe(names.length)
  })
})
