import { log } from '../environment/log'
import { eventsIn } from '../events/emit'
import { Refusal, refuse } from '../kernel/refusals'
import { epochMs } from '../kernel/time'
import { all, type IdRow, type Statement, sql } from '../platform/d1'
import { notSetAsideCondition } from '../platform/jobs'
import { jobAct } from '../platform/journal'
import type { World } from '../platform/world'
import { pushNotices } from './push'
import { eventText, NOTICES_JOB, sendAll } from './send'
import { amongEventsCondition, type EventRow, queuePushesStatement } from './store'
import { noticeFor } from './words'

const READ_AHEAD = 200
const ROUNDS_MAX = 10

/**
 * Tells consumers by short message what happened to their money: one notice per event, sent at least once; the
 * gateway drops a message whose id it has had. Nobody is written to at a number that is somebody else's by now.
 * At most `limit` a run; safe to run twice or at once. What cannot be
 * sent is set aside with growing waits and ends as a dead letter.
 */
export async function sendNotices(world: World, limit: number): Promise<number> {
  await queueNotices(world)
  const now = world.now()
  const due = await all(
    world.db,
    sql<IdRow>`SELECT n.id FROM notices n WHERE n.state = 'queued'
         AND NOT EXISTS (SELECT 1 FROM consumers c WHERE c.id = n.consumer_id AND c.number_left_at IS NOT NULL)
         AND ${notSetAsideCondition(NOTICES_JOB, sql`n.id`, now)}
         ORDER BY n.created_at, n.id LIMIT ${limit}`,
  )
  const handled = await sendAll(
    world,
    due.map(({ id }) => id),
  )
  return handled + (await pushNotices(world, limit))
}

/** Reads the outbox on from where it was left and queues what concerns somebody. */
async function queueNotices(world: World): Promise<void> {
  for (let round = 0; round < ROUNDS_MAX; round++) {
    const [behind] = await all(
      world.db,
      sql<{ read_to_seq: number }>`SELECT read_to_seq FROM notice_cursor
           WHERE read_to_seq < (SELECT coalesce(max(seq), 0) FROM events)`,
    )
    if (!behind) return
    await queueFrom(world, behind.read_to_seq)
  }
}

type NoticeCursorRow = { read_to_seq: number; version: number }
function queueFrom(world: World, from: number) {
  const request = { operation: 'queueNotices', key: `${from}`, said: [from] }
  return jobAct(world, request, {
    reads: () => ({
      notice_cursor: sql<NoticeCursorRow>`SELECT read_to_seq, version FROM notice_cursor`,
      events: sql<EventRow & { uses: number }>`SELECT e.*, coalesce(s.uses, 1) AS uses FROM events e
            LEFT JOIN notice_settings s ON s.consumer_id = e.consumer_id
           WHERE e.seq > ${from} ORDER BY e.seq LIMIT ${READ_AHEAD}`,
    }),
    decide: ({ rows, now, kit }) => {
      const cursor = rows.notice_cursor[0]
      const events = rows.events.map((row) => ({ event: row, uses: row.uses === 1 }))
      const last = events.at(-1)
      if (cursor?.read_to_seq !== from || last === undefined) refuse('notices_changed_meanwhile')
      const told = events.filter(({ event, uses }) => isTold(event, uses))
      const list = told.map(({ event }) => ({
        id: kit.newId('ntc'),
        event_id: event.id,
        consumer_id: event.consumer_id,
        type: event.type,
        text: eventText(event) ?? '',
      }))
      return {
        status: 200,
        subject_id: 'notices',
        body: { queued_count: list.length },
        statements: [
          sql`UPDATE notice_cursor SET read_to_seq = ${last.event.seq}, version = ${cursor.version + 1}
               WHERE id = 1`,
          sql`INSERT INTO notices (id, event_id, consumer_id, type, text, created_at)
              SELECT value ->> 'id', value ->> 'event_id', value ->> 'consumer_id', value ->> 'type', value ->> 'text',
                     ${now}
                FROM json_each(${JSON.stringify(list)}) ORDER BY key`,
          queuePushesStatement(JSON.stringify(list), now),
        ],
      }
    },
  })
}

/** A PIN typed on the shop's screen is told whatever its holder switched off: somebody may have watched it. */
function isTold({ type, consumer_id, data }: EventRow, uses: boolean): boolean {
  const notice = noticeFor(type)
  if (consumer_id === null || notice === null) return false
  return uses || !notice.ordinary || (JSON.parse(data) as { way?: string }).way === 'counter_use'
}

/** So often the outbox is read on before the next run of the job must find what is still behind. */
const LOOKS_MAX = 3
/** A teller of which nothing was heard for so long went away with the request it belonged to. */
const LOST_MS = 10_000
/** Whoever has told for so long leaves what comes then to the next act: a worker ends what goes on for half a minute. */
const TELLS_MS = 15_000

/** `waiting`: events that acts of this process told and nobody has taken up yet. */
type Teller = { waiting: string[]; heard_at_ms: number | null }
const tellers = new WeakMap<World, Teller>()

/**
 * Tells at once what an act has just committed, in the tick of the act: a use that somebody else made is news now, not in
 * five minutes. One teller at a time goes about it in a process and takes in one go what acts have left for it meanwhile:
 * one look at the outbox, one lease and one commit for all of them. It goes through the same queue and ids as the job, so
 * whichever comes first is the only one; what is not sent here, because the gateway or this process failed, the job sends.
 * Throws nothing, and nobody waits for another request's teller.
 */
export async function tellAtOnce(world: World, written: readonly Statement[]): Promise<void> {
  const told = eventsIn(written).filter(({ type, consumer_id }) => {
    return consumer_id !== null && noticeFor(type) !== null
  })
  if (told.length === 0) return
  const teller = tellers.get(world) ?? { waiting: [], heard_at_ms: null }
  tellers.set(world, teller)
  teller.waiting.push(...told.map(({ id }) => id))
  const began_ms = epochMs(world.now())
  if (teller.heard_at_ms !== null && began_ms - teller.heard_at_ms < LOST_MS) return
  try {
    while (teller.waiting.length > 0 && epochMs(world.now()) - began_ms < TELLS_MS) {
      teller.heard_at_ms = epochMs(world.now())
      await tell(world, teller.waiting.splice(0))
    }
  } catch (error) {
    log('notice_waits_for_job', { error: String(error) })
  } finally {
    teller.heard_at_ms = null
  }
}

async function tell(world: World, events: readonly string[]): Promise<void> {
  for (let look = 0; look < LOOKS_MAX && !(await isReadOn(world)); look++);
  const ids = JSON.stringify(events)
  const queued = await listQueued(world, ids)
  await Promise.all([
    sendAll(
      world,
      queued.map(({ id }) => id),
    ),
    pushNotices(world, READ_AHEAD, amongEventsCondition(ids)),
  ])
}
/** The job, or another process, reads the outbox on at this moment: its queue holds ours, too, or ours is next. */
const isReadOn = (world: World): Promise<boolean> =>
  queueNotices(world).then(
    () => true,
    (error: unknown) => {
      if (error instanceof Refusal) return false
      throw error
    },
  )
/** `events`: a JSON list of their ids. */
const listQueued = (world: World, events: string) =>
  all(
    world.db,
    sql<IdRow>`SELECT n.id FROM notices n
         WHERE n.event_id IN (SELECT value FROM json_each(${events})) AND n.state = 'queued'
           AND ${notSetAsideCondition(NOTICES_JOB, sql`n.id`, world.now())} ORDER BY n.id`,
  )
