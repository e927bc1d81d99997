import type { Codes } from './shape'

export const TIP_CODES = {
  shop_tips_used_up: {
    status: 429,
    message: '没有记下。您今天已经说了五家店，请明天再来；急事请拨 12315',
  },
} as const satisfies Codes
