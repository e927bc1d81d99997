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
    access_purpose_needed: {
      status: 403,
      message: '先说明为什么看：填案号和原因，开了查阅事由再看；这次没有给出任何资料',
      message_en:
        'Say first why you look: open a purpose with a case number and a reason; nothing was shown',
    },
    access_purpose_over: {
      status: 409,
      message: '这个查阅事由已经结束，或者还没有人同意',
      message_en: 'This purpose has ended, or nobody has agreed to it yet',
    },
    access_purpose_not_for_this: {
      status: 403,
      message: '这个查阅事由说的不是这个人、这家店的事；没有给出任何资料',
      message_en: 'This purpose is not about this person or shop; nothing was shown',
    },
    access_people_used_up: {
      status: 409,
      message: '这个事由能看的人数已经用完；没有给出任何资料',
      message_en: 'This purpose has shown as many people as it may; nothing was shown',
    },
    access_reads_used_up: {
      status: 429,
      message: '今天查阅的次数用完了，请明天再来；没有给出任何资料',
      message_en: 'You have read as much today as you may; come again tomorrow. Nothing was shown',
      later: true,
    },
    access_lists_used_up: {
      status: 429,
      message: '今天列出的人太多了，请明天再来；没有给出任何资料',
      message_en:
        'You have listed as many people today as you may; come again tomorrow. Nothing was shown',
      later: true,
    },
    terminal_signature_wrong: {
      status: 401,
      message: '没有办。签名不对：请按文档对方法、地址、正文摘要、时间和随机数签名',
      message_en:
        'Nothing was done. The signature is wrong: sign method, address, digest, time and nonce as documented',
    },
    terminal_signature_stale: {
      status: 401,
      message: '没有办。签名的时间与我们相差超过 5 分钟：请按答复里的 Date 校准时钟',
      message_en:
        'Nothing was done. The signature is more than five minutes off our time: set the clock by Date',
    },
    terminal_signature_replayed: {
      status: 401,
      message: '没有再办。这个签名已经用过：每次请求都要新的随机数',
      message_en:
        'Nothing was done again. This signature was used before: each request needs a new nonce',
    },
    terminal_revoked: {
      status: 401,
      message: '没有办。这台收银机已经停用',
      message_en: 'Nothing was done. This terminal was stopped',
    },
    terminal_act_not_allowed: {
      status: 403,
      message: '没有办。这台收银机没有开通这件事',
      message_en: 'Nothing was done. This terminal was not given this act',
    },
    app_scope_missing: {
      status: 403,
      message: '没有办。店家没有给这个应用这个范围',
      message_en: 'Nothing was done. The shop has not granted this app that scope',
    },
    archive_unavailable: {
      status: 503,
      message: '这一笔的记录已经归档，暂时读不到；请稍后用同一个请求重试，不会重复办理',
      message_en:
        'The record of this has moved to the archive, which does not answer; send the same request later, nothing is done twice',
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
    'archive_segments',
    'archived_answers',
    'dev_clock',
    'job_runs',
    'job_beats',
    'job_failures',
    'stranger_minutes',
    'seal_swaps',
  ],
  prefixes: {
    jrn: 'journal row',
    req: 'request',
  },
})
