import type { Codes } from './shape'

export const TERM_CODES = {} as const satisfies Codes
