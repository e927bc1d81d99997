import type { Db, Row } from '../platform/d1'
import { whole } from './whole'

/** A database ends there, whatever is paid; a Durable Object, too (Cloudflare, limits of both). */
export const LIMIT_BYTES = 10_000_000_000

/** Cloudflare's D1, which production runs on. Its own batch is the transaction. */
export function d1(database: D1Database): Db {
  return {
    async batch(statements) {
      if (statements.length === 0) return []
      const prepared = statements.map(({ text, values }) => database.prepare(text).bind(...values))
      return (await database.batch<Row>(prepared)).map(({ results }) => whole(results))
    },
    async stored() {
      const { meta } = await database.prepare('SELECT 1').run()
      return { bytes: meta.size_after, limit_bytes: LIMIT_BYTES }
    },
  }
}
