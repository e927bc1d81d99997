import { env } from 'cloudflare:workers'
import { type Shards, shard } from '../../src/engines/shard'
import type { Db } from '../../src/platform/d1'

export const ENGINE: string = 'a Durable Object'

/** A fresh, empty city in a Durable Object of its own, asked from outside of it as the worker asks. */
export async function openStorage(): Promise<Db> {
  const { CITY } = env as Env & { CITY: Shards }
  return shard(CITY, crypto.randomUUID())
}
