import type { Weights } from './score'
import fitted from './weights.json'

/** The weights in force: data, with a version, the day they were fitted and how (docs/WARNING.md). */
export const WEIGHTS = fitted as Weights
