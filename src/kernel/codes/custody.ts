import type { Codes } from './shape'

export const CUSTODY_CODES = {} as const satisfies Codes
