import type { Db, Row } from '../platform/d1'
import { whole } from './whole'

/**
 * The SQLite inside of a Durable Object, for whoever runs in it (`ctx.storage`): no network between an act and its
 * database. What a reply rests on is on the disk before the reply leaves the object (its output gate).
 */
export function durable(storage: DurableObjectStorage): Db {
  return {
    batch: async (statements) =>
      storage.transactionSync(() =>
        statements.map(({ text, values }) =>
          whole(storage.sql.exec(text, ...values).toArray() as Row[]),
        ),
      ),
  }
}
