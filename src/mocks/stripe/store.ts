import { type Db, type Row, type Statement, sql } from '../../platform/d1'
import { LATE_MS } from './methods'
import type { StripeObject } from './objects'

export type StripeMockDeps = {
  db: Db
  now_ms: () => number
  random: (bytes: number) => Uint8Array
  secret_key: string
  webhook_secrets: readonly string[]
  /** Public address under which this provider is reached, for its hosted pages. */
  base_url: string
  webhook_url: string
  deliver: (request: Request) => Promise<Response>
}

const ALPHABET = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz'
export const newId = (deps: Pick<StripeMockDeps, 'random'>, prefix: string): string =>
  `${prefix}_${Array.from(deps.random(24), (byte) => ALPHABET[byte % 62]).join('')}`

/** One request's effects, gathered first and written in one batch. */
export type Tx = {
  deps: StripeMockDeps
  now_s: number
  statements: Statement[]
  events: number
  load: <T extends StripeObject>(id: string) => Promise<T | null>
  insert: (object: StripeObject, parent?: string | null) => void
  /** Replaces an object that was loaded here; whoever loaded it too is refused by its version. */
  update: (object: StripeObject, due_ms?: number | null) => void
  emit: (type: string, object: StripeObject, previous?: object, line?: 'twice' | 'late') => void
}

export function openTx(
  deps: StripeMockDeps,
  request: { id: string; idempotency_key: string | null },
): Tx {
  const versions = new Map<string, number>()
  /** Objects as this request leaves them: what it changed is what it reads. */
  const mine = new Map<string, StripeObject>()
  const now_ms = deps.now_ms()
  const now_s = Math.floor(now_ms / 1000)
  const statements: Statement[] = []
  const tx: Tx = {
    deps,
    now_s,
    statements,
    events: 0,
    async load<T extends StripeObject>(id: string) {
      const changed = mine.get(id)
      if (changed) return { ...changed } as T
      const [rows] = await deps.db.batch([
        sql`SELECT version, data FROM mock_stripe_objects WHERE id = ${id}`,
      ])
      const row = rows?.[0]
      if (!row) return null
      versions.set(id, Number(row.version))
      return JSON.parse(String(row.data)) as T
    },
    insert(object, parent = null) {
      mine.set(object.id, object)
      statements.push(
        sql`INSERT INTO mock_stripe_objects (id, object, parent, data)
            VALUES (${object.id}, ${object.object}, ${parent}, ${JSON.stringify(object)})`,
      )
      versions.set(object.id, 1)
    },
    update(object, due_ms = null) {
      mine.set(object.id, object)
      const version = (versions.get(object.id) ?? 0) + 1
      versions.set(object.id, version)
      statements.push(
        sql`UPDATE mock_stripe_objects SET data = ${JSON.stringify(object)}, version = ${version}, due_ms = ${due_ms}
             WHERE id = ${object.id}`,
      )
    },
    emit(type, object, previous, line) {
      tx.events += 1
      const id = newId(deps, 'evt')
      const event = {
        id,
        object: 'event',
        api_version: '2026-10-28',
        created: now_s,
        livemode: false,
        pending_webhooks: 1,
        type,
        request: { id: request.id, idempotency_key: request.idempotency_key },
        data: { object, ...(previous ? { previous_attributes: previous } : {}) },
      }
      statements.push(
        sql`INSERT INTO mock_stripe_events (id, type, data) VALUES (${id}, ${type}, ${JSON.stringify(event)})`,
      )
      statements.push(...deliveriesOf(id, now_ms, line))
    },
  }
  return tx
}

/** A knob set for the next deliveries bends them as they are written; its count goes down with each. */
function deliveriesOf(event_id: string, now_ms: number, line?: 'twice' | 'late'): Statement[] {
  const due_ms = now_ms + (line === 'late' ? LATE_MS : 0)
  const on = (name: string) =>
    sql`EXISTS (SELECT 1 FROM mock_stripe_knobs WHERE name = ${name} AND remaining > 0)`
  const left = (name: string) =>
    sql`coalesce((SELECT remaining FROM mock_stripe_knobs WHERE name = ${name}), 0)`
  const one = sql`INSERT INTO mock_stripe_deliveries (event_id, due_ms)
                  SELECT ${event_id}, ${due_ms} + iif(${on('delay')}, ${LATE_MS}, 0) + max(${left('reorder')}, 0) * 1000
                   WHERE NOT ${on('drop')}`
  const second = sql`INSERT INTO mock_stripe_deliveries (event_id, due_ms)
                     SELECT ${event_id}, ${due_ms} WHERE ${on('dup')} OR ${line === 'twice' ? 1 : 0}`
  return [
    one,
    second,
    sql`UPDATE mock_stripe_knobs SET remaining = remaining - 1 WHERE remaining > 0`,
  ]
}

export const objectsIn = (rows: Row[] | undefined): StripeObject[] =>
  (rows ?? []).map((row) => JSON.parse(String(row.data)) as StripeObject)
export const isConflict = (error: unknown): boolean =>
  String(error).includes('mock_object_changed_meanwhile')
