import { declare } from '../kernel/declare'

export const room = declare({
  name: 'supervision',
  about:
    'what makes a shop worth an official’s look, how urgent it is and what is at stake; the morning’s figures',
  tables: ['warning_memories', 'warning_city', 'warning_changes', 'warning_feedback'],
  prefixes: { wfb: 'what was found behind a warning' },
  jobs: {
    hearWarnings: {
      turn: 404,
      when: 'after_midnight',
      what: '按前一天的事实给每家店定预警级别；升到最高一级即暂停充值',
      what_en: 'Sets each shop’s warning level by the day’s facts; at the highest, sales stop',
    },
  },
})
