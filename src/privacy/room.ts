import { declare } from '../kernel/declare'

export const room = declare({
  name: 'privacy',
  about: 'one’s own data: a copy of it, its erasure, and how long each kind is kept',
  tables: ['data_exports', 'erasures'],
  prefixes: {
    dex: 'copy that somebody took of their own data',
    ers: 'erasure of an account',
  },
  refusals: {
    data_exports_used_up: {
      status: 429,
      message: '今天已经导出三次了，请明天再来',
      message_en: 'You have exported three times today; come again tomorrow',
      later: true,
    },
    data_export_over: {
      status: 409,
      message: '这次导出的资料只给十分钟，请再导出一次',
      message_en: 'A copy is given out for ten minutes only; export again',
    },
    erasure_blocked: {
      status: 409,
      message: '还不能注销：卡里还有钱，或者还有没办完的事，先退卡、办完再来',
      message_en:
        'Not yet: your cards hold money or something is still open; end that first and come again',
      frozen: true,
    },
    erasure_waits_already: {
      status: 409,
      message: '已经在等注销了，不用再申请一次',
      message_en: 'Your erasure waits already; there is no need to ask again',
      frozen: true,
    },
    erasure_not_found: {
      status: 404,
      message: '没有在等的注销',
      message_en: 'No erasure waits',
      frozen: true,
    },
    erasure_not_waiting: {
      status: 409,
      message: '这次注销已有结果',
      message_en: 'This erasure has ended already',
      frozen: true,
    },
  },
  events: {
    'data.exported': {
      zh: '有人导出了账户的全部资料',
      en: 'A consumer took a copy of all their data',
      data: { export_id: 'dex' },
    },
    'erasure.asked': {
      zh: '有人申请注销账户，七天后生效',
      en: 'A consumer asked to be erased; it takes effect in seven days',
      data: { erasure_id: 'ers', ripe_at: 'instant' },
    },
    'erasure.ended': {
      zh: '账户注销没有办：取消了，或者卡里又有了钱',
      en: 'An erasure was cancelled, or stopped because something is open again',
      data: { erasure_id: 'ers', state: ['cancelled', 'stopped'] },
    },
  },
  jobs: {
    eraseRipe: {
      turn: 126,
      when: 'after_midnight',
      what: '满七天、没有取消、卡里没有钱的注销，把姓名和号码抹掉',
      what_en: 'Erases name and number of those who asked a week ago and have nothing open',
    },
    forgetOldTraces: {
      turn: 128,
      when: 'after_midnight',
      what: '删掉过了保存期的查阅记录和导出记录',
      what_en: 'Deletes traces of readings and of copies that were kept long enough',
    },
  },
})
