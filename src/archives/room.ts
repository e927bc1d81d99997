import { declare } from '../kernel/declare'

export const room = declare({
  name: 'archives',
  about:
    'history that moves out of the database: sealed days as segments, read back, verified and shown',
  refusals: {
    archive_day_not_found: {
      status: 404,
      message: '这一天没有归档：可能还在库里，也可能那时还没有开始',
      message_en:
        'This day is not in the archive: it is still in the database, or before the beginning',
    },
    archive_changed_meanwhile: {
      status: 409,
      message: '归档刚刚有变动，请稍后再试',
      message_en: 'The archive has just changed; try again in a moment',
    },
    archive_is_kept: {
      status: 409,
      message: '归档的记录不能改也不能删',
      message_en: 'What the archive says is neither changed nor deleted',
    },
  },
  jobs: {
    moveHistoryOut: {
      turn: 425,
      when: 'after_midnight',
      what: '把满一年、封过账、查过账的日子移到归档：写好、读回、逐行比对，之后才从库里移走',
      what_en:
        'Moves days that are a year old, sealed and checked into the archive: written, read back, compared, and only then gone',
    },
  },
})
