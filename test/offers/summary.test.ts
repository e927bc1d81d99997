import { describe, expect, it } from 'vitest'
import { fen } from '../../src/kernel/money'
import { applicableRules } from '../../src/law/sale-rules'
import { UNSTATED } from '../../src/law/use-terms'
import type { StoredOffer } from '../../src/offers/store'
import { contractPoints } from '../../src/offers/summary'

const rules = applicableRules({
  region: 'shandong',
  entity_type: 'company',
  sector_groups: [],
  kind: 'stored_value',
  on: '2026-03-02',
  escrow: 'full',
})
const offer = (over: Partial<StoredOffer>): StoredOffer => ({
  ...UNSTATED,
  id: 'off_1',
  merchant_id: 'mch_1',
  kind: 'stored_value',
  name: '充 300',
  service: '',
  price_fen: fen(30_000),
  bonus_units: 0,
  discount_bp: 10_000,
  face_units: 30_000,
  list_price_fen: fen(0),
  valid_days: null,
  use_limit: null,
  shops: [],
  shop_ids: [],
  clauses: [],
  contract_hash: '',
  linter_version: null,
  created_at: '2026-03-02T01:00:00.000Z',
  withdrawn_at: null,
  ...over,
})
const said = (over: Partial<StoredOffer>) => contractPoints(offer(over), rules)

describe('the points of a contract', () => {
  it('begin with the three ways out', () => {
    const [cooling, leaving, closing] = said({})
    expect([cooling?.is, leaving?.is, closing?.is]).toEqual(['cooling_off', 'leaving', 'closing'])
    expect(cooling?.text).toBe('7 天内没用过：不用说理由，全额退 ¥300.00。')
  })
  it.each<[string, Partial<StoredOffer>, string, string, string]>([
    ['a stored value', {}, 'lasting', '不过期', 'does not lapse'],
    ['a period', { kind: 'period', face_units: 30 }, 'lasting', '共 30 天', '30 days'],
    [
      'a count that ends',
      { kind: 'count', valid_days: 90 },
      'lasting',
      '可以延期或申请退款',
      'extended or refunded',
    ],
    [
      'a count that comes back',
      { kind: 'count', valid_days: 90, expiry_refund: true },
      'lasting',
      '自动退给您',
      'by itself',
    ],
    ['a booking for nothing', {}, 'booking', '不收钱', 'costs nothing'],
    [
      'a booking that costs',
      { no_show_bp: 2_500, free_cancel_hours: 4 },
      'booking',
      '4 小时取消不收钱；之后取消或没去，按约定的 25% 结清',
      '25%',
    ],
    ['a pause', { kind: 'period', face_units: 30 }, 'pausing', '可以停卡 2 次', '2 times'],
    [
      'no pause',
      { kind: 'period', face_units: 30, pauses_max: 0 },
      'pausing',
      '不能停卡',
      'cannot be paused',
    ],
    ['clauses of its own', { clauses: ['一', '二'] }, 'own_clauses', '2 条补充条款', '2 clause(s)'],
  ])('say of %s what was agreed, in both languages', (_, over, is, zh, en) => {
    const point = said(over).find((one) => one.is === is)
    expect(point?.text).toContain(zh)
    expect(point?.text_en).toContain(en)
  })
  it('have no Chinese in English', () => {
    const cards: Partial<StoredOffer>[] = [
      {},
      { kind: 'period', face_units: 9 },
      { kind: 'count', valid_days: 9 },
    ]
    for (const over of cards)
      for (const { text_en } of said(over)) expect(text_en).not.toMatch(/\p{Script=Han}/u)
  })
})
