import { refuse } from '../kernel/refusals'
import type { Instant } from '../kernel/time'
import type { Answer, Ask } from '../platform/act'
import { sql } from '../platform/d1'
import { answerOnce } from '../platform/journal'
import type { World } from '../platform/world'
import { eventFrom, insertDeliveries, mayReadEvent, readEndpoints } from './store'

export const REPLAY_MAX = 500
/** From one event on, or since a moment; of some types, or of all the endpoint wants. */
export type ReplayRequest = {
  id: string
  from: string | null
  since: Instant | null
  types: readonly string[] | null
}

/**
 * Tells up to 500 past events again, oldest first; each keeps its id, so that receivers know it. `next_from` is where
 * to go on when there were more. Only what the endpoint has already read is told again: the rest is on its way.
 * Refuses endpoint_not_found, event_not_found.
 */
export function replayEvents(world: World, ask: Ask, request: ReplayRequest): Promise<Answer> {
  const { id, from, since, types } = request
  const only = JSON.stringify(types ?? ['*'])
  const isIn = (list: ReturnType<typeof sql>) =>
    sql`EXISTS (SELECT 1 FROM json_each(${list}) WHERE value IN ('*', e.type))`
  return answerOnce(world, ask, {
    reads: (who) => ({
      endpoints: readEndpoints(who, sql`w.id = ${id}`),
      events: sql`SELECT e.seq FROM events e WHERE e.id = ${from} AND ${mayReadEvent(who)}`,
      webhook_deliveries: sql`SELECT e.*, coalesce((SELECT max(replay) FROM webhook_deliveries
                                 WHERE endpoint_id = ${id} AND event_id = e.id), -1) AS replays
            FROM events e JOIN webhook_endpoints w ON w.id = ${id}
           WHERE e.seq >= coalesce((SELECT seq FROM events WHERE id = ${from}), 0) AND e.seq <= w.read_to_seq
             AND (${since} IS NULL OR e.at >= ${since}) AND ${mayReadEvent(who)}
             AND ${isIn(sql`w.types`)} AND ${isIn(sql`${only}`)}
           ORDER BY e.seq LIMIT ${REPLAY_MAX + 1}`,
    }),
    decide: ({ rows, now }) => {
      if (!rows.endpoints[0]) refuse('endpoint_not_found')
      if (from !== null && !rows.events[0]) refuse('event_not_found')
      const found = rows.webhook_deliveries.map((row) => ({
        id: world.newId('dlv'),
        event: eventFrom(row),
        replay: Number(row.replays) + 1,
      }))
      const again = found.slice(0, REPLAY_MAX)
      return {
        status: 201,
        subject_id: id,
        body: {
          object: 'replay',
          endpoint_id: id,
          deliveries_count: again.length,
          next_from: found[REPLAY_MAX]?.event.id ?? null,
        },
        statements: [insertDeliveries(id, again, now)],
      }
    },
  })
}
