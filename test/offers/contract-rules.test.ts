import { describe, expect, it } from 'vitest'
import { findVoidTerms } from '../../src/clauses/read'
import { BAKERY, SUCCESSORS } from '../../src/demo/cast'
import { fen, yuan } from '../../src/kernel/money'
import { type Lot, releasedFor } from '../../src/law/lots'
import type { OfferTerms } from '../../src/law/offer-terms'
import { decideOffer } from '../../src/law/sale-rules'
import { type ContractRequest, contractFor } from '../../src/offers/contract'
import { refundNow } from '../support/refund-oracle'
import { HERE, HUANCUI, trade } from '../support/weihai'

const MERCHANT = {
  name: BAKERY.name,
  licence_no: '92371002MA3EXAMPLE',
  legal_rep: BAKERY.legal_representative,
  entity_type: 'individual',
  sector_groups: trade('bakery'),
  address: '新威路 1 号',
  lease_ends_on: '2030-12-31',
  licence_expires_on: null,
} as const
const STORED: OfferTerms = {
  kind: 'stored_value',
  name: '充1000送200',
  service: '',
  price_fen: fen(100_000),
  bonus_units: 20_000,
  discount_bp: 10_000,
  face_units: 120_000,
  list_price_fen: fen(1),
  valid_days: null,
  use_limit: null,
  shops: ['总店', '高区店'],
  clauses: [],
}
const COUNT: OfferTerms = {
  ...STORED,
  kind: 'count',
  name: '剪发十次',
  service: '剪发',
  bonus_units: 0,
  face_units: 10,
  list_price_fen: fen(20_000),
  valid_days: 365,
}
const PERIOD: OfferTerms = {
  ...STORED,
  kind: 'period',
  name: '年卡',
  service: '健身',
  price_fen: fen(365_000),
  bonus_units: 0,
  face_units: 365,
  list_price_fen: fen(1_200),
  valid_days: 365,
  use_limit: 'unlimited',
}
const asked = (offer: OfferTerms, over: Partial<ContractRequest> = {}): ContractRequest => ({
  offer,
  merchant: MERCHANT,
  price_list: [
    { id: 'itm_2', name: '生日蛋糕', list_price_fen: fen(19_800) },
    { id: 'itm_1', name: '吐司', list_price_fen: fen(1_500) },
  ],
  region: 'shandong',
  place: HUANCUI,
  rules: decideOffer(offer, MERCHANT, '2026-11-23', 'shandong').rules,
  ...over,
})
const article = (request: ContractRequest, title: string): string =>
  contractFor(request).articles.find((found) => found.title === title)?.body ?? ''
const used = (offer: OfferTerms, used_units: number): Lot => ({
  id: 'lot_1',
  card_id: 'crd_1',
  offer_id: 'off_1',
  contract_hash: '',
  paid_fen: offer.price_fen,
  face_units: offer.face_units,
  used_units,
  held_units: 0,
  released_fen: releasedFor(offer.price_fen, used_units, offer.face_units),
  refunded_fen: fen(0),
  refund_id: null,
  dispute_id: null,
  disputed_fen: fen(0),
  charged_back_fen: fen(0),
  difference_fen: fen(0),
  list_price_fen: offer.list_price_fen,
  starts_on: '2026-01-01',
  ends_on: null,
  cool_off_ends_at: '2026-01-08T16:00:00.000Z',
  bought_at: '2026-01-01T00:00:00.000Z',
})

