import { declare } from '../kernel/declare'

export const room = declare({
  name: 'batches',
  about: 'group cases: a sheet of holders in, a sheet of figures out',
  refusals: {
    batch_unreadable: {
      status: 422,
      message: '这张表读不出来，没有算',
      message_en: 'This sheet cannot be read; nothing was worked out',
      open: true,
    },
    batch_media_type: {
      status: 400,
      message: '请传 CSV（text/csv）或 Excel（.xlsx）文件本身',
      message_en: 'Send the CSV (text/csv) or Excel (.xlsx) file itself',
      open: true,
    },
  },
})
