import { declare } from '../kernel/declare'

export const room = declare({
  name: 'behaviour',
  about:
    'what every shop did, one row a day, written when the day is over; all that the warning may know',
  tables: ['behaviour_days'],
  jobs: {
    recordBehaviour: {
      turn: 402,
      when: 'after_midnight',
      what: '记下每家店前一天的事实，一店一行；漏下的日子补上',
      what_en:
        'Writes down each shop’s facts of the day before, one row each; missed days are made up for',
    },
  },
})
