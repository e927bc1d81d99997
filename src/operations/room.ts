import { declare } from '../kernel/declare'

/** What its events say. */
const alert = {
  alert_id: 'alt',
  kind: 'text',
  count: 'count',
  money_fen: 'fen?',
  message: 'text',
} as const

export const room = declare({
  name: 'operations',
  about:
    'how the platform is: what waits for its people, whether its clock keeps its hours, whether it is ready to serve, and whom it wakes',
  tables: ['alerts', 'platform_versions'],
  prefixes: {
    alt: 'alert',
  },
  refusals: {
    alerts_changed_meanwhile: {
      status: 409,
      message: '告警刚刚有变动，请重新读取',
      message_en: 'The alerts have just changed; read them again',
    },
  },
  events: {
    'alert.raised': {
      zh: '平台出了一件要人马上看的事',
      en: 'Something of the platform needs a person now',
      data: alert,
    },
    'alert.escalated': {
      zh: '一件告警一小时还没有解决',
      en: 'An alert has lasted for an hour',
      data: alert,
    },
    'alert.resolved': { zh: '一件告警已经解除', en: 'An alert is over', data: alert },
  },
  jobs: {
    watchPlatform: {
      turn: 116,
      when: 'often',
      what: '看平台有没有出事：新出的告警推送并短信告诉值班运维，一小时没好再说一次，好了自动解除',
      what_en:
        'Looks whether the platform is in trouble: pushes new alerts, again after an hour, and says when they are over',
    },
  },
})
