import { declare } from '../kernel/declare'

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
    change_not_found: { status: 404, message: '没有找到这项变更', frozen: true },
    change_notice_too_short: {
      status: 422,
      message: '迁址和转让须至少提前 30 天通知顾客',
      frozen: true,
    },
    change_facts_missing: { status: 422, message: '请写明变更后的内容', frozen: true },
    change_already_announced: { status: 409, message: '这项变更已经登记，正在办' },
    change_not_waiting: { status: 409, message: '这项变更已经核验过', frozen: true },
    change_changed_meanwhile: { status: 409, message: '刚刚有变动，请查询后再试' },
    extension_not_possible: {
      status: 422,
      message: '只能把没退的次卡往后延，最多三年',
      frozen: true,
    },
    takeover_not_open: { status: 409, message: '这次转让现在不用表态', frozen: true },
    takeover_already_answered: { status: 409, message: '这张卡已经表过态', frozen: true },
  },
  events: {
    'card.lot_expiring': '次卡快到期了，还有没用完的',
    'card.lot_expired': '次卡到期，没用完的不会自动归店家',
    'card.lot_extended': '店家把次卡的有效期延后了',
    'merchant.change_announced': '店家登记了一项变更',
    'merchant.takeover_announced': '店家要转让给新的经营者，等顾客表态',
    'merchant.changed': '店家的变更已核验并生效',
  },
  jobs: {
    tellExpiries: {
      turn: 320,
      when: 'after_midnight',
      what: '次卡到期前 30 天、7 天和到期后告诉持卡人；合同约定的自动退',
    },
    tellChanges: { turn: 330, when: 'often', what: '店家变更时，逐张卡告诉持卡人' },
    applyChanges: { turn: 340, when: 'often', what: '核验过的变更，到日子生效' },
    releaseTakeovers: { turn: 350, when: 'often', what: '新经营者的收款账户核验后，恢复出款' },
  },
  stakes: {
    answerTakeover: 'move',
  },
})
