import { declare } from '../kernel/declare'

export const room = declare({
  name: 'identity',
  about: 'who is it: consumers, staff and officials, how they sign in, PINs',
  tables: ['consumers', 'staff', 'officials', 'person_phones', 'joined_accounts'],
  views: {
    live_sessions: 'who asks, in every statement that must know it',
    session_proofs: 'what a session proves beyond being one, where a route asks for more',
    person_ids: null,
  },
  prefixes: {
    stf: 'staff member',
    ofc: 'official (bank, regulator, operator)',
    csm: 'consumer',
  },
  refusals: {
    person_not_found: {
      status: 404,
      message: '没有找到这个人',
      message_en: 'There is no such person',
      frozen: true,
    },
    phone_taken: {
      status: 409,
      message: '这个手机号已经登记过',
      message_en: 'This phone number is registered already',
      frozen: true,
    },
    pin_too_simple: {
      status: 422,
      message: '支付密码太简单：别用相同、连续或重复的数字，也别用手机号里的数字',
      message_en:
        'The PIN is too simple: no equal, running or repeated digits, nor those of your phone number',
      frozen: true,
    },
    pin_wrong: {
      status: 422,
      message: '支付密码不对',
      message_en: 'The PIN is wrong',
      frozen: true,
    },
    pin_locked: {
      status: 429,
      message: '支付密码输错太多次，请稍后再试',
      message_en: 'The PIN was wrong too often; try again later',
      later: true,
    },
    pin_not_set: {
      status: 409,
      message: '请先设置支付密码',
      message_en: 'Please set a PIN first',
      frozen: true,
    },
    number_silent: {
      status: 403,
      message: '这个号码很久没有用过，登录还要支付密码；没有动任何东西',
      message_en:
        'This number was not used for long: signing in takes the PIN, too; nothing was touched',
    },
    number_left: {
      status: 409,
      message: '这个号码已经是别人的了，短信发不到您；请先换成现在的号码',
      message_en:
        'This number is somebody else’s by now and messages do not reach you; change to your present number first',
    },
    number_not_silent: {
      status: 409,
      message: '这个号码可以直接登录',
      message_en: 'This number can sign in directly',
      frozen: true,
    },
    merchant_not_found: {
      status: 404,
      message: '没有找到这家店',
      message_en: 'There is no such shop',
      frozen: true,
    },
    bank_does_not_answer: {
      status: 503,
      message: '银行暂时没有回音，请稍后用同一个请求再试',
      message_en: 'The bank does not answer; send the same request again in a moment',
    },
  },
  events: {
    'pin.changed': {
      zh: '换了支付密码',
      en: 'A consumer has another PIN',
      data: {},
    },
  },
  jobs: {
    forgetCodesAndSessions: {
      turn: 120,
      when: 'after_midnight',
      what: '删掉过期的验证码、登录和久不用的设备',
      what_en: 'Deletes expired codes, sessions and devices long unused',
    },
  },
})
