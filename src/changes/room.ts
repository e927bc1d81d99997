import { declare } from '../kernel/declare'

/** What its events say. */
const lot = { card_id: 'crd', lot_id: 'lot', ends_on: 'day', units: 'units' } as const
const change = {
  change_id: 'chg',
  kind: ['move', 'legal_representative', 'licence', 'takeover'],
  from_on: 'day',
  leave_by: 'day',
} as const

export const room = declare({
  name: 'changes',
  about:
    'a shop moves, changes its representative or licence, is taken over; what the end of a count card means',
  tables: ['merchant_changes', 'takeover_answers', 'lot_expiries'],
  views: {
    leave_grounds: 'a refund needs no proof of what the shop itself announced',
  },
  prefixes: {
    chg: 'change of a merchant',
  },
  refusals: {
    change_not_found: {
      status: 404,
      message: '没有找到这项变更',
      message_en: 'There is no such change',
      frozen: true,
    },
    change_notice_too_short: {
      status: 422,
      message: '迁址和转让须至少提前 30 天通知顾客',
      message_en: 'A move or takeover is announced 30 days ahead at least',
      frozen: true,
    },
    change_facts_missing: {
      status: 422,
      message: '请写明变更后的内容',
      message_en: 'Say what it will be after the change',
      frozen: true,
    },
    change_already_announced: {
      status: 409,
      message: '这项变更已经登记，正在办',
      message_en: 'This change is registered and under way',
    },
    change_not_waiting: {
      status: 409,
      message: '这项变更已经核验过',
      message_en: 'This change is checked already',
      frozen: true,
    },
    change_changed_meanwhile: {
      status: 409,
      message: '刚刚有变动，请查询后再试',
      message_en: 'This has just changed; look again, then try',
    },
    extension_not_possible: {
      status: 422,
      message: '只能把没退的次卡往后延，最多三年',
      message_en: 'Only visits that were not refunded can be extended, by three years at most',
      frozen: true,
    },
    takeover_not_open: {
      status: 409,
      message: '这次转让现在不用表态',
      message_en: 'This takeover does not wait for a word now',
      frozen: true,
    },
    takeover_already_answered: {
      status: 409,
      message: '这张卡已经表过态',
      message_en: 'This card has had its say',
      frozen: true,
    },
  },
  events: {
    'card.lot_expiring': {
      zh: '次卡快到期了，还有没用完的',
      en: 'A count card ends soon with visits left',
      data: lot,
    },
    'card.lot_expired': {
      zh: '次卡到期，没用完的不会自动归店家',
      en: 'A count card ended; what is left is not the shop’s',
      data: lot,
    },
    'card.lot_extended': {
      zh: '店家把次卡的有效期延后了',
      en: 'A shop extended a count card',
      data: lot,
    },
    'merchant.change_announced': {
      zh: '店家登记了一项变更',
      en: 'A merchant announced a change',
      data: change,
    },
    'merchant.takeover_announced': {
      zh: '店家要转让给新的经营者，等顾客表态',
      en: 'A merchant is to be taken over; holders may answer',
      data: change,
    },
    'merchant.changed': {
      zh: '店家的变更已核验并生效',
      en: 'A merchant’s change is checked and in effect',
      data: change,
    },
  },
  jobs: {
    tellExpiries: {
      turn: 320,
      when: 'after_midnight',
      what: '次卡到期前 30 天、7 天和到期后告诉持卡人；合同约定的自动退',
      what_en:
        'Tells holders of count cards 30 and 7 days before the end and after it; refunds by itself where agreed',
    },
    tellChanges: {
      turn: 330,
      when: 'often',
      what: '店家变更时，逐张卡告诉持卡人',
      what_en: 'Tells each holder of a shop’s change',
    },
    applyChanges: {
      turn: 340,
      when: 'often',
      what: '核验过的变更，到日子生效',
      what_en: 'Verified changes take effect on their day',
    },
    releaseTakeovers: {
      turn: 350,
      when: 'often',
      what: '新经营者的收款账户核验后，恢复出款',
      what_en: 'Payouts go on once a new owner’s account is verified',
    },
  },
  stakes: {
    answerTakeover: 'move',
  },
})
