import { describe, expect, it } from 'vitest'
import { findVoidTerms } from '../../src/clauses/read'
import { fen } from '../../src/kernel/money'
import { decideNewOffer, type NewOffer } from '../../src/law/offer-terms'
import { percent, type StatedTerms } from '../../src/law/use-terms'
import { contractFor } from '../../src/offers/contract'
import { HERE, HUANCUI } from '../support/weihai'

const LESSONS: NewOffer = {
  kind: 'count',
  name: '私教十节',
  service: '私教',
  price_fen: fen(260_000),
  bonus_units: 0,
  discount_bp: 10_000,
  units: 10,
  list_price_fen: fen(30_000),
  valid_days: null,
  use_limit: null,
  shops: [],
  clauses: [],
}
const STORED: NewOffer = {
  ...LESSONS,
  kind: 'stored_value',
  service: '',
  units: 0,
  list_price_fen: fen(1),
}
const GYM: NewOffer = {
  ...LESSONS,
  kind: 'period',
  name: '季卡',
  service: '健身',
  price_fen: fen(90_000),
  units: 90,
  list_price_fen: fen(1_200),
  valid_days: 90,
  use_limit: 'limited',
}
const with_ = (draft: NewOffer, stated: StatedTerms): NewOffer => ({ ...draft, stated })
const MERCHANT = {
  name: '劲浪健身',
  licence_no: '92371002MA3EXAMPLE',
  legal_rep: '郭劲松',
  entity_type: 'company',
  address: '乐天大道 66 号',
} as const
const contract = (draft: NewOffer) =>
  contractFor({
    offer: decideNewOffer(draft, HERE),
    merchant: MERCHANT,
    place: HUANCUI,
    price_list: [],
    region: 'shandong',
    rules: [],
  })
const article = (draft: NewOffer, title: string) =>
  contract(draft).articles.find((one) => one.title === title)?.body

describe('stated terms of use', () => {
  it.each([
    ['more than half for who stays away', with_(LESSONS, { no_show_bp: 5_001 })],
    ['a share of visits that never comes to one', with_(LESSONS, { no_show_bp: 100 })],
    ['less than nothing', with_(LESSONS, { no_show_bp: -1 })],
    ['hours of a term that is not stated', with_(LESSONS, { free_cancel_hours: 4 })],
    ['hours of a term that takes nothing', with_(STORED, { no_show_bp: 0, free_cancel_hours: 4 })],
    ['four days to cancel', with_(LESSONS, { no_show_bp: 1_000, free_cancel_hours: 73 })],
    ['pauses of a count card', with_(LESSONS, { pauses_max: 1 })],
    ['pauses of stored value', with_(STORED, { pause_days_max: 10 })],
    ['visits of a count card', with_(LESSONS, { visits_max: 10 })],
    ['bookings of a period card', with_(GYM, { no_show_bp: 1_000 })],
    ['days of no pause', with_(GYM, { pauses_max: 0, pause_days_max: 10 })],
    ['a pause longer than all pauses', with_(GYM, { pause_days_max: 5, pause_days_min: 6 })],
    ['a pause as long as the card', with_(GYM, { pause_days_max: 90, pause_days_min: 90 })],
    ['thirteen pauses', with_(GYM, { pauses_max: 13 })],
    ['no visit at all', with_(GYM, { visits_max: 0 })],
    [
      'visits without limit, limited',
      { ...with_(GYM, { visits_max: 30 }), use_limit: 'unlimited' },
    ],
  ] as const)('refuse %s', (_, draft) => {
    expect(() => decideNewOffer(draft, HERE)).toThrow('offer_terms_inconsistent')
  })
  it('stand in the contract in plain words, before the shop’s own clauses', () => {
    const draft = with_(LESSONS, { no_show_bp: 3_050, free_cancel_hours: 12 })
    expect(article(draft, '预约与爽约')).toBe(
      '预约先占用卡里的次数或金额，不付给商家。您在开始前 12 小时取消的，全部退回卡里，不收任何费用。\n' +
        '之后取消、或者没有到店的，商家按所预约的 30.5% 结清，不足一次的不扣，其余退回卡里。\n' +
        '商家不能按约提供服务的，全部退回卡里。',
    )
    expect(contract(draft).articles.at(-1)?.title).toBe('商家补充条款')
    expect(contract(draft).articles.map(({ no }) => no)).toEqual(
      Array.from({ length: 19 }, (_, index) => index + 1),
    )
  })
  it('say how a period card is paused, or that it is not, and how often it may be used', () => {
    const paused = with_(GYM, { pauses_max: 3, pause_days_max: 30, visits_max: 60 })
    expect(article(paused, '停卡')).toContain('您可以停卡 3 次，合计不超过 30 天，每次不少于 3 天')
    expect(article(paused, '您买的是什么')).toContain('共 90 天，期限内最多到店 60 次。')
    const never = article(with_(GYM, { pauses_max: 0 }), '停卡')
    expect(never).toContain('没有约定由您停卡')
    expect(never).toContain('商家停止服务的日子不用您停卡')
  })
  it('leave a contract that states nothing as it was, word for word', () => {
    for (const draft of [LESSONS, STORED, GYM]) {
      expect(contract(with_(draft, {})).text).toBe(contract(draft).text)
      expect(contract(draft).text).not.toMatch(/爽约|停卡/)
      expect(contract(draft).articles).toHaveLength(18)
    }
  })
  it('are nothing the linter would call void', () => {
    for (const draft of [
      with_(LESSONS, { no_show_bp: 5_000, free_cancel_hours: 0 }),
      with_(STORED, { no_show_bp: 1, free_cancel_hours: 72 }),
      with_(GYM, { pauses_max: 0 }),
      with_(GYM, { pauses_max: 12, pause_days_max: 180, pause_days_min: 1, visits_max: 1 }),
    ]) {
      const lines = contract(draft).articles.flatMap(({ body }) => body.split('\n'))
      expect(findVoidTerms(lines, HERE)).toEqual([])
    }
  })
  it.each([
    [5_000, '50%'],
    [1_250, '12.5%'],
    [1_205, '12.05%'],
    [5, '0.05%'],
  ])('spell %i basis points as %s', (bp, words) => {
    expect(percent(bp)).toBe(words)
  })
})
