import { ROOMS } from '../rooms'
import { fold } from './declare'

/**
 * Every way the service says no, as the rooms declare it. `status` and words: docs/REFUSALS.md; a message says first what
 * happened to the money. Order is precedence: within one decision the first refusal that applies wins.
 */
export const REFUSALS = fold(ROOMS, 'refusals')
export type RefusalCode = keyof typeof REFUSALS
export type FieldFault = { pointer: string; code: string; detail: string }

/** An expected no. Its code decides status and words (docs/REFUSALS.md); it is never logged as an error. */
export class Refusal extends Error {
  override readonly name = 'Refusal'
  constructor(
    readonly code: RefusalCode,
    readonly details: { detail?: string; errors?: FieldFault[]; retry_after_s?: number } = {},
  ) {
    super(code)
  }
}

export function refuse(code: RefusalCode, details?: Refusal['details']): never {
  throw new Refusal(code, details)
}

/** States what must be true whatever the caller did. A failure is our bug: it surfaces as 500 and is logged. */
export function insist(condition: unknown, why: string): asserts condition {
  if (!condition) throw new Error(`insisted in vain: ${why}`)
}
