import { declare } from '../kernel/declare'

export const room = declare({
  name: 'joining',
  about: 'shops that want to join: whom they ask, and when they come',
  tables: ['join_requests', 'join_request_results', 'join_request_calls'],
  prefixes: {
    jrq: 'request of a shop that wants to join',
  },
  refusals: {
    join_request_day_not_open: {
      status: 422,
      message: '没有约上。那天不办理，请从列表里选一天',
      message_en: 'Not asked. Nobody is at the desk that day; choose one from the list',
      frozen: true,
    },
    join_request_waits_already: {
      status: 409,
      message: '这个手机号已经约好，等工作人员打电话，不用再约',
      message_en: 'This number waits for a call already',
      frozen: true,
    },
    join_requests_used_up: {
      status: 429,
      message: '没有约上。今天的预约满了，请明天再来，或者直接打电话',
      message_en: 'Not asked. Today is full; come again tomorrow or call',
    },
    join_request_not_found: {
      status: 404,
      message: '没有找到这个预约',
      message_en: 'There is no such appointment',
      frozen: true,
    },
    join_request_ended: {
      status: 409,
      message: '这个预约已经办完',
      message_en: 'This appointment is done',
      frozen: true,
    },
  },
})
