import { declare } from '../kernel/declare'

export const room = declare({
  name: 'reports',
  about:
    'districts and trades, week against week and quarter against quarter: where it got worse, and why',
  tables: ['report_days'],
  refusals: {
    report_not_begun: {
      status: 422,
      message: '没有报表。这一段还没有开始',
      message_en: 'There is no report. This span has not begun',
    },
  },
  jobs: {
    recordReports: {
      turn: 405,
      when: 'after_midnight',
      what: '把各店前一天的事实按区市和行业加成一行；漏下的日子补上',
      what_en:
        'Adds the shops’ facts of the day before up by district and trade; missed days are made up for',
    },
  },
})
