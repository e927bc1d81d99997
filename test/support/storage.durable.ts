import { runInDurableObject } from 'cloudflare:test'
import { env } from 'cloudflare:workers'
import { durable } from '../../src/engines/durable'
import type { Db } from '../../src/platform/d1'
import type { City } from './durable-city'

export const ENGINE: string = 'a Durable Object'

/** A fresh, empty city in the SQLite of a Durable Object of its own; every batch runs inside of the object. */
export async function openStorage(): Promise<Db> {
  const { CITY, SCHEMA } = env as unknown as {
    CITY: DurableObjectNamespace<City>
    SCHEMA: string[]
  }
  const city = CITY.get(CITY.newUniqueId())
  const db: Db = {
    batch: (statements) =>
      runInDurableObject(city, (_city, { storage }) => durable(storage).batch(statements)),
  }
  await db.batch(SCHEMA.map((text) => ({ text, values: [] })))
  return db
}
