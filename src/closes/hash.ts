import { sha256 } from '../environment/crypto'
import { canonical, type Json } from '../kernel/canonical'
import type { CloseBody } from './sums'

/** Rows are hashed page by page, each page upon the hash of those before it. */
export const hashPage = (rows_hash: string, rows: Json): Promise<string> =>
  sha256(canonical([rows_hash, rows]))
/** The seal of a day: SHA-256 over its figures in canonical form, the hash of the day before among them. */
export const hashOfClose = (body: CloseBody): Promise<string> => sha256(canonical(body as Json))
