import * as z from 'zod'
import { all, type Db, one, type Statement, sql } from '../../platform/d1'
import type { Call } from '../stripe-objects/call'
import { type Page, page, readParams, text } from '../stripe-objects/params'
import { type Node, shown } from '../stripe-objects/show'
import type { Kind, StripeEvent, Thing } from '../stripe-objects/types'
import { missing } from '../stripe-objects/wire'

const FILTERS = ['customer', 'payment_intent', 'charge', 'status', 'type', 'source'] as const
type Filter = (typeof FILTERS)[number]
type Filters = { [name in Filter]?: string | undefined }

/** `{object: 'list', url, has_more, data}`, newest first; unknown filters and cursors are refused. */
export function listHandler(kind: Kind, url: string, known: readonly Filter[]) {
  const filters = Object.fromEntries(known.map((name) => [name, text(100).optional()]))
  const Query = z.strictObject({ ...page, ...filters })
  const Known = z.object(Object.fromEntries(FILTERS.map((name) => [name, z.string().optional()])))
  return async ({ draft, form }: Call): Promise<Node> => {
    const query = readParams(Query, form)
    const which = whichObjects(kind, Known.parse(query))
    const rows = await pageOf(draft.deps.db, {
      table: sql`mock_stripe_objects`,
      which,
      kind,
      query,
    })
    return { object: 'list', url, ...rows.map((data) => shown(objectIn(data), draft.now_s)) }
  }
}

const EventQuery = z.strictObject({
  ...page,
  type: text(100).optional(),
  types: z.array(text(100)).max(20).optional(),
})

export async function listEvents({ draft, form }: Call): Promise<Node> {
  const query = readParams(EventQuery, form)
  const { type = null } = query
  const types = query.types ? JSON.stringify(query.types) : null
  const which = sql`(${type} IS NULL OR type GLOB ${type})
    AND (${types} IS NULL OR type IN (SELECT value FROM json_each(${types})))`
  const rows = await pageOf(draft.deps.db, { table: EVENTS, which, kind: 'event', query })
  return { object: 'list', url: '/v1/events', ...rows.map(eventIn) }
}

export async function readEvent({ draft, id }: Call): Promise<Node> {
  const row = await one(
    draft.deps.db,
    sql<{ data: string }>`SELECT data FROM ${EVENTS} WHERE id = ${id}`,
  )
  if (!row) throw missing('event', id)
  return eventIn(row.data)
}

/** Events with the number of endpoints that have not got them yet. */
const EVENTS = sql`(
  SELECT seq, id, type, created, json_set(data, '$.pending_webhooks',
    (SELECT count(*) FROM mock_stripe_deliveries WHERE event_id = e.id AND status = 'pending')) AS data
  FROM mock_stripe_events AS e)`

const whichObjects = (kind: Kind, want: Filters): Statement =>
  sql`object = ${kind} AND data ->> 'deleted' IS NULL
    AND (${want.customer ?? null} IS NULL OR customer = ${want.customer ?? null})
    AND (${want.payment_intent ?? null} IS NULL OR payment_intent = ${want.payment_intent ?? null})
    AND (${want.charge ?? null} IS NULL OR charge = ${want.charge ?? null})
    AND (${want.status ?? null} IS NULL OR status = ${want.status ?? null})
    AND (${want.type ?? null} IS NULL OR type = ${want.type ?? null})
    AND (${want.source ?? null} IS NULL OR source = ${want.source ?? null})`

type Rows = {
  has_more: boolean
  map: <T>(show: (data: string) => T) => { has_more: boolean; data: T[] }
}

async function pageOf(
  db: Db,
  ask: { table: Statement; which: Statement; kind: string; query: Page },
): Promise<Rows> {
  const { limit, created } = ask.query
  const after = await seqOf(db, ask, 'starting_after')
  const before = await seqOf(db, ask, 'ending_before')
  const rows = await all(
    db,
    sql<{ data: string }>`SELECT data FROM ${ask.table}
        WHERE ${ask.which}
          AND (${after} IS NULL OR seq < ${after}) AND (${before} IS NULL OR seq > ${before})
          AND created > ${created && 'gt' in created ? (created.gt ?? -1) : -1}
          AND created >= ${created?.gte ?? 0}
          AND created < ${created && 'lt' in created ? (created.lt ?? NEVER_S) : NEVER_S}
          AND created <= ${created?.lte ?? NEVER_S}
        ORDER BY seq ${before === null ? sql`DESC` : sql`ASC`} LIMIT ${limit + 1}`,
  )
  const has_more = rows.length > limit
  const texts = rows.slice(0, limit).map(({ data }) => data)
  if (before !== null) texts.reverse()
  return { has_more, map: (show) => ({ has_more, data: texts.map(show) }) }
}
/** The last second of the year 9999. */
const NEVER_S = 253_402_300_799

async function seqOf(
  db: Db,
  { table, kind, query }: { table: Statement; kind: string; query: Page },
  param: 'starting_after' | 'ending_before',
): Promise<number | null> {
  const id = query[param]
  if (id === undefined) return null
  const row = await one(db, sql<{ seq: number }>`SELECT seq FROM ${table} WHERE id = ${id}`)
  if (!row) throw missing(kind, id, param)
  return row.seq
}

const objectIn = (data: string): Thing => JSON.parse(data)
const eventIn = (data: string): StripeEvent => JSON.parse(data)
