import { declare } from '../kernel/declare'

export const room = declare({
  name: 'levels',
  about: 'how far a shop is trusted; a raise takes two',
  tables: ['merchant_level_proposals'],
  prefixes: {
    lvp: 'proposed raise of a level',
  },
  refusals: {
    level_proposal_not_waiting: {
      status: 409,
      message: '没有改等级。这次升级已有结果，或等级刚刚变了，请看过新的再办',
      message_en:
        'The level was not changed: the proposal is decided or the level has just changed; look again',
      frozen: true,
    },
    level_needs_another_person: {
      status: 403,
      message: '没有改等级。升级须由另一个人复核，同一个手机号也不行',
      message_en:
        'The level was not changed: another person must agree; the same phone number does not count',
      frozen: true,
    },
    level_not_while_held: {
      status: 409,
      message: '没有改等级。这家店正暂停充值或出款，不能升级',
      message_en: 'The level was not changed: the shop’s sales or payouts are on hold',
      frozen: true,
    },
    level_sale_cap_reached: {
      status: 409,
      message: '没有扣钱。按这家店现在的等级，欠顾客的钱已到上限，用掉一些才能再卖',
      message_en:
        'Nothing was charged. At its level the shop owes its cards as much as it may; it can sell again once some is used',
    },
  },
})
