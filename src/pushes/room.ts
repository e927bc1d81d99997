import { declare } from '../kernel/declare'

export const room = declare({
  name: 'pushes',
  about:
    'the devices that show a message at once, and how one is sealed for them (RFC 8030, 8291, 8292)',
  tables: ['push_subscriptions'],
  prefixes: { psb: 'device that shows messages' },
  refusals: {
    push_service_unknown: {
      status: 422,
      message: '这个浏览器的提醒服务我们不认识，没有开；短信照常发',
      message_en: 'We do not know the message service of this browser; it stays off, SMS go on',
      frozen: true,
    },
    push_keys_invalid: {
      status: 422,
      message: '这个浏览器给的钥匙不对，没有开；请关掉页面再试，短信照常发',
      message_en: 'The keys of this browser are not right; it stays off, SMS go on',
      frozen: true,
    },
    push_subscriptions_full: {
      status: 409,
      message: '最多十台设备弹提醒，请先关掉不用的',
      message_en: 'Ten devices at most show messages; switch one off first',
    },
    push_subscription_not_found: {
      status: 404,
      message: '没有找到这台设备的提醒',
      message_en: 'There is no such device that shows messages',
      frozen: true,
    },
  },
  jobs: {
    forgetPushes: {
      turn: 119,
      when: 'often',
      what: '设备退出登录以后，把它收提醒的地址删掉',
      what_en: 'Deletes where messages were shown once nobody is signed in there any more',
    },
  },
})
