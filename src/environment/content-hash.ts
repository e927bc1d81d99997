import { canonical, canonicalBefore, type Json } from '../kernel/canonical'
import { sha256Now } from './crypto'

/** What stands before the 64 hexadecimal digits of every hash over the canonical form of RFC 8785. */
const MARK = 'v2:'

export const marked = (digest: string): string => MARK + digest
/** Whether a kept hash is over the form of today; one without a mark is over the form of before. */
export const isMarked = (hash: string): boolean => hash.startsWith(MARK)

/** The hash of a value: SHA-256 over its canonical form, in hex, after the mark of that form. */
export const contentHash = (value: Json): string => marked(sha256Now(canonical(value)))
/** The same in the form of before, which has no mark. */
export const contentHashBefore = (value: Json): string => sha256Now(canonicalBefore(value))

/** The hash of a value in the form in which `kept` was made: equal to it when the value is as it was. */
export const contentHashLike = (kept: string, value: Json): string =>
  isMarked(kept) ? contentHash(value) : contentHashBefore(value)
/**
 * Hashes what follows upon those before it; '' begins. A chain goes on in the form in which it began, so that whoever
 * reads it again needs no more than its last hash.
 */
export const chainHash = (before: string, value: Json): string =>
  before === '' ? contentHash([before, value]) : contentHashLike(before, [before, value])
