import { declare } from '../kernel/declare'

export const room = declare({
  name: 'law',
  about:
    "lots, release, period; places and texts of the law; void terms; sale rules: what a judge's clerk reads; pure",
  refusals: {
    merchant_not_admitted: {
      status: 409,
      message: '这家店还没有接入预付保，请先别充值',
      message_en: 'This shop has not joined: do not pay there',
      frozen: true,
    },
    licence_not_valid: {
      status: 422,
      message: '执照已过期或即将过期，不能接入',
      message_en: 'The licence has expired or soon will; the shop cannot be admitted',
      frozen: true,
    },
    sales_on_hold: {
      status: 409,
      message: '这家店已暂停充值',
      message_en: 'This shop may not sell cards at present',
      frozen: true,
    },
    clause_void: {
      status: 422,
      message: '条款无效：依法不得写入合同',
      message_en: 'A clause is void: by law it may not stand in the contract',
      frozen: true,
    },
    offer_exceeds_card_cap: {
      status: 422,
      message: '超过单张卡的法定限额',
      message_en: 'Above the legal limit for one card',
      frozen: true,
    },
    offer_exceeds_unit_cap: {
      status: 422,
      message: '超过次数、课时或天数的法定限额',
      message_en: 'Above the legal limit of visits, lessons or days',
      frozen: true,
    },
    offer_exceeds_term_cap: {
      status: 422,
      message: '超过期限的法定限额',
      message_en: 'Above the legal limit of the term',
      frozen: true,
    },
    offer_outlives_lease: {
      status: 422,
      message: '卡的期限不得长于店铺的租约',
      message_en: 'A card may not outlive the lease of the shop',
      frozen: true,
    },
    offer_outlives_licence: {
      status: 422,
      message: '卡的期限不得长于店铺的许可',
      message_en: 'A card may not outlive the licence of the shop',
      frozen: true,
    },
    offer_expiry_not_allowed: {
      status: 422,
      message: '储值余额不得设置失效期',
      message_en: 'Stored value may not lapse',
      frozen: true,
    },
    offer_terms_inconsistent: {
      status: 422,
      message: '套餐内容前后不一致',
      message_en: 'The terms of the offer contradict each other',
      frozen: true,
    },
    holder_exceeds_total_cap: {
      status: 409,
      message: '没有扣钱。您在这家店的预付总额将超过限额',
      message_en:
        'Nothing was charged. You would have more prepaid at this shop than the limit allows',
      frozen: true,
    },
    merchant_exceeds_balance_cap: {
      status: 409,
      message: '没有扣钱。这家店的预收款总额将超过限额',
      message_en: 'Nothing was charged. The shop would hold more prepaid money than it may',
      frozen: true,
    },
    redemption_exceeds_balance: {
      status: 409,
      message: '没有扣钱。卡内余额不足',
      message_en: 'Nothing was charged. There is not enough on the card',
      frozen: true,
    },
    lot_in_dispute: {
      status: 409,
      message: '这笔付款被付款人在支付机构提出了争议，有结果以前不能使用、退款或转让',
      message_en:
        'The payer disputes this payment at the provider; until that is decided it cannot be used, refunded or transferred',
      frozen: true,
    },
  },
})
