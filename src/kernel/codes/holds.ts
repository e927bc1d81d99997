import type { Codes } from './shape'

export const HOLD_CODES = {} as const satisfies Codes
