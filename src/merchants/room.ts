import { declare } from '../kernel/declare'

/** What its events say. */
const shop = { merchant_id: 'mch' } as const

export const room = declare({
  name: 'merchants',
  about: 'onboarding, admission, sales holds, roll-ups',
  tables: [
    'merchants',
    'merchant_totals',
    'merchant_covers',
    'merchant_days',
    'city_days',
    'shops',
    'shop_staff',
    'shop_days',
  ],
  prefixes: {
    mch: 'merchant',
    shp: 'shop (a branch of a merchant)',
  },
  refusals: {
    merchant_already_admitted: {
      status: 409,
      message: '这家店已经接入',
      message_en: 'This shop has joined already',
      frozen: true,
    },
    licence_no_taken: {
      status: 409,
      message: '这张执照已经登记过',
      message_en: 'This licence is registered already',
      frozen: true,
    },
    lease_ended: {
      status: 422,
      message: '店铺的租约已到期，不能接入',
      message_en: 'The lease of the shop has ended; it cannot be admitted',
      frozen: true,
    },
    settlement_account_not_verified: {
      status: 422,
      message: '结算账户与执照户名不符',
      message_en: 'The account’s name is not that of the licence',
      frozen: true,
    },
    sales_not_on_hold: {
      status: 409,
      message: '这家店没有暂停充值',
      message_en: 'This shop’s sales are not on hold',
      frozen: true,
    },
    merchant_changed_meanwhile: {
      status: 409,
      message: '店铺资料刚刚有变动，请重试',
      message_en: 'The shop’s details have just changed; try again',
    },
    merchant_not_yet_admitted: {
      status: 409,
      message: '店还没有接入存管',
      message_en: 'The shop has no custody yet',
    },
  },
  events: {
    'merchant.admitted': {
      zh: '店家已入驻，可以售卡',
      en: 'A merchant is admitted and may sell',
      data: shop,
    },
    'merchant.sales_held': {
      zh: '店家暂停售卡；已售的卡照常使用',
      en: 'A merchant’s sales are held; cards go on working',
      data: shop,
    },
    'merchant.sales_lifted': {
      zh: '店家恢复售卡',
      en: 'A hold on a merchant’s sales is lifted',
      data: shop,
    },
  },
})
