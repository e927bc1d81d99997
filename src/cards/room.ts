import { declare } from '../kernel/declare'

export const room = declare({
  name: 'cards',
  about: 'cards and their lots, days off, how money may leave a card',
  tables: ['cards', 'lots', 'card_pauses', 'service_stops', 'card_companions'],
  views: {
    cards_with_lots: null,
  },
  prefixes: {
    crd: 'card',
    lot: 'lot',
    pau: 'pause of a period card',
    stp: 'stop of service by a merchant',
  },
  refusals: {
    card_not_found: {
      status: 404,
      message: '没有找到这张卡',
      message_en: 'There is no such card',
      frozen: true,
    },
    card_frozen: {
      status: 409,
      message: '这张卡已冻结',
      message_en: 'This card is frozen',
      frozen: true,
    },
    card_closed: {
      status: 409,
      message: '这张卡已关闭',
      message_en: 'This card is closed',
      frozen: true,
    },
    card_changed_meanwhile: {
      status: 409,
      message: '这张卡刚刚有变动，请重试',
      message_en: 'This card has just changed; try again',
    },
    release_needs_consent: {
      status: 409,
      message: '没有扣钱。没有持卡人的同意，钱不能付给店家',
      message_en: 'Nothing was charged. Without the holder’s consent no money goes to the shop',
      frozen: true,
    },
    counter_limit_reached: {
      status: 429,
      message: '没有扣钱。柜台密码付款超过今天的限额，请改用消费码',
      message_en:
        'Nothing was charged. The counter PIN’s limit of today is reached; use a pay code',
      later: true,
    },
  },
  jobs: {
    earnPeriodDays: {
      turn: 110,
      when: 'after_midnight',
      what: '期限卡过一天，放一天的款',
      what_en: 'Period cards: a day gone is a day released',
    },
  },
})
