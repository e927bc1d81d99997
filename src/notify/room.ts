import { declare } from '../kernel/declare'

export const room = declare({
  name: 'notify',
  about: 'webhooks, short messages and messages on devices',
  tables: [
    'webhook_endpoints',
    'webhook_deliveries',
    'webhook_attempts',
    'notice_cursor',
    'notices',
    'notice_settings',
    'push_deliveries',
  ],
  views: {
    sent_notices: 'silence is consent only from when somebody could know',
  },
  prefixes: {
    whk: 'webhook endpoint',
    dlv: 'delivery of an event',
    ntc: 'notice to a person',
  },
  refusals: {
    endpoint_not_found: {
      status: 404,
      message: '没有找到这个推送地址',
      message_en: 'There is no such endpoint',
      frozen: true,
    },
    endpoint_url_refused: {
      status: 422,
      message: '推送地址须是公网的 https 地址，不能是内网、本机或带账号的地址',
      message_en:
        'An endpoint is a public https address: none of an inner network or this machine, and without an account in it',
      frozen: true,
    },
    endpoints_full: {
      status: 409,
      message: '推送地址最多 10 个，请先停用不用的',
      message_en: 'Ten endpoints at most; disable one first',
      frozen: true,
    },
    endpoint_changed_meanwhile: {
      status: 409,
      message: '这个推送地址刚刚有变动，请重试',
      message_en: 'This endpoint has just changed; try again',
    },
    endpoint_disabled: {
      status: 409,
      message: '这个推送地址停着，请先启用',
      message_en: 'This endpoint is off; switch it on first',
      frozen: true,
    },
    delivery_not_found: {
      status: 404,
      message: '没有找到这次推送',
      message_en: 'There is no such delivery',
      frozen: true,
    },
    delivery_waits_its_turn: {
      status: 409,
      message: '同一件事前面还有没送到的，请先再送那一条',
      message_en: 'An earlier one of the same thing was not delivered; send that first',
    },
    event_not_found: {
      status: 404,
      message: '没有找到这个事件',
      message_en: 'There is no such event',
      frozen: true,
    },
    delivery_changed_meanwhile: {
      status: 409,
      message: '这次推送刚刚有变动，请重试',
      message_en: 'This delivery has just changed; try again',
    },
    push_changed_meanwhile: {
      status: 409,
      message: '这条提醒刚刚有变动，请重试',
      message_en: 'This message to a device has just changed; try again',
    },
    notices_changed_meanwhile: {
      status: 409,
      message: '通知刚刚有变动，请重试',
      message_en: 'The messages have just changed; try again',
    },
  },
  events: {
    'webhook_endpoint.disabled': {
      zh: '一个推送地址停用了：连续三天送不到，或对方说不要了',
      en: 'A webhook endpoint is off: nothing arrived for three days, or it answered 410',
      data: { endpoint_id: 'whk', failing_since: 'instant?', reason: ['kept_failing', 'gone'] },
    },
    'webhook_endpoint.tested': {
      zh: '推送地址的主人请我们试送一次',
      en: 'The owner of a webhook endpoint asked for a test',
      data: { endpoint_id: 'whk' },
    },
  },
  jobs: {
    deliverEvents: {
      turn: 430,
      when: 'often',
      what: '把发生的事推送给登记的地址，按次序，至少一次',
      what_en: 'Pushes what happened to registered addresses, in order, at least once',
    },
    sendNotices: {
      turn: 440,
      when: 'often',
      what: '把动钱、占用、冻结等事用短信告诉顾客，打开了提醒的设备上也弹一条',
      what_en:
        'Tells customers by SMS, and on devices that show messages, of money moved, kept or frozen',
    },
  },
})
