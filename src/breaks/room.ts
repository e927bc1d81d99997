import { declare } from '../kernel/declare'

export const room = declare({
  name: 'breaks',
  about: 'what does not agree, and how two people end it',
  tables: ['bank_breaks'],
  views: {
    shown_deposits: 'a deposit counts once the bank shows it',
  },
  prefixes: {
    brk: 'break between bank, ledger and provider',
  },
  refusals: {
    break_not_found: {
      status: 404,
      message: '没有找到这处差异',
      message_en: 'There is no such difference',
      frozen: true,
    },
    break_is_over: {
      status: 409,
      message: '这处差异已经解决或自动核销',
      message_en: 'This difference is resolved or has cleared itself',
      frozen: true,
    },
    break_proposal_does_not_fit: {
      status: 422,
      message: '这类差异不能这样解决，请看它可以怎样解决',
      message_en: 'This kind of difference does not end like that; see how it can',
      frozen: true,
    },
    payer_missing: {
      status: 422,
      message: '请写明补缺口的钱是谁出的，或退给了谁',
      message_en: 'Say who paid what was missing, or to whom it went back',
      frozen: true,
    },
    return_exceeds_suspense: {
      status: 409,
      message: '退出去的比这家店待查的多，多出来的要先查清',
      message_en: 'More goes out than is in suspense for this shop; find out about the rest first',
      frozen: true,
    },
    payment_exceeds_shortfall: {
      status: 409,
      message: '这笔钱比这家店现在的缺口多，多出来的要先查清是谁的',
      message_en: 'More than this shop lacks; find out whose the rest is first',
      frozen: true,
    },
    break_has_no_proposal: {
      status: 409,
      message: '这处差异还没有人提议',
      message_en: 'Nobody has proposed anything for this difference',
      frozen: true,
    },
    break_changed: {
      status: 409,
      message: '这处差异或提议已经变了，请看过新的再复核',
      message_en: 'The difference or its proposal has changed; look again before you agree',
      frozen: true,
    },
    bank_day_is_running: {
      status: 409,
      message: '正在对账，过几分钟再复核',
      message_en: 'The day is being reconciled; check again in a few minutes',
    },
  },
  stakes: {
    approveBreakResolution: 'move',
  },
})
