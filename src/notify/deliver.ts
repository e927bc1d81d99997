import { Refusal, refuse } from '../kernel/refusals'
import { all, sql } from '../platform/d1'
import { eachDue, notSetAsideCondition } from '../platform/jobs'
import { jobAct } from '../platform/journal'
import type { Kit, World } from '../platform/world'
import { type DeliveryAt, DeliveryReply, deliver } from './attempt'
import {
  type Due,
  type EndpointRow,
  insertDeliveries,
  listDueAt,
  listDueEndpoints,
  readAhead,
  updateEndpoint,
} from './store'

export const DELIVERIES_JOB = 'deliverEvents'
const READ_AHEAD = 200
const ROUNDS_MAX = 10

/** Endpoints that are served side by side, and how often one may fail to answer at all before its turn is over. */
const LANES_MAX = 10
const SILENCE_MAX = 3

/**
 * Tells subscribers what happened: at least once, in the order of commits per subject. First new events get their
 * deliveries, then what is due is sent. At most `limit` sends; safe to run twice or at once (a lease keeps twins
 * apart; one that died in the middle is sent again under the same id). Endpoints are served side by side; one that
 * stays silent loses its turn until the next run and keeps nobody else waiting.
 */
export async function deliverEvents(world: World, limit: number): Promise<number> {
  await fanOut(world)
  const over = new Set<string>()
  let handled = 0
  while (handled < limit) {
    const ids = await listLanes(world, {
      but: [...over],
      limit: Math.min(LANES_MAX, limit - handled),
    })
    if (ids.length === 0) break
    const share = Math.trunc((limit - handled) / ids.length)
    const lanes = await Promise.all(ids.map((id) => serveLane(world, id, share)))
    for (const [i, id] of ids.entries()) if (lanes[i]?.over) over.add(id)
    handled += lanes.reduce((sum, lane) => sum + lane.handled, 0)
  }
  return handled
}

const dueNow = (kit: Kit, limit: number): Due => {
  const now = kit.now()
  return { now, and: notSetAsideCondition(DELIVERIES_JOB, sql`d.id`, now), limit }
}
async function listLanes(world: World, of: { but: string[]; limit: number }): Promise<string[]> {
  const due = listDueEndpoints({ ...dueNow(world, of.limit), but: of.but })
  return (await all(world.db, due)).map(({ id }) => id)
}

type Lane = { handled: number; over: boolean }
/** One endpoint's turn: one delivery after the other, until its share is used, nothing is due, or it stays silent. */
async function serveLane(world: World, endpoint_id: string, share: number): Promise<Lane> {
  let [handled, silent] = [0, 0]
  while (handled < share) {
    const due = await all(world.db, listDueAt(endpoint_id, dueNow(world, share - handled)))
    if (due.length === 0) return { handled, over: true }
    for (const one of due) {
      const outcome = await attempt(world, one)
      handled += 1
      silent = outcome === 'silent' ? silent + 1 : 0
      if (outcome === 'elsewhere' || silent >= SILENCE_MAX) return { handled, over: true }
    }
  }
  return { handled, over: false }
}

type Outcome = 'answered' | 'silent' | 'elsewhere'
/** One try. `elsewhere`: another run has it in hand, and the rest of this endpoint with it. */
async function attempt(world: World, one: DeliveryAt): Promise<Outcome> {
  let outcome: Outcome = 'silent'
  await eachDue(world, DELIVERIES_JOB, [one], {
    id: ({ id }) => id,
    act: async () => {
      try {
        const { body } = await deliver(world, one)
        outcome = DeliveryReply.parse(JSON.parse(body)).status === null ? 'silent' : 'answered'
      } catch (error) {
        if (!isElsewhere(error)) throw error
        outcome = 'elsewhere'
      }
    },
  })
  return outcome
}
const isElsewhere = (error: unknown): boolean =>
  error instanceof Refusal &&
  (error.code === 'request_in_flight' || error.code === 'delivery_changed_meanwhile')

/** New events become deliveries of every endpoint that wants them. */
async function fanOut(world: World): Promise<void> {
  for (let round = 0; round < ROUNDS_MAX; round++) {
    const behind = await all(
      world.db,
      sql<BehindRow>`SELECT w.id, w.read_to_seq, w.merchant_id FROM webhook_endpoints w
           WHERE w.disabled_at IS NULL AND ${notSetAsideCondition(DELIVERIES_JOB, sql`w.id`, world.now())} AND EXISTS (
             SELECT 1 FROM events e
              WHERE e.seq > w.read_to_seq AND (w.merchant_id IS NULL OR e.merchant_id = w.merchant_id))
           ORDER BY w.read_to_seq, w.id LIMIT ${READ_AHEAD}`,
    )
    if (behind.length === 0) return
    await eachDue(world, DELIVERIES_JOB, behind, {
      id: ({ id }) => id,
      act: (endpoint) => readOn(world, endpoint),
    })
  }
}

type BehindRow = Pick<EndpointRow, 'id' | 'read_to_seq' | 'merchant_id'>
function readOn(world: World, seen: BehindRow) {
  const { id, read_to_seq } = seen
  const request = {
    operation: 'readOutbox',
    key: `${id}:${read_to_seq}`,
    said: [id, read_to_seq],
  }
  return jobAct(world, request, {
    reads: () => ({
      endpoint: sql<EndpointRow>`SELECT * FROM webhook_endpoints WHERE id = ${id}`,
      ahead: readAhead(seen, READ_AHEAD),
    }),
    decide: ({ rows, now, kit }) => {
      const endpoint = rows.endpoint[0] ?? refuse('endpoint_not_found')
      const events = rows.ahead
      const last = events.at(-1)
      if (endpoint.read_to_seq !== read_to_seq || last === undefined)
        refuse('endpoint_changed_meanwhile')
      const wanted = events.filter(({ type }) => wants(endpoint, type))
      const deliveries = wanted.map((event) => ({ id: kit.newId('dlv'), replay: 0, event }))
      return {
        status: 200,
        subject_id: id,
        body: { id, deliveries_count: deliveries.length },
        statements: [
          updateEndpoint({ ...endpoint, read_to_seq: last.seq }),
          insertDeliveries(id, deliveries, now),
        ],
      }
    },
  })
}

function wants({ types }: Pick<EndpointRow, 'types'>, type: string): boolean {
  const list = JSON.parse(types) as string[]
  // Whoever asks for a test gets it at once, by itself.
  if (type === 'webhook_endpoint.tested') return false
  return list.includes('*') || list.includes(type)
}
