import { declare } from '../kernel/declare'

/** What its events say. */
const use = {
  card_id: 'crd',
  redemption_id: 'rdm',
  status: ['user_confirming', 'succeeded', 'canceled', 'expired'],
  way: ['code_use', 'counter_use', 'claim', 'capture', 'no_show', 'late_cancel', 'check_in'],
  unit: ['fen', 'visit', 'day'],
  units: 'units',
  released_fen: 'fen',
  balance_after_units: 'units?',
  escrow_after_fen: 'fen?',
} as const

export const room = declare({
  name: 'redemptions',
  about: 'pay codes, uses, check-ins',
  tables: [
    'pay_code_aliases',
    'pay_code_uses',
    'bad_code_minutes',
    'card_days',
    'redemptions',
    'counter_days',
  ],
  views: {
    live_pay_code_aliases: null,
  },
  prefixes: {
    rdm: 'redemption',
  },
  refusals: {
    terminal_suspended: {
      status: 429,
      message: '没有扣钱。本店试错太多次，请稍后再试',
      message_en: 'Nothing was charged. Too many wrong tries at this shop; try again later',
      later: true,
    },
    code_locked: {
      status: 429,
      message: '没有扣钱。这张卡的消费码试错太多次，请 15 分钟后再试',
      message_en:
        'Nothing was charged. Too many wrong codes for this card; try again in 15 minutes',
      later: true,
    },
    code_key_missing: {
      status: 409,
      message: '请先领取这张卡的消费码',
      message_en: 'Please fetch this card’s pay code first',
      frozen: true,
    },
    pay_codes_asked_too_often: {
      status: 429,
      message: '换码太频繁了，请稍等几分钟再换',
      message_en: 'Codes were changed too often; wait a few minutes',
      later: true,
    },
    code_invalid: {
      status: 422,
      message: '没有扣钱。消费码不对或已过期，请顾客刷新后再试',
      message_en:
        'Nothing was charged. The code is wrong or has expired; ask the customer to refresh it',
      frozen: true,
    },
    code_used: {
      status: 409,
      message: '没有扣钱。这个消费码已经用过，请顾客刷新后再试',
      message_en: 'Nothing was charged. This code was used; ask the customer to refresh it',
      frozen: true,
    },
    redemption_unit_mismatch: {
      status: 422,
      message: '没有扣钱。这张卡不是这种用法',
      message_en: 'Nothing was charged. This card is not used like that',
      frozen: true,
    },
    same_amount_just_redeemed: {
      status: 409,
      message: '没有再次扣钱。一分钟内刚扣过同样的金额，确实要再扣一次请确认',
      message_en:
        'Nothing was charged again. The same sum was taken within a minute; confirm if you mean it',
      frozen: true,
    },
    redemption_not_found: {
      status: 404,
      message: '没有找到这笔核销',
      message_en: 'There is no such use',
      frozen: true,
    },
    redemption_not_confirmable: {
      status: 409,
      message: '没有扣钱。这笔核销已不在等待确认',
      message_en: 'Nothing was charged. This use no longer waits for a word',
      frozen: true,
    },
    redemption_not_cancelable: {
      status: 409,
      message: '这笔核销已完成，不能取消',
      message_en: 'This use is done and cannot be cancelled',
      frozen: true,
    },
    redemption_confirmation_expired: {
      status: 409,
      message: '没有扣钱。确认超时，请重新扫码',
      message_en: 'Nothing was charged. The time to confirm is over; scan again',
      frozen: true,
    },
    redemption_changed_meanwhile: {
      status: 409,
      message: '这笔核销刚刚有变动，请查询后再试',
      message_en: 'This use has just changed; look again, then try',
    },
    out_no_taken: {
      status: 409,
      message: '没有再次扣钱。这个店内单号已经用过',
      message_en: 'Nothing was charged again. The shop has used this number before',
      frozen: true,
    },
    shop_not_stated: {
      status: 422,
      message: '这张卡只在部分门店能用，请先选门店',
      message_en: 'This card is good at some branches only; say which one',
      frozen: true,
    },
    card_not_accepted_here: {
      status: 409,
      message: '没有扣钱。这张卡在这家门店不能用，合同写明了能用的门店',
      message_en:
        'Nothing was charged. This card is not good at this branch; the contract says where it is',
      frozen: true,
    },
    period_not_running: {
      status: 409,
      message: '没有记录到店。这张卡今天不在使用期内',
      message_en: 'The visit was not recorded. The card’s period does not run today',
      frozen: true,
    },
    same_visit_just_recorded: {
      status: 409,
      message: '没有重复记录。半小时内刚记过一次到店',
      message_en: 'Not recorded again. A visit was recorded within half an hour',
      frozen: true,
    },
    visits_used_up: {
      status: 409,
      message: '没有记录到店。合同约定的到店次数已用完',
      message_en: 'The visit was not recorded. The visits of the contract are used up',
      frozen: true,
    },
  },
  events: {
    'redemption.succeeded': { zh: '核销成功', en: 'A card was used', data: use },
    'redemption.user_confirming': {
      zh: '核销等待顾客确认',
      en: 'A use waits for its holder’s PIN',
      data: use,
    },
    'redemption.canceled': { zh: '核销已取消', en: 'A use that waited was cancelled', data: use },
    'redemption.expired': {
      zh: '核销确认超时',
      en: 'A use that waited was not confirmed in time',
      data: use,
    },
  },
  jobs: {
    expireRedemptions: {
      turn: 10,
      when: 'often',
      what: '顾客没在三分钟内确认的核销作废，一分钱不动',
      what_en: 'Uses not confirmed within three minutes are void, nothing moves',
    },
  },
  stakes: {
    redeemByCode: 'charge',
    confirmRedemption: 'charge',
    cancelRedemption: 'charge',
  },
})
