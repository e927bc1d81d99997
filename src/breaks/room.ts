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
    break_not_found: { status: 404, message: '没有找到这处差异', frozen: true },
    break_is_over: { status: 409, message: '这处差异已经解决或自动核销', frozen: true },
    break_proposal_does_not_fit: {
      status: 422,
      message: '这类差异不能这样解决，请看它可以怎样解决',
      frozen: true,
    },
    payer_missing: { status: 422, message: '请写明补缺口的钱是谁出的，或退给了谁', frozen: true },
    return_exceeds_suspense: {
      status: 409,
      message: '退出去的比这家店待查的多，多出来的要先查清',
      frozen: true,
    },
    payment_exceeds_shortfall: {
      status: 409,
      message: '这笔钱比这家店现在的缺口多，多出来的要先查清是谁的',
      frozen: true,
    },
    break_has_no_proposal: { status: 409, message: '这处差异还没有人提议', frozen: true },
    break_changed: {
      status: 409,
      message: '这处差异或提议已经变了，请看过新的再复核',
      frozen: true,
    },
    bank_day_is_running: { status: 409, message: '正在对账，过几分钟再复核' },
  },
  stakes: {
    approveBreakResolution: 'move',
  },
})
