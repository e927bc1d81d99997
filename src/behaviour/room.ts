import { declare } from '../kernel/declare'

export const room = declare({
  name: 'behaviour',
  about:
    'what every shop did, one row a day, written when the day is over; all that the warning may know',
  tables: ['behaviour_days'],
  refusals: {
    behaviour_day_moved_out: {
      status: 409,
      message: '这一天的流水已经移到档案里，不能从剩下的算出当天的数',
      message_en:
        'Entries of this day have moved to the archive; its figures are not worked out from what is left',
    },
  },
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
