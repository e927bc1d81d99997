import { declare } from '../kernel/declare'

export const room = declare({
  name: 'tips',
  about: 'what consumers say about shops that have not joined',
  tables: ['shop_tips'],
  prefixes: {
    tip: 'tip about a shop that has not joined',
  },
  refusals: {
    shop_tips_used_up: {
      status: 429,
      message: '没有记下。您今天已经说了五家店，请明天再来；急事请拨 12315',
      message_en:
        'Not written down. You told of five shops today; come again tomorrow, or call 12315 if it is urgent',
    },
  },
})
