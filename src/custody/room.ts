import { declare } from '../kernel/declare'

export const room = declare({
  name: 'custody',
  about:
    "the provider's own book, read whole; consumers' gross into the sub-account, fees, making the provider good",
  tables: [
    'settlements',
    'settlement_items',
    'settlement_cursors',
    'parked_lines',
    'provider_lines',
    'provider_cursors',
    'provider_readings',
  ],
  prefixes: {
    stl: 'settlement of a provider into custody',
  },
  refusals: {
    settlement_changed_meanwhile: {
      status: 409,
      message: '这笔入专户刚刚有变动，请查询后再试',
    },
    parked_fact_not_found: { status: 404, message: '没有找到这件对不上的事', frozen: true },
    parked_fact_is_over: { status: 409, message: '这件事已经有结果', frozen: true },
    parked_fact_end_does_not_fit: {
      status: 422,
      message: '这件事不能这样了结，请看它可以怎样了结',
      frozen: true,
    },
    parked_fact_does_not_fit_order: {
      status: 409,
      message: '支付机构那里的这笔钱与这张订单对不上',
      frozen: true,
    },
    parked_fact_has_no_proposal: {
      status: 409,
      message: '这件事还没有人提议怎样了结',
      frozen: true,
    },
    parked_fact_changed_meanwhile: {
      status: 409,
      message: '这件事刚刚有变动，请查询后再试',
    },
    payment_in_dispute: {
      status: 409,
      message: '这笔付款被付款人在支付机构提出了争议，或已被拿回，不能入账也不能再退一次',
    },
  },
  jobs: {
    settleIntoCustody: {
      turn: 130,
      when: 'mid_morning',
      what: '照支付机构的账单，把顾客付的钱全额转入各店专户',
    },
    readProviderBook: {
      turn: 140,
      when: 'mid_morning',
      what: '把支付机构的账单逐行读全，余额与我们的账逐日核对',
    },
    finishSettlements: { turn: 150, when: 'often', what: '再问银行还没有确认的入专户' },
    chargeFees: {
      turn: 180,
      when: 'often',
      what: '店家的应付款够时，扣平台垫付的支付手续费，旧的在前',
    },
    fundRefunds: { turn: 310, when: 'often', what: '原路退款占用了支付机构的钱，从专户还给它' },
  },
  stakes: {
    approveParkedFactEnd: 'move',
  },
})
