import { all, type Db, type IdRow, one, type Statement, sql } from '../../platform/d1'
import type { Kind, Kinds, StripeEvent, Thing } from './types'

export type StripeMockDeps = {
  db: Db
  now_ms: () => number
  random: (bytes: number) => Uint8Array
  secret_key: string
  /** Several while a secret is being rotated: each signs. */
  webhook_secrets: readonly string[]
  /** Public address under which the mock is reached, for its hosted pages. */
  base_url: string
  /** Sends a webhook; what answers 2xx has it. */
  deliver: (request: Request) => Promise<Response>
  webhook_url: string
}

const ALPHABET = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz'
export const newId = ({ random }: Pick<StripeMockDeps, 'random'>, prefix: string): string =>
  `${prefix}_${Array.from(random(24), (byte) => ALPHABET[byte % 62]).join('')}`

type ObjectRow = { id: string; version: number; due_ms: number | null; data: string }
export type Stored = { thing: Thing; version: number; due_ms: number | null }

/** The objects with these ids, in one read; ids nobody has are not in the map. */
export async function loadObjects(db: Db, ids: readonly string[]): Promise<Map<string, Stored>> {
  if (ids.length === 0) return new Map()
  const rows = await all(
    db,
    sql<ObjectRow>`SELECT id, version, due_ms, data FROM mock_stripe_objects
        WHERE id IN (SELECT value FROM json_each(${JSON.stringify(ids)}))`,
  )
  return new Map(
    rows.map(({ id, data, ...row }) => [id, { ...row, thing: JSON.parse(data) as Thing }]),
  )
}

export const isKind = <K extends Kind>(thing: Thing | undefined, kind: K): thing is Kinds[K] =>
  thing?.object === kind

export const insertObject = ({ thing, due_ms }: Stored): Statement =>
  sql`INSERT INTO mock_stripe_objects (id, version, due_ms, data)
      VALUES (${thing.id}, 1, ${due_ms}, ${JSON.stringify(thing)})`

/** Replaces what was read at `version`; whoever read it too is refused by `mock_object_changed_meanwhile`. */
export const updateObject = ({ thing, version, due_ms }: Stored): Statement =>
  sql`UPDATE mock_stripe_objects
      SET version = ${version + 1}, due_ms = ${due_ms}, data = ${JSON.stringify(thing)}
      WHERE id = ${thing.id}`

/** Writes an event and one delivery per endpoint that wants it, `copies` times, from `due_ms` on. */
export const insertEventStatements = (
  event: StripeEvent,
  { due_ms, copies }: { due_ms: number; copies: 1 | 2 },
): Statement[] => [
  sql`INSERT INTO mock_stripe_events (id, type, created, data)
      VALUES (${event.id}, ${event.type}, ${event.created}, ${JSON.stringify(event)})`,
  sql`INSERT INTO mock_stripe_deliveries (event_id, endpoint, status, due_ms, fault)
      SELECT ${event.id}, e.endpoint, 'pending', ${due_ms}, iif(copy.value = 1, NULL, 'twin')
      FROM (
        SELECT 'default' AS endpoint
        UNION ALL
        SELECT id FROM mock_stripe_objects
        WHERE object = 'webhook_endpoint' AND status = 'enabled'
          AND EXISTS (SELECT 1 FROM json_each(data, '$.enabled_events')
                      WHERE value IN ('*', ${event.type}))
      ) AS e, json_each(${copies === 2 ? '[1,2]' : '[1]'}) AS copy`,
]

/** Ids of what settles by itself and is due, longest due first. */
export async function listDue(db: Db, now_ms: number, limit: number): Promise<string[]> {
  const rows = await all(
    db,
    sql<IdRow>`SELECT id FROM mock_stripe_objects WHERE due_ms <= ${now_ms} ORDER BY due_ms, seq LIMIT ${limit}`,
  )
  return rows.map(({ id }) => id)
}

/** What is on the account: all net amounts in fen, split by whether their day has come. */
export async function sumBalance(
  db: Db,
  now_s: number,
): Promise<{ available: number; pending: number }> {
  const sums = await one(
    db,
    sql<{ available: number; pending: number }>`SELECT
          coalesce(sum(iif(data ->> 'available_on' <= ${now_s}, data ->> 'net', 0)), 0) AS available,
          coalesce(sum(iif(data ->> 'available_on' > ${now_s}, data ->> 'net', 0)), 0) AS pending
        FROM mock_stripe_objects WHERE object = 'balance_transaction'`,
  )
  return sums ?? { available: 0, pending: 0 }
}

const says = (error: unknown, name: string) => String(error).includes(name)
export const changedMeanwhile = (error: unknown): boolean =>
  says(error, 'mock_object_changed_meanwhile')
export const keyInUse = (error: unknown): boolean => says(error, 'mock_idempotency_key_in_use')
