import { declare } from '../kernel/declare'

export const room = declare({
  name: 'facts',
  about: 'what the provider says that does not fit our books, until two people have ended it',
  refusals: {
    parked_fact_not_found: {
      status: 404,
      message: '没有找到这件对不上的事',
      message_en: 'There is no such fact',
      frozen: true,
    },
    parked_fact_is_over: {
      status: 409,
      message: '这件事已经有结果',
      message_en: 'This fact has its result',
      frozen: true,
    },
    parked_fact_end_does_not_fit: {
      status: 422,
      message: '这件事不能这样了结，请看它可以怎样了结',
      message_en: 'This fact cannot end like that; see how it can',
      frozen: true,
    },
    parked_fact_does_not_fit_order: {
      status: 409,
      message: '支付机构那里的这笔钱与这张订单对不上',
      message_en: 'The provider’s money does not fit this order',
      frozen: true,
    },
    parked_fact_has_no_proposal: {
      status: 409,
      message: '这件事还没有人提议怎样了结',
      message_en: 'Nobody has proposed how this fact ends',
      frozen: true,
    },
    parked_fact_changed_meanwhile: {
      status: 409,
      message: '这件事刚刚有变动，请查询后再试',
      message_en: 'This fact has just changed; look again, then try',
    },
    payment_in_dispute: {
      status: 409,
      message: '这笔付款被付款人在支付机构提出了争议，或已被拿回，不能入账也不能再退一次',
      message_en:
        'The payer disputes this payment at the provider or took it back: it can neither be booked nor refunded again',
    },
  },
  stakes: { approveParkedFactEnd: 'move' },
})
