import { refuse } from '../kernel/refusals'
import { all, sql } from '../platform/d1'
import { eachDue, notSetAsideCondition } from '../platform/jobs'
import { jobAct } from '../platform/journal'
import type { World } from '../platform/world'
import { type EndpointRow, insertDeliveries, readAhead, updateEndpoint } from './store'

export const DELIVERIES_JOB = 'deliverEvents'
const READ_AHEAD = 200
const ROUNDS_MAX = 10

/** New events become deliveries of every endpoint that wants them. */
export async function fanOut(world: World): Promise<void> {
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
