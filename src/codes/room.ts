import { declare } from '../kernel/declare'

export const room = declare({
  name: 'codes',
  about: 'one-time codes by short message: who may ask for one, how it is sent, what it proves',
  tables: ['sms_codes'],
  prefixes: { otp: 'SMS code' },
  refusals: {
    code_sent_too_often: {
      status: 429,
      message: '验证码发送太频繁，请稍后再试',
      message_en: 'Codes were sent too often; try again later',
      later: true,
    },
    sms_not_sent: {
      status: 503,
      message: '短信没有发出去，请稍后用同一个请求再试',
      message_en: 'The message was not sent; send the same request again in a moment',
    },
    code_wrong: {
      status: 422,
      message: '验证码不对或已过期',
      message_en: 'The code is wrong or has expired',
      frozen: true,
    },
  },
})
