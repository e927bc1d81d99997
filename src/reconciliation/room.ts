import { declare } from '../kernel/declare'

export const room = declare({
  name: 'reconciliation',
  about: 'bank, ledger and provider, three ways, day by day',
  events: {
    'bank.breaks_overdue': {
      zh: '对账差异过了期限还没有解决，已报主管部门',
      en: 'Breaks are overdue; the authority is told',
      data: { day: 'day', breaks_count: 'count' },
    },
  },
  jobs: {
    reconcileBankDays: {
      turn: 380,
      when: 'often',
      what: '银行、账本、支付机构三方逐日核对，找出差异',
      what_en: 'Compares bank, books and provider day by day and finds differences',
    },
  },
})
