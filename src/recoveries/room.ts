import { declare } from '../kernel/declare'

export const room = declare({
  name: 'recoveries',
  about:
    'the slow way back to an account: a lost PIN, another number, a number that was silent for long',
  tables: ['recoveries'],
  views: {
    sign_in_recoveries: 'a silent number is signed in by the device that waited a day for it',
  },
  prefixes: { acr: 'recovery of an account' },
  refusals: {
    account_recovery_not_found: {
      status: 404,
      message: '没有找到这次找回',
      message_en: 'There is no such recovery',
      frozen: true,
    },
    recovery_link_invalid: {
      status: 404,
      message: '这个链接不对，没有改动任何东西',
      message_en: 'This link is wrong; nothing was changed',
      frozen: true,
    },
    recovery_already_open: {
      status: 409,
      message: '已经在等了，不用再申请一次',
      message_en: 'It waits already; no need to ask again',
      frozen: true,
    },
    recoveries_too_often: {
      status: 409,
      message: '三十天里申请得太多了，先不办；请到服务点当面办理',
      message_en: 'Too many in thirty days; please come to a service point in person',
      frozen: true,
    },
    recovery_still_cooling: {
      status: 409,
      message: '还没有等满 24 小时',
      message_en: 'The 24 hours are not over',
      later: true,
    },
    account_recovery_not_open: {
      status: 409,
      message: '这次找回已经结束，要用请重新申请',
      message_en: 'This recovery has ended; ask again if you need it',
      frozen: true,
    },
    recovery_on_other_device: {
      status: 409,
      message: '请在申请的那台设备上接着办',
      message_en: 'Go on with the device on which you asked',
      frozen: true,
    },
  },
  events: {
    'recovery.started': {
      zh: '有人申请找回账户，24 小时后生效',
      en: 'Somebody asked to recover an account; it takes effect in a day',
      data: { recovery_id: 'acr', kind: ['pin', 'phone', 'sign_in'], ripe_at: 'instant' },
    },
    'recovery.cancelled': {
      zh: '账户找回被取消',
      en: 'The recovery of an account was cancelled',
      data: { recovery_id: 'acr', kind: ['pin', 'phone', 'sign_in'] },
    },
    'consumer.phone_changed': {
      zh: '换了手机号',
      en: 'A consumer has another number',
      data: { recovery_id: 'acr' },
    },
  },
  jobs: {
    tellOldNumbers: {
      turn: 122,
      when: 'often',
      what: '换了手机号的，用短信告诉原来的号码',
      what_en: 'Tells the number of before when somebody changed theirs',
    },
  },
})
