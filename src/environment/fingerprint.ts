import type { Json } from '../kernel/canonical'
import { contentHash, contentHashBefore, isMarked } from './content-hash'

/**
 * What a request says, as one hash: the same key must always come with the same one. A key that was answered before the
 * form of hashes changed is compared in the form of then.
 */
export type Fingerprint = {
  hash: string
  /** The same under the keys before the current one, where it is keyed. */
  earlier?: readonly string[]
  before: () => string | Promise<string | readonly string[]>
}

export function requestFingerprint(operation: string, said: Json): Fingerprint {
  const request = [operation, said]
  return { hash: contentHash(request), before: () => contentHashBefore(request) }
}

/** Whether a request says what the one says that was answered under its key. */
export const isSameRequest = async (
  kept: string,
  { hash, earlier = [], before }: Fingerprint,
): Promise<boolean> =>
  isMarked(kept) ? [hash, ...earlier].includes(kept) : [await before()].flat().includes(kept)
