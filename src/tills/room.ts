import { declare } from '../kernel/declare'

export const room = declare({
  name: 'tills',
  about: 'what a till needs besides selling: a PIN of whoever works there, cards found by phone',
  tables: ['staff_pins'],
  refusals: {
    till_pin_not_set: {
      status: 409,
      message: '还没有设收银密码。请登录后在“店”里设一个',
      message_en: 'There is no till PIN yet; sign in and set one under “Shop”',
    },
    till_pin_needs_proof: {
      status: 403,
      message: '没有改。设收银密码要刚用短信登录（10 分钟内），或输入原来的收银密码',
      message_en:
        'Nothing was changed. Sign in by SMS within the last 10 minutes, or enter the old till PIN',
    },
    till_pin_required: {
      status: 403,
      message: '没有退。请输入您自己的收银密码',
      message_en: 'Nothing was given back. Enter your own till PIN',
    },
    till_pin_locked: {
      status: 429,
      message: '收银密码输错太多次，请稍后再试',
      message_en: 'The till PIN was wrong too often; try again later',
      later: true,
    },
    till_pin_wrong: {
      status: 422,
      message: '收银密码不对',
      message_en: 'The till PIN is wrong',
      frozen: true,
    },
  },
})
