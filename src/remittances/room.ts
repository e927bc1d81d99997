import { declare } from '../kernel/declare'

export const room = declare({
  name: 'remittances',
  about: "a refund's money on its way",
  jobs: {
    sendRefunds: {
      turn: 260,
      when: 'often',
      what: '把退款交给支付机构或银行，问到到账为止；一笔只退一次',
    },
  },
})
