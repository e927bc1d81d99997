import { type Db, type Statement, StorageError } from '../platform/d1'
import type { CityShard } from './city-shard'
import { LIMIT_BYTES } from './d1'
import { onlyReads } from './reads'
import { FLYING_MAX, type Outcome, OVERLOADED } from './shared-commits'

/** What is used of a binding to the objects: the runtime's own type knows more. */
export type Shards = {
  idFromName(name: string): DurableObjectId
  get(id: DurableObjectId, options?: DurableObjectNamespaceGetDurableObjectOptions): CityShard
}

/** Where D1 is made, too (docs/DEPLOY.md); it counts when the object is first asked. */
const PLACE = { locationHint: 'apac' } as const
/** As often D1 itself asks again when a read got no answer. */
const READ_TRIES = 3

/** A request whose client went away may never hear that its batch ended: after so long it is in the air no more. */
const FORGOTTEN_MS = 30_000

/** A city in one Durable Object, asked from outside of it: a batch is one call. */
export function shard(shards: Shards, city: string): Db {
  const from = crypto.randomUUID()
  const air = inTheAir()
  const ask = async (statements: readonly Statement[]) => {
    if (air.count() >= FLYING_MAX) return { error: OVERLOADED }
    const landed = air.begins()
    try {
      // A stub belongs to the request that made it, and one that failed once fails for ever.
      const object = shards.get(shards.idFromName(city), PLACE)
      const asked = statements.map(({ text, values }) => ({ text, values }))
      return await object.batch(asked, from, air.count())
    } catch (error) {
      return { error: told(error) }
    } finally {
      landed()
    }
  }
  return {
    async batch(statements) {
      if (statements.length === 0) return []
      const tries = statements.every(({ text }) => onlyReads(text)) ? READ_TRIES : 1
      let outcome = await ask(statements)
      for (let n = 1; n < tries && wasLost(outcome); n++) outcome = await ask(statements)
      if ('error' in outcome) throw said(outcome.error)
      return outcome.rows
    },
    async stored() {
      const bytes = await shards.get(shards.idFromName(city), PLACE).size()
      return { bytes, limit_bytes: LIMIT_BYTES }
    },
  }
}

const wasLost = (outcome: Outcome): boolean =>
  'error' in outcome && outcome.error.endsWith(': SHARD_LOST')

/** The batches of this process that wait for an answer. */
function inTheAir(): { count: () => number; begins: () => () => void } {
  const begun = new Map<object, number>()
  return {
    count() {
      const before_ms = Date.now() - FORGOTTEN_MS
      for (const [batch, at_ms] of begun) {
        if (at_ms >= before_ms) break
        begun.delete(batch)
      }
      return begun.size
    },
    begins() {
      const batch = {}
      begun.set(batch, Date.now())
      return () => void begun.delete(batch)
    },
  }
}

/** What was said inside of the object, as every engine says it; what is no error of storage has no code. */
function said(error: string): Error {
  const [, sentence, code] = /^(.*): ([A-Z_]+)$/s.exec(error) ?? []
  return sentence && code ? new StorageError(sentence, code, null) : new Error(error)
}

/** The object did not answer. What it was asked may be done all the same, unless it had too much to do to begin. */
function told(error: unknown): string {
  const why = error instanceof Error ? error.message : String(error)
  const is_overloaded = error instanceof Error && 'overloaded' in error && error.overloaded === true
  return `${why}: ${is_overloaded ? 'SHARD_OVERLOADED' : 'SHARD_LOST'}`
}
