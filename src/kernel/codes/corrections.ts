import type { Codes } from './shape'

export const CORRECTION_CODES = {} as const satisfies Codes
