import { declare } from '../kernel/declare'

export const room = declare({
  name: 'counter',
  about: "paying by last digits and PIN on the shop's screen",
  refusals: {
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
  },
  stakes: {
    redeemAtCounter: 'charge',
  },
})
