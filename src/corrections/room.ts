import { declare } from '../kernel/declare'

/** What its events say. */
const correction = {
  card_id: 'crd',
  correction_id: 'cor',
  redemption_id: 'rdm',
  kind: ['void', 'refund'],
  units: 'units',
  returned_fen: 'fen',
} as const

export const room = declare({
  name: 'corrections',
  about: 'a use undone by new entries',
  tables: ['corrections'],
  views: {
    done_corrections:
      'a use is shown with what was given back of it, and an undone visit counts no more',
  },
  prefixes: {
    cor: 'correction of a redemption',
  },
  refusals: {
    redemption_not_correctable: {
      status: 409,
      message: '没有退。这笔核销没有扣过钱，或已经结束',
      message_en: 'Nothing was given back. This use charged nothing, or has ended',
      frozen: true,
    },
    correction_exceeds_use: {
      status: 409,
      message: '没有退。退的不能超过这笔用掉的',
      message_en: 'Nothing was given back. Not more than was used',
      frozen: true,
    },
    void_is_for_today: {
      status: 409,
      message: '没有退。撤销只能在当天办，隔天请由店主或店长办退回',
      message_en:
        'Nothing was given back. Undoing is for the same day; later an owner or manager gives back',
      frozen: true,
    },
    void_is_for_the_same_till: {
      status: 403,
      message: '没有退。撤销只能由扣款的人办，别人请由店主或店长办退回',
      message_en:
        'Nothing was given back. Only who charged can undo it; otherwise an owner or manager gives back',
      frozen: true,
    },
    refund_needs_a_manager: {
      status: 403,
      message: '没有退。退回须由店主或店长办',
      message_en: 'Nothing was given back. That takes an owner or a manager',
      frozen: true,
    },
    lot_already_refunded: {
      status: 409,
      message: '没有退。这笔充值已经退过款，请直接退还顾客',
      message_en:
        'Nothing was given back. This payment was refunded; return it to the customer directly',
      frozen: true,
    },
    correction_changed_meanwhile: {
      status: 409,
      message: '这笔更正刚刚有变动，请查询后再试',
      message_en: 'This correction has just changed; look again, then try',
    },
    correction_not_found: {
      status: 404,
      message: '没有找到这笔更正',
      message_en: 'There is no such correction',
      frozen: true,
    },
  },
  events: {
    'correction.done': {
      zh: '一笔核销已更正，退回卡里',
      en: 'A use is corrected; the difference is back on the card',
      data: correction,
    },
    'correction.awaiting_funds': {
      zh: '一笔更正已登记，等店家的钱到账后退回卡里',
      en: 'A correction waits for the shop’s money',
      data: correction,
    },
  },
  jobs: {
    settleCorrections: {
      turn: 80,
      when: 'often',
      what: '店家有钱进账时，把等着的更正退回卡里',
      what_en: 'Gives back to cards what waited for the shop’s income',
    },
  },
  stakes: {
    correctRedemption: 'move',
  },
})
