import { declare } from '../kernel/declare'

/** What its events say. */
const coverage = {
  merchant_id: 'mch',
  day: 'day',
  missing_fen: 'fen',
  short_fen: 'fen',
  owed_fen: 'fen',
  covered_fen: 'fen',
  coverage_bp: 'bp?',
} as const

export const room = declare({
  name: 'closes',
  about: 'the day close and its coverage, amended closes, shortages',
  tables: ['bank_closes', 'bank_coverage', 'bank_amended_closes', 'bank_amended_rows'],
  views: {
    closing_days: 'no file changes a day that is sealed or being sealed',
  },
  refusals: {
    bank_close_not_found: {
      status: 404,
      message: '这一天还没有封账',
      message_en: 'This day is not closed yet',
    },
    close_moved_out: {
      status: 409,
      message: '这天之后的流水已移到归档，那天的余额不再从库里重算；封账时的合计照旧可看',
      message_en:
        'What came after this day has moved to the archive; its balances are not worked out anew, the sums of its close stand',
    },
  },
  events: {
    'bank.close_amended': {
      zh: '银行更正了一个封过账的日子，另有一份更正封账',
      en: 'The bank amended a closed day',
      data: {
        day: 'day',
        revision: 'count',
        amends_hash: 'text',
        content_hash: 'text',
        merchants_count: 'count',
        on: 'day',
      },
    },
    'coverage.short': {
      zh: '银行封账发现一家店给顾客的钱有缺口，出款已暂停，等补足',
      en: 'A merchant’s custody lacks money at the close; payouts stop',
      data: coverage,
    },
    'coverage.restored': {
      zh: '一家店的缺口已补足，出款恢复',
      en: 'A merchant’s gap is made good; payouts go on',
      data: coverage,
    },
  },
  jobs: {
    closeBankDays: {
      turn: 390,
      when: 'often',
      what: '对过账的日子封账：每张卡该有多少、银行有多少，记下哈希',
      what_en:
        'Closes reconciled days: what each card should have, what the bank has, and the hash',
    },
  },
})
