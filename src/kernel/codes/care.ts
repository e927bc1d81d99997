import type { Codes } from './shape'

export const CARE_CODES = {} as const satisfies Codes
