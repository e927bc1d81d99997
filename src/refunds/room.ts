import { declare } from '../kernel/declare'

/** What its events say. */
const refund = {
  card_id: 'crd',
  refund_id: 'rfd',
  cause: ['cooling_off', 'consumer', 'merchant', 'neutral'],
  status: ['asked', 'contested', 'decided', 'done', 'withdrawn'],
  undisputed_fen: 'fen',
  disputed_fen: 'fen',
  contest_by: 'instant?',
  refunded_fen: 'fen',
} as const

export const room = declare({
  name: 'refunds',
  about: 'refunds and their parts, until each is settled',
  tables: ['refunds', 'refund_parts', 'refund_runs'],
  prefixes: {
    rfd: 'refund',
    rfp: 'part of a refund: one movement of money by one route',
  },
  refusals: {
    refund_not_found: {
      status: 404,
      message: '没有找到这笔退款',
      message_en: 'There is no such refund',
      frozen: true,
    },
    nothing_to_refund: {
      status: 409,
      message: '这张卡里没有可以退的了',
      message_en: 'There is nothing left on this card to refund',
      frozen: true,
    },
    lot_not_refundable: {
      status: 409,
      message: '没有动钱。其中一笔已经在退或退过了',
      message_en: 'No money moved. One of the payments is being refunded or was',
      frozen: true,
    },
    cooling_off_not_applicable: {
      status: 409,
      message: '没有动钱。冷静期无理由全退用不上，可以改按别的原因退',
      message_en: 'No money moved. The cooling-off refund does not apply; ask for another reason',
      frozen: true,
    },
    refund_gives_nothing: {
      status: 409,
      message: '没有动钱。按这个原因现在退 0 元；剩下的可以继续用，或换一个符合实情的原因',
      message_en:
        'No money moved. For this reason it comes to ¥0 now; use the rest, or give the true reason',
      frozen: true,
    },
    refund_figure_changed: {
      status: 409,
      message: '没有动钱。能退的数刚刚变了，请看过新的数再办',
      message_en: 'No money moved. The sum has just changed; look at it again',
      frozen: true,
    },
    refund_not_waiting_for_shop: {
      status: 409,
      message: '没有动钱。这笔退款现在不等店家答复',
      message_en: 'No money moved. This refund does not wait for the shop',
      frozen: true,
    },
    refund_not_contested: {
      status: 409,
      message: '没有动钱。这笔退款没有争议，不用处理',
      message_en: 'No money moved. Nobody contests this refund',
      frozen: true,
    },
    refund_award_exceeds_dispute: {
      status: 422,
      message: '没有动钱。裁给顾客的不能超过有争议的数',
      message_en: 'No money moved. Not more than is in dispute can be awarded',
      frozen: true,
    },
    refund_not_withdrawable: {
      status: 409,
      message: '这笔退款已经办出，不能撤回；退的钱照常到账',
      message_en: 'This refund is on its way and cannot be withdrawn; the money arrives',
      frozen: true,
      open: true,
    },
    refund_changed_meanwhile: {
      status: 409,
      message: '这笔退款刚刚有变动，请查询后再试',
      message_en: 'This refund has just changed; look again, then try',
    },
    refund_exceeds_what_is_left: {
      status: 409,
      message: '没有动钱。能退的数刚刚变了，请查询后再试',
      message_en: 'No money moved. The sum has just changed; look again, then try',
    },
  },
  events: {
    'refund.requested': {
      zh: '一笔退款已登记，没有争议的部分正在退',
      en: 'A refund is asked for; what is undisputed is on its way',
      data: {
        ...refund,
        needs_account_fen: 'fen',
        uncovered_fen: 'fen',
        origin: ['holder', 'closure', 'expiry', 'incident'],
      },
    },
    'refund.goes_to_holder': {
      zh: '付款人已不是持卡人：退款归现在的持卡人，不退回付款账户',
      en: 'Told to a payer who is no longer the holder: the refund goes to the holder',
      data: { refund_id: 'rfd', merchant_name: 'text' },
    },
    'refund.contested': {
      zh: '店家对退款的原因有异议，等调解',
      en: 'A shop contests the cause of a refund',
      data: { ...refund, reason: 'text' },
    },
    'refund.deadline_moved': {
      zh: '放假安排已公布，店家答复一笔退款的期限推迟',
      en: 'Holidays were announced; the shop’s deadline to answer a refund moves',
      data: refund,
    },
    'refund.escalated': {
      zh: '一笔退款十天还没有结果，已报主管部门',
      en: 'A refund has no outcome after ten days; the authority is told',
      data: refund,
    },
    'refund.decided': {
      zh: '一笔退款的原因已有结果',
      en: 'The cause of a refund is settled',
      data: refund,
    },
    'refund.part_paid': {
      zh: '退款中的一笔已退到顾客账上',
      en: 'One part of a refund has arrived',
      data: { ...refund, part_id: 'rfp', amount_fen: 'fen' },
    },
    'refund.paid': {
      zh: '一笔退款的最后一笔也已到账',
      en: 'The last part of a refund has arrived',
      data: refund,
    },
    'refund.failed': {
      zh: '一笔退款没有退成，没有给店家',
      en: 'A part of a refund failed; the shop did not get it',
      data: { ...refund, part_id: 'rfp', amount_fen: 'fen' },
    },
    'refund.done': { zh: '一笔退款全部办完', en: 'A refund is done', data: refund },
    'refund.withdrawn': {
      zh: '退款已撤回，卡照常使用',
      en: 'A refund is taken back; the card goes on',
      data: refund,
    },
  },
  jobs: {
    recountContests: {
      turn: 215,
      when: 'often',
      what: '放假安排公布以后，重算店家答复退款的暂定期限，只推迟',
      what_en:
        'Counts provisional ends for shops’ answers anew once holidays are announced; later only',
    },
    paySilentRefunds: {
      turn: 220,
      when: 'often',
      what: '店家 5 个工作日内没有异议的退款差额，退给顾客',
      what_en: 'Refunds the difference where a shop was silent for 5 working days',
    },
    escalateRefunds: {
      turn: 230,
      when: 'often',
      what: '十天没有结果的退款，报主管部门',
      what_en: 'Reports refunds without a result after ten days',
    },
    payOverdueRefunds: {
      turn: 240,
      when: 'often',
      what: '十五天没有结果的退款差额，退给顾客',
      what_en: 'Refunds the difference after fifteen days without a result',
    },
    advanceRefunds: {
      turn: 250,
      when: 'often',
      what: '原因已定的退款：占用结清后的余款退出，差额归店家',
      what_en:
        'Refunds whose cause is settled: what open uses left goes out, the difference to the shop',
    },
  },
  stakes: {
    requestRefund: 'move',
    withdrawRefund: 'move',
    acceptRefund: 'move',
    contestRefund: 'move',
    decideRefund: 'move',
  },
})
