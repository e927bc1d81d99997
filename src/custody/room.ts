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
  views: {
    purchase_arrivals: 'a card, a sheet and a dispute say whether a payment lies in custody',
  },
  prefixes: {
    stl: 'settlement of a provider into custody',
  },
  refusals: {
    settlement_changed_meanwhile: {
      status: 409,
      message: '这笔入专户刚刚有变动，请查询后再试',
      message_en: 'This payment into custody has just changed; look again, then try',
    },
  },
  jobs: {
    settleIntoCustody: {
      turn: 130,
      when: 'mid_morning',
      what: '照支付机构的账单，把顾客付的钱全额转入各店专户',
      what_en: 'Moves customers’ payments into each shop’s custody, by the provider’s bill',
    },
    readProviderBook: {
      turn: 140,
      when: 'mid_morning',
      what: '把支付机构的账单逐行读全，余额与我们的账逐日核对',
      what_en: 'Reads the provider’s bill whole and compares its balance day by day',
    },
    finishSettlements: {
      turn: 150,
      when: 'often',
      what: '再问银行还没有确认的入专户',
      what_en: 'Asks again about payments into custody that the bank has not confirmed',
    },
    chargeFees: {
      turn: 180,
      when: 'often',
      what: '店家的应付款够时，扣平台垫付的支付手续费，旧的在前',
      what_en: 'Takes advanced payment fees off what shops are due, oldest first',
    },
    fundRefunds: {
      turn: 310,
      when: 'often',
      what: '原路退款占用了支付机构的钱，从专户还给它',
      what_en: 'Pays back from custody what refunds took from the provider',
    },
  },
})
