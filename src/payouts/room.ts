import { declare } from '../kernel/declare'

/** What its events say. */
const payout = { payout_id: 'pyo', amount_fen: 'fen', reason: 'text?' } as const

export const room = declare({
  name: 'payouts',
  about: "the shop's money the same day, advances",
  tables: ['payouts', 'advances'],
  prefixes: {
    pyo: 'payout',
    adv: 'advance to a merchant',
  },
  refusals: {
    payout_not_found: {
      status: 404,
      message: '没有找到这笔出款',
      message_en: 'There is no such payout',
      frozen: true,
    },
    payout_already_open: {
      status: 409,
      message: '没有再出款。上一笔出款还在银行处理，等它到账或退回后再试',
      message_en: 'Not paid out. The bank still works on the last payout; wait for it',
    },
    payout_nothing_to_pay: {
      status: 409,
      message: '没有出款。应付给店里的钱不到 1 元',
      message_en: 'Not paid out. Less than ¥1 is due to the shop',
    },
    payout_too_often: {
      status: 429,
      message: '没有出款。随时提现每天最多 5 次，余下的到点自动出款',
      message_en: 'Not paid out. Five times a day at most; the rest goes out at its hour',
    },
    payout_waits_for_correction: {
      status: 409,
      message: '没有出款。店里还有要退回顾客的钱，退清后自动出款',
      message_en:
        'Not paid out. The shop owes customers a correction; it goes out once that is settled',
    },
    payout_waits_for_marks: {
      status: 409,
      message: '没有出款。有使用被标记，要等满一天，或持卡人认了再付',
      message_en: 'Nothing was paid out. A marked use waits for a day or for its holder’s word',
    },
    payout_waits_for_custody: {
      status: 409,
      message: '没有出款。支付机构的钱还没有全部进专户，到齐后自动出款',
      message_en:
        'Not paid out. The provider’s money has not all arrived at the bank; it goes out when it has',
    },
    payout_waits_for_cover: {
      status: 409,
      message: '没有出款。银行里给顾客的钱还不足，补足后自动出款',
      message_en:
        'Not paid out. The bank holds too little for the customers; it goes out once that is made good',
    },
    payout_needs_another_account: {
      status: 409,
      message: '没有出款。结算账户连续三次收款失败，请店主核对或更换结算账户',
      message_en:
        'Not paid out. The settlement account failed three times; the owner should check or change it',
    },
    payout_changed_meanwhile: {
      status: 409,
      message: '没有动钱。这笔出款刚刚有变动，请查询后再试',
      message_en: 'No money moved. This payout has just changed; look again, then try',
    },
    payout_held_by_court: {
      status: 409,
      message: '没有出款。应付给店里的钱被法院冻结，请看冻结的文书；多出的部分照常出款',
      message_en:
        'Not paid out. A court has frozen what is payable; see its order. What is beyond it goes out as usual',
    },
    use_moved_no_money: {
      status: 409,
      message: '这次使用没有单独的放款，不单独出款（期限卡按天放款）',
      message_en: 'This use released no money of its own (period cards release day by day)',
    },
    advance_exceeds_ceiling: {
      status: 409,
      message: '没有预支。超过了现在可以预支的额度',
      message_en: 'No advance. That is more than can be advanced now',
    },
    advance_not_while_held: {
      status: 409,
      message: '没有预支。店里的充值正被暂停，暂停期间不能预支',
      message_en: 'No advance. The shop’s sales are on hold',
    },
    advance_not_while_frozen: {
      status: 409,
      message: '没有预支。法院冻结着应付给店里的钱，期间不能预支',
      message_en: 'No advance. A court has frozen what is payable; nothing is advanced meanwhile',
    },
    advance_changed_meanwhile: {
      status: 409,
      message: '没有预支。账目刚刚有变动，请查询后再试',
      message_en: 'No advance. The books have just changed; look again, then try',
    },
    payouts_held: {
      status: 409,
      message: '没有出款。店家停业或被主管部门暂停出款，先保障顾客退款',
      message_en:
        'Not paid out. The shop closes or the authority stopped payouts: customers come first',
    },
  },
  events: {
    'payout.created': {
      zh: '一笔出款已安排',
      en: 'A payout is arranged',
      data: { payout_id: 'pyo', kind: ['daily', 'on_demand'], amount_fen: 'fen' },
    },
    'payout.paid': { zh: '一笔出款已到账', en: 'A payout has arrived', data: payout },
    'payout.rejected': {
      zh: '一笔出款被银行拒绝，钱仍在应付款里',
      en: 'The bank refused a payout; the money is still payable',
      data: payout,
    },
    'payout.returned': {
      zh: '一笔出款被退回，钱回到应付款里',
      en: 'A payout came back; the money is payable again',
      data: payout,
    },
    'advance.granted': {
      zh: '一笔预支已放到应付款里',
      en: 'An advance is payable',
      data: { advance_id: 'adv', amount_fen: 'fen', outstanding_fen: 'fen' },
    },
  },
  jobs: {
    payAfternoon: {
      turn: 190,
      when: 'afternoon',
      what: '16:00 前放款的钱付到各店的结算账户',
      what_en: 'Pays what was released before 16:00 to shops’ accounts',
    },
    payEvening: {
      turn: 200,
      when: 'evening',
      what: '22:00 前放款、还没付的钱付到各店的结算账户',
      what_en: 'Pays what was released before 22:00 and not paid yet',
    },
    payCourts: {
      turn: 205,
      when: 'often',
      what: '复核过的划拨：店家有应付的钱就付到法院的账户，付够为止',
      what_en: 'Pays deductions to courts out of what is payable, until they are whole',
    },
    settlePayouts: {
      turn: 210,
      when: 'often',
      what: '把出款告诉银行，问它办得怎样；一笔只付一次',
      what_en: 'Gives payouts to the bank and asks how they stand; each is paid once',
    },
  },
  stakes: {
    requestPayout: 'move',
    grantAdvance: 'move',
  },
})
