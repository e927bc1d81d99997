import { declare } from '../kernel/declare'

const order = {
  court_order_id: 'cto',
  amount_fen: 'fen',
  until_on: 'day',
  ended_for: ['rejected', 'lifted', 'term', null],
} as const

export const room = declare({
  name: 'courts',
  about:
    'what courts freeze of the money payable to a shop, and take of it; never what customers have in custody',
  tables: ['court_orders', 'court_deductions'],
  prefixes: {
    cto: 'order of a court about a shop’s payable money',
    ctd: 'deduction to a court under an order',
  },
  refusals: {
    court_order_not_found: {
      status: 404,
      message: '没有找到这份协助执行的文书',
      message_en: 'There is no such order of a court',
      frozen: true,
    },
    court_order_filed_already: {
      status: 409,
      message: '没有再记。这家店的这份文书已经登记了',
      message_en: 'Not filed again. This document is on file for the shop',
      frozen: true,
    },
    court_order_term_unfit: {
      status: 422,
      message: '没有记下。冻结到今天或以后，从办的那天起最长一年',
      message_en: 'Not filed. It ends today or later, a year from the filing at most',
      frozen: true,
    },
    court_order_ended: {
      status: 409,
      message: '没有改动。这份冻结已经结束',
      message_en: 'Nothing was changed. This order has ended',
      frozen: true,
    },
    court_order_not_confirmed: {
      status: 409,
      message: '没有登记划拨。另一位同事还没有核对这份文书',
      message_en: 'Not filed. A colleague has yet to check the document',
    },
    court_order_confirmed: {
      status: 409,
      message: '没有改动。这份文书已经核对过，要结束须凭法院的解除通知',
      message_en: 'Nothing was changed. It is checked already; only the court’s release ends it',
      frozen: true,
    },
    court_lifting_not_asked: {
      status: 409,
      message: '没有解冻。先由一位同事登记法院的解除通知，另一位再办',
      message_en: 'Not lifted. One person files the court’s release first, another carries it out',
    },
    court_lifting_asked: {
      status: 409,
      message: '没有再记。解除通知已经登记，等另一位同事办',
      message_en: 'Not filed again. The release is on file and waits for a colleague',
      frozen: true,
    },
    court_deduction_not_found: {
      status: 404,
      message: '没有找到这笔划拨',
      message_en: 'There is no such deduction',
      frozen: true,
    },
    court_deduction_too_much: {
      status: 422,
      message: '没有记下。划拨不能超过这份冻结还剩的数',
      message_en: 'Not filed. A deduction takes no more than is left of its order',
      frozen: true,
    },
    court_deduction_decided: {
      status: 409,
      message: '没有改动。这笔划拨已经有人办过',
      message_en: 'Nothing was changed. This deduction is decided already',
      frozen: true,
    },
    court_order_changed_meanwhile: {
      status: 409,
      message: '这份文书刚刚有变动，请看过再办',
      message_en: 'This order changed just now; look again',
    },
    court_orders_are_kept: {
      status: 409,
      message: '没有改动。法院文书的记录不能删',
      message_en: 'Nothing was changed. Orders of courts are kept',
    },
  },
  events: {
    'court_order.filed': {
      zh: '法院冻结了应付给店家的钱',
      en: 'A court froze what is payable to a shop',
      data: order,
    },
    'court_order.renewed': { zh: '一份冻结延长了', en: 'A freeze goes on longer', data: order },
    'court_order.ended': { zh: '一份冻结结束了', en: 'A freeze has ended', data: order },
    'court_deduction.agreed': {
      zh: '冻结的钱将划拨给法院',
      en: 'Frozen money goes to a court',
      data: { court_deduction_id: 'ctd', court_order_id: 'cto', amount_fen: 'fen' },
    },
  },
  jobs: {
    endCourtOrders: {
      turn: 186,
      when: 'after_midnight',
      what: '到期没有续的法院冻结结束，钱照常付给店家',
      what_en: 'Ends freezes of courts at their term; the shop is paid as before',
    },
  },
  stakes: {
    agreeCourtDeduction: 'move',
    decideCourtLifting: 'move',
  },
})
