import type { Codes } from './shape'

export const CORRECTION_CODES = {
  redemption_not_correctable: {
    status: 409,
    message: '没有退。这笔核销没有扣过钱，或已经结束',
    frozen: true,
  },
  correction_exceeds_use: {
    status: 409,
    message: '没有退。退的不能超过这笔用掉的',
    frozen: true,
  },
  void_is_for_today: {
    status: 409,
    message: '没有退。撤销只能在当天办，隔天请由店主或店长办退回',
    frozen: true,
  },
  void_is_for_the_same_till: {
    status: 403,
    message: '没有退。撤销只能由扣款的人办，别人请由店主或店长办退回',
    frozen: true,
  },
  refund_needs_a_manager: {
    status: 403,
    message: '没有退。退回须由店主或店长办',
    frozen: true,
  },
  lot_already_refunded: {
    status: 409,
    message: '没有退。这笔充值已经退过款，请直接退还顾客',
    frozen: true,
  },
  correction_changed_meanwhile: { status: 409, message: '这笔更正刚刚有变动，请查询后再试' },
  correction_not_found: { status: 404, message: '没有找到这笔更正', frozen: true },
  counter_pin_off: {
    status: 409,
    message: '没有扣钱。顾客没有为这张卡开通柜台密码付款',
    frozen: true,
  },
  phone_tail_wrong: {
    status: 422,
    message: '手机尾号不对',
    frozen: true,
  },
  counter_limit_reached: {
    status: 429,
    message: '没有扣钱。柜台密码付款超过今天的限额，请改用消费码',
  },
} as const satisfies Codes
