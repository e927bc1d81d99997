import type { Codes } from './shape'

export const REFUND_CODES = {
  refund_not_found: { status: 404, message: '没有找到这笔退款', frozen: true },
  nothing_to_refund: {
    status: 409,
    message: '这张卡里没有可以退的了',
    frozen: true,
  },
  lot_not_refundable: {
    status: 409,
    message: '没有动钱。其中一笔已经在退或退过了',
    frozen: true,
  },
  cooling_off_not_applicable: {
    status: 409,
    message: '没有动钱。冷静期无理由全退用不上，可以改按别的原因退',
    frozen: true,
  },
  refund_gives_nothing: {
    status: 409,
    message: '没有动钱。按这个原因现在退 0 元；剩下的可以继续用，或换一个符合实情的原因',
    frozen: true,
  },
  refund_figure_changed: {
    status: 409,
    message: '没有动钱。能退的数刚刚变了，请看过新的数再办',
    frozen: true,
  },
  refund_not_waiting_for_shop: {
    status: 409,
    message: '没有动钱。这笔退款现在不等店家答复',
    frozen: true,
  },
  refund_not_contested: {
    status: 409,
    message: '没有动钱。这笔退款没有争议，不用处理',
    frozen: true,
  },
  refund_award_exceeds_dispute: {
    status: 422,
    message: '没有动钱。裁给顾客的不能超过有争议的数',
    frozen: true,
  },
  refund_not_withdrawable: {
    status: 409,
    message: '这笔退款已经办出，不能撤回；退的钱照常到账',
    frozen: true,
  },
  refund_needs_no_account: {
    status: 409,
    message: '没有动钱。这笔退款原路退回，不需要收款账户',
    frozen: true,
  },
  refund_account_not_verified: {
    status: 422,
    message: '没有退出，也没有给店家。银行核对不上这个户名和账号，请检查',
    frozen: true,
  },
  refund_account_of_another_phone: {
    status: 422,
    message:
      '没有付出，仍在退款中。这个账户在银行留的手机号不是您登录的手机号，请换一个您自己的账户',
    frozen: true,
  },
  refund_account_closed: {
    status: 422,
    message: '没有付出，仍在退款中。这个账户已销户或不能收款，请换一个您自己的账户',
    frozen: true,
  },
  bank_does_not_answer: {
    status: 503,
    message: '银行暂时没有回音，请稍后用同一个请求再试',
  },
  card_has_open_refund: {
    status: 409,
    message: '这张卡正在退款，办完或撤回后再办',
    frozen: true,
  },
  refund_changed_meanwhile: { status: 409, message: '这笔退款刚刚有变动，请查询后再试' },
  refund_exceeds_what_is_left: { status: 409, message: '没有动钱。能退的数刚刚变了，请查询后再试' },
} as const satisfies Codes