describe('the contract', () => {
  it.each([
    ['stored value', STORED],
    ['visits', COUNT],
    ['days', PERIOD],
  ])('of %s is the same bytes for the same offer, in whatever order prices come', (_, offer) => {
    const request = asked(offer)
    const turned = { ...request, price_list: [...request.price_list].reverse() }
    expect(contractFor(turned)).toEqual(contractFor(request))
  })

  it.each([
    ['stored value', STORED],
    ['visits', COUNT],
    ['days', PERIOD],
  ])('of %s contains nothing its own linter would call void', (_, offer) => {
    const { articles } = contractFor(asked(offer))
    expect(
      findVoidTerms(
        articles.flatMap(({ body }) => body.split('\n')),
        HERE,
      ),
    ).toEqual([])
  })

  it.each([
    ['stored value', STORED, [36_000, 72_000, 108_000]],
    ['visits', COUNT, [3, 6, 9]],
  ] as const)('of %s shows refunds exactly as the calculator pays them', (_, offer, samples) => {
    const body = article(asked(offer), '退款怎么算')
    for (const used_units of samples) {
      const { not_consumer_cause, consumer_cause } = refundNow(used(offer, used_units), offer.kind)
      expect(body).toContain(
        `不是您的原因退 ${yuan(not_consumer_cause.amount_fen)}；` +
          `是您的原因退 ${yuan(consumer_cause.amount_fen)}（`,
      )
    }
  })

  it('of days shows the share that remains, whoever is the cause, exactly as the calculator pays it', () => {
    const body = article(asked(PERIOD), '退款怎么算')
    for (const used_units of [109, 219, 328]) {
      const { not_consumer_cause } = refundNow(used(PERIOD, used_units), 'period')
      expect(body).toContain(`不论是谁的原因都退 ${yuan(not_consumer_cause.amount_fen)}`)
    }
    expect(body).not.toContain('按打折前的原价计算')
  })

  it('explains the release with this very offer', () => {
    expect(article(asked(STORED), '每次使用怎么算钱')).toContain(
      '用掉原价 ¥360.00 时，商家累计得到 ¥1,000.00 × ¥360.00 ÷ ¥1,200.00 = ¥300.00，还有 ¥700.00 是您的',
    )
  })

  it('says what is bought, with bonus and member price', () => {
    const offer = { ...STORED, discount_bp: 8_800, face_units: 136_364 }
    expect(article(asked(offer), '您买的是什么')).toBe(
      '套餐：充1000送200。您实际支付 ¥1,000.00。\n' +
        '您得到：实付的 ¥1,000.00，加上赠送的 ¥200.00，按会员价 8.8 折消费，' +
        '合计可购买原价 ¥1,363.64 的商品或服务。赠送部分不是现金。\n可用门店：总店、高区店。',
    )
  })

  it('freezes the price list', () => {
    const { price_list, text } = contractFor(asked(STORED))
    expect(price_list.map((item) => item.id)).toEqual(['itm_1', 'itm_2'])
    expect(text).toContain('吐司：原价 ¥15.00。\n生日蛋糕：原价 ¥198.00。')
  })

  it('follows the region’s cooling-off time', () => {
    const { rules } = decideOffer(STORED, MERCHANT, '2026-11-23', 'jiangsu')
    expect(article(asked(STORED), '冷静期')).toContain('付款后 7 天内（付款当天不算）')
    expect(article(asked(STORED, { rules }), '冷静期')).toContain('付款后 15 天内（付款当天不算）')
  })

  it.each([
    [STORED, '储值余额没有有效期'],
    [COUNT, '到期后剩余次数不会自动归商家'],
    [{ ...COUNT, valid_days: null }, '剩余次数没有有效期'],
    [PERIOD, '共 365 天，付款当天算第一天'],
  ])('tells the validity of each kind', (offer, words) => {
    expect(article(asked(offer), '有效期')).toContain(words)
  })

  it('puts the merchant’s own clauses last, and below the rest', () => {
    const offer = { ...STORED, clauses: ['蛋糕须提前一天预订', '请自行保管贵重物品'] }
    const last = contractFor(asked(offer)).articles.at(-1)
    expect(last).toEqual({
      no: 18,
      title: '商家补充条款',
      body:
        '1. 蛋糕须提前一天预订\n2. 请自行保管贵重物品\n' +
        '补充条款与前面各条不一致的，以对消费者更有利的为准。',
    })
  })

  it('refuses to be written with a void clause', () => {
    const offer = { ...STORED, clauses: ['最终解释权归本店'] }
    expect(() => contractFor(asked(offer))).toThrow('clause_void')
  })

  it('numbers its articles in Chinese and names complaint lines and the article of law', () => {
    const { text } = contractFor(asked(STORED))
    expect(text).toMatch(/^预付消费合同（储值卡）\n\n版本 /)
    for (const words of ['第一条 双方', '第十条 转让', '第十八条 商家补充条款', '12315', '12345']) {
      expect(text).toContain(words)
    }
  })

  it('changes its bytes when anything that binds changes', () => {
    const base = contractFor(asked(STORED)).text
    const dearer = [{ id: 'itm_1', name: '吐司', list_price_fen: fen(1_600) }]
    for (const other of [
      asked({ ...STORED, price_fen: fen(100_001), face_units: 120_001 }),
      asked({ ...STORED, shops: ['总店'] }),
      asked(STORED, { price_list: dearer }),
      asked(STORED, { merchant: { ...MERCHANT, legal_rep: SUCCESSORS.buyer } }),
    ]) {
      expect(contractFor(other).text).not.toBe(base)
    }
  })
})
