import { declare } from '../kernel/declare'

export const room = declare({
  name: 'appointments',
  about: 'shops that want to join: whom they ask, and when they come',
  tables: ['appointments', 'appointment_results', 'appointment_calls'],
  prefixes: {
    apt: 'appointment of a shop that wants to join',
  },
  refusals: {
    appointment_day_not_open: {
      status: 422,
      message: '没有约上。那天不办理，请从列表里选一天',
      frozen: true,
    },
    appointment_waits_already: {
      status: 409,
      message: '这个手机号已经约好，等工作人员打电话，不用再约',
      frozen: true,
    },
    appointments_used_up: {
      status: 429,
      message: '没有约上。今天的预约满了，请明天再来，或者直接打电话',
    },
    appointment_not_found: { status: 404, message: '没有找到这个预约', frozen: true },
    appointment_ended: { status: 409, message: '这个预约已经办完', frozen: true },
  },
})
