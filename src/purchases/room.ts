import { declare } from '../kernel/declare'

export const room = declare({
  name: 'purchases',
  about: 'our order towards the payment provider, and the credit',
  tables: ['purchases', 'payment_events', 'parked_facts'],
  prefixes: {
    pur: 'purchase',
    pkd: 'parked fact of the provider, until somebody has ended it',
  },
  refusals: {
    offer_withdrawn: {
      status: 409,
      message: '这个套餐已下架',
      message_en: 'This offer is withdrawn',
      frozen: true,
    },
    purchase_not_found: {
      status: 404,
      message: '没有找到这笔购卡',
      message_en: 'There is no such order',
      frozen: true,
    },
    contract_not_accepted: {
      status: 422,
      message: '没有扣钱。合同已更新，请重新阅读后再付款',
      message_en: 'Nothing was charged. The contract has changed; read it again before you pay',
      frozen: true,
    },
    purchase_already_paid: {
      status: 409,
      message: '这笔购卡已经付过款，没有再次扣钱',
      message_en: 'This order was paid already; nothing was charged again',
      frozen: true,
    },
    purchase_expired: {
      status: 409,
      message: '没有扣钱。这笔购卡已超时，请重新下单',
      message_en: 'Nothing was charged. This order has run out of time; order again',
      frozen: true,
    },
    purchase_changed_meanwhile: {
      status: 409,
      message: '这笔购卡刚刚有变动，请查询后再试',
      message_en: 'This order has just changed; look again, then try',
    },
    payment_declined: {
      status: 409,
      message: '没有扣钱。付款未成功，请换一种方式',
      message_en: 'Nothing was charged. The payment failed; use another way to pay',
      frozen: true,
    },
    payment_unclear: {
      status: 409,
      message: '付款结果还不清楚，请稍后查询，别重复付款',
      message_en: 'It is not clear yet whether you paid; look again later and do not pay twice',
      open: true,
    },
    event_already_recorded: {
      status: 409,
      message: '这个事件已经记录过',
      message_en: 'This event is recorded already',
    },
    service_stopped: {
      status: 409,
      message: '这家店已停止这项服务，暂不出售',
      message_en: 'This shop has stopped this service; it is not on sale',
      frozen: true,
    },
    payment_refused: {
      status: 409,
      message: '没有扣钱。支付机构不接受这笔付款，请换一种方式或联系平台',
      message_en:
        'Nothing was charged. The provider does not take this payment; use another way or ask us',
    },
  },
  events: {
    'purchase.paid': {
      zh: '购卡付款成功，预付款已入账',
      en: 'A purchase is paid and credited',
      data: { card_id: 'crd', purchase_id: 'pur', lot_id: 'lot', paid_fen: 'fen' },
    },
    'purchase.returned': {
      zh: '一笔付款没有入账，已原路退还付款人',
      en: 'A payment that was not credited went back to its payer',
      data: { purchase_id: 'pur?', amount_fen: 'fen', reason: 'text' },
    },
  },
  jobs: {
    reconcilePurchases: {
      turn: 20,
      when: 'often',
      what: '向支付机构查问没有回音的付款',
      what_en: 'Asks the provider about payments without an answer',
    },
    returnPayments: {
      turn: 90,
      when: 'often',
      what: '不能入账的付款原路退给付款人，问到到账为止',
      what_en: 'Returns payments that cannot be credited the way they came',
    },
    expirePurchases: {
      turn: 100,
      when: 'often',
      what: '关闭超时未付的订单',
      what_en: 'Closes orders not paid in time',
    },
  },
  stakes: {
    buyOffer: 'charge',
    payPurchase: 'charge',
    switchPayment: 'charge',
  },
})
