import { declare } from '../kernel/declare'

export const room = declare({
  name: 'platform',
  about: 'statements, the journal, who asks, the HTTP contract, the clock, jobs',
  refusals: {
    storage_busy: {
      status: 503,
      message: '服务正忙，请稍后再试；用同一个请求重试是安全的',
      message_en: 'The service is busy; try again in a moment, the same request may be sent again',
      later: true,
      open: true,
    },
    asked_too_often: {
      status: 429,
      message: '太频繁了，请过一分钟再试；要算一批的请用批量计算',
      message_en: 'Too often; try again in a minute, and use the batch calculator for many',
      later: true,
      open: true,
    },
    storage_full: {
      status: 503,
      message: '存储已满，服务暂时不能办理；腾出地方后用同一个请求重试是安全的',
      message_en: 'Storage is full; once there is room, the same request may be sent again',
      open: true,
    },
  },
  tables: [
    'journal',
    'journal_leases',
    'dev_clock',
    'job_runs',
    'job_beats',
    'job_failures',
    'stranger_minutes',
  ],
  prefixes: {
    jrn: 'journal row',
    req: 'request',
  },
})
