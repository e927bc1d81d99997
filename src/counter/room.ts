import { declare } from '../kernel/declare'

export const room = declare({
  name: 'counter',
  about: "paying by last digits and PIN on the shop's screen",
  tables: ['counter_pins'],
  refusals: {
    counter_pin_missing: {
      status: 409,
      message: '没有开通。请先给柜台另设一个密码，与支付密码不同',
      message_en: 'Not switched on. Set a PIN for the counter first, another than your PIN',
      frozen: true,
    },
    counter_pin_same_as_pin: {
      status: 422,
      message: '没有改动。柜台密码不能与支付密码相同：在店里输入，旁人可能看见',
      message_en:
        'Nothing was changed. The counter’s PIN must not be your PIN: others may see it being typed',
      frozen: true,
    },
    counter_pin_off: {
      status: 409,
      message: '没有扣钱。顾客没有为这张卡开通柜台密码付款',
      message_en: 'Nothing was charged. The customer has not allowed the counter PIN for this card',
      frozen: true,
    },
    phone_tail_wrong: {
      status: 422,
      message: '手机尾号不对',
      message_en: 'The last digits of the phone number are wrong',
      frozen: true,
    },
  },
  stakes: {
    redeemAtCounter: 'charge',
  },
})
