import type { Codes } from './shape'

export const END_CODES = {
  ending_not_found: { status: 404, message: '没有找到这次停业或事件', frozen: true },
  merchant_is_ending: {
    status: 409,
    message: '这家店已经在办停业或事件处置',
    frozen: true,
  },
  closure_notice_too_short: {
    status: 422,
    message: '停业须至少提前 30 天通知顾客',
    frozen: true,
  },
  incident_needs_another_official: {
    status: 409,
    message: '没有退款。确认须由另一位监管人员作出',
    frozen: true,
  },
  incident_not_waiting: { status: 409, message: '这个事件已经确认或撤销', frozen: true },
  deposit_not_found: { status: 404, message: '没有找到这笔保证金', frozen: true },
  deposit_not_waiting: { status: 409, message: '这笔保证金已经有人复核过了', frozen: true },
  deposit_needs_another_person: {
    status: 409,
    message: '保证金须由银行的另一个人复核：不是登记的人，也不是同一个手机号',
    frozen: true,
  },
  deposit_changed_meanwhile: {
    status: 409,
    message: '没有动钱。这笔保证金刚刚有变动，请查询后再试',
  },
  ending_changed_meanwhile: { status: 409, message: '刚刚有变动，请查询后再试' },
  payouts_held: {
    status: 409,
    message: '没有出款。店家停业或被主管部门暂停出款，先保障顾客退款',
  },
} as const satisfies Codes
