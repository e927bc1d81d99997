import type { Codes } from './shape'

export const NOTIFY_CODES = {} as const satisfies Codes
