import type { Codes } from './shape'

export const DISPUTE_CODES = {
  payment_refused: {
    status: 409,
    message: '没有扣钱。支付机构不接受这笔付款，请换一种方式或联系平台',
  },
  notice_of_another_world: {
    status: 409,
    message: '没有入账。这个通知不是给这里的：测试与正式的通知不能混用',
  },
  parked_fact_not_found: { status: 404, message: '没有找到这件对不上的事', frozen: true },
  parked_fact_is_over: { status: 409, message: '这件事已经有结果', frozen: true },
  parked_fact_end_does_not_fit: {
    status: 422,
    message: '这件事不能这样了结，请看它可以怎样了结',
    frozen: true,
  },
  parked_fact_does_not_fit_order: {
    status: 409,
    message: '支付机构那里的这笔钱与这张订单对不上',
    frozen: true,
  },
  parked_fact_has_no_proposal: {
    status: 409,
    message: '这件事还没有人提议怎样了结',
    frozen: true,
  },
  parked_fact_changed_meanwhile: {
    status: 409,
    message: '这件事刚刚有变动，请查询后再试',
  },
  dispute_not_found: { status: 404, message: '没有找到这笔付款争议', frozen: true },
  payment_in_dispute: {
    status: 409,
    message: '这笔付款被付款人在支付机构提出了争议，或已被拿回，不能入账也不能再退一次',
  },
  lot_in_dispute: {
    status: 409,
    message: '这笔付款被付款人在支付机构提出了争议，有结果以前不能使用、退款或转让',
    frozen: true,
  },
  dispute_changed_meanwhile: {
    status: 409,
    message: '这笔付款争议刚刚有变动，请查询后再试',
  },
  disputes_are_kept: { status: 409, message: '没有改动。付款争议的记录不能删除' },
  dispute_is_over: { status: 409, message: '没有送出。这笔付款争议已经有结果', frozen: true },
  dispute_has_no_evidence: {
    status: 409,
    message: '没有送出。还没有人整理这笔付款争议的材料',
    frozen: true,
  },
  dispute_evidence_sent: {
    status: 409,
    message: '没有送出。材料已经交给支付机构，只能交一次',
    frozen: true,
  },
  dispute_evidence_unclear: {
    status: 409,
    message: '支付机构没有回音，不知道材料收到没有；用同一个请求重试是安全的',
  },
} as const satisfies Codes
