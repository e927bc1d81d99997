import { chainHash, contentHash } from '../environment/content-hash'
import type { Json } from '../kernel/canonical'
import type { CloseBody } from './sums'

/** Rows are hashed page by page, each page upon the hash of those before it; '' begins. */
export const hashPage = (rows_hash: string, rows: Json): string => chainHash(rows_hash, rows)
/** The seal of a day: the hash of its figures, the hash of the day before among them. */
export const closeHash = (body: CloseBody): string => contentHash(body as Json)
