import type { Codes } from './shape'

export const CUSTODY_CODES = {
  settlement_changed_meanwhile: {
    status: 409,
    message: '这笔入专户刚刚有变动，请查询后再试',
  },
} as const satisfies Codes
