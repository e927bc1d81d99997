import { declare } from '../kernel/declare'

export const room = declare({
  name: 'exports',
  about: 'the journal as hledger, Beancount, CSV, XLSX, streamed',
  refusals: {
    export_range_is_backwards: {
      status: 422,
      message: '没有导出。开始的日子晚于结束的日子',
      message_en: 'Not exported. The first day is after the last',
    },
    export_range_too_long: {
      status: 422,
      message: '没有导出。一次最多导出 366 天，请分几次',
      message_en: 'Not exported. 366 days at most at one time',
    },
    export_day_has_not_come: {
      status: 422,
      message: '没有导出。结束的日子还没有到',
      message_en: 'Not exported. The last day has not come yet',
    },
  },
})
