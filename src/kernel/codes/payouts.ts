import type { Codes } from './shape'

export const PAYOUT_CODES = {} as const satisfies Codes
