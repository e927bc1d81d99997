import { declare } from '../kernel/declare'

export const room = declare({
  name: 'payments',
  about: 'the Stripe adapter and the inbox for signed notices',
  refusals: {
    signature_invalid: {
      status: 400,
      message: '签名无效',
      message_en: 'The signature is not valid',
    },
    notice_of_another_world: {
      status: 409,
      message: '没有入账。这个通知不是给这里的：测试与正式的通知不能混用',
      message_en: 'Not booked. This notice is not for here: test and live do not mix',
    },
  },
})
