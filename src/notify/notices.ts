import { log } from '../environment/log'
import { eventsIn } from '../events/emit'
import { openPhone } from '../identity/phone'
import { insist, Refusal, refuse } from '../kernel/refusals'
import { all, type IdRow, type Statement, sql } from '../platform/d1'
import { eachDue, notSetAsideCondition } from '../platform/jobs'
import { jobAct } from '../platform/journal'
import type { Kit, World } from '../platform/world'
import { linkOf, pushNotices } from './push'
import { type EventRow, isOfEvents, queuePushesStatement } from './store'
import { noticeFor, noticeText } from './words'

export const NOTICES_JOB = 'sendNotices'
const READ_AHEAD = 200
const ROUNDS_MAX = 10
/** A gateway that failed so often in a row is left alone until the next run. */
const FAILURES_MAX = 3

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
  let [handled, failures] = [0, 0]
  for (const one of due) {
    if (failures >= FAILURES_MAX) break
    failures = (await attempt(world, one)) ? 0 : failures + 1
    handled += 1
  }
  return handled + (await pushNotices(world, limit))
}

/** So often the outbox is read on before the next run of the job must find what is still behind. */
const LOOKS_MAX = 3
/**
 * Tells at once what an act has just committed, in the tick of the act: a use that somebody else made is news now, not in
 * five minutes. It goes through the same queue, lease and id as the job's, so whichever comes first is the only one; what
 * is not sent here, because the gateway or this process failed, the job sends. Throws nothing.
 */
export async function tellAtOnce(world: World, written: readonly Statement[]): Promise<void> {
  const told = eventsIn(written).filter(({ type, consumer_id }) => {
    return consumer_id !== null && noticeFor(type) !== null
  })
  if (told.length === 0) return
  try {
    const ids = JSON.stringify(told.map(({ id }) => id))
    for (let look = 0; look < LOOKS_MAX && (await areBehind(world, ids)); look++)
      await queueNotices(world).catch((error: unknown) => {
        // Two acts read the outbox on at one moment: the other one's queue holds ours, too.
        if (!(error instanceof Refusal)) throw error
      })
    await Promise.all([sendQueued(world, ids), pushNotices(world, READ_AHEAD, isOfEvents(ids))])
  } catch (error) {
    log('notice_waits_for_job', { error: String(error) })
  }
}
/** `ids`: a JSON list of events; whether the queue has not read as far as one of them. */
async function areBehind(world: World, ids: string): Promise<boolean> {
  const behind = sql<IdRow>`SELECT e.id FROM events e, notice_cursor c
       WHERE e.id IN (SELECT value FROM json_each(${ids})) AND e.seq > c.read_to_seq LIMIT 1`
  return (await all(world.db, behind)).length > 0
}
async function sendQueued(world: World, ids: string): Promise<void> {
  for (const one of await listQueued(world, ids)) await attempt(world, one)
}
const listQueued = (world: World, ids: string) =>
  all(
    world.db,
    sql<IdRow>`SELECT n.id FROM notices n
         WHERE n.event_id IN (SELECT value FROM json_each(${ids})) AND n.state = 'queued'
           AND ${notSetAsideCondition(NOTICES_JOB, sql`n.id`, world.now())} ORDER BY n.id`,
  )

/** One try; false when the message could not be handed over. */
async function attempt(world: World, one: { id: string }): Promise<boolean> {
  let well = false
  await eachDue(world, NOTICES_JOB, [one], {
    id: ({ id }) => id,
    act: async ({ id }) => {
      await sendNotice(world, id).catch((error: unknown) => {
        if (!(error instanceof Refusal && error.code === 'request_in_flight')) throw error
      })
      well = true
    },
  })
  return well
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
        text: textOf(event) ?? '',
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
const textOf = ({ type, data }: Pick<EventRow, 'type' | 'data'>): string | null =>
  noticeText(type, JSON.parse(data))

/** A notice with its event, and whose it is: `id` is the consumer's. */
type NoticeRow = {
  text: string
  state: 'queued' | 'sent'
  type: string
  data: string
  id: string
  phone_sealed: string
}
/**
 * Hands one message over. Words that did not fit their event are tried again here, so that a mended template mends
 * the dead letters it left. The phone number is opened for the gateway alone: no error carries it.
 */
function sendNotice(world: World, id: string) {
  const request = { operation: 'sendNotice', key: id, said: [id] }
  return jobAct(world, request, {
    reads: () => ({
      notices: sql<NoticeRow>`SELECT n.text, n.state, e.type, e.data, c.id, c.phone_sealed
            FROM notices n JOIN consumers c ON c.id = n.consumer_id JOIN events e ON e.id = n.event_id
           WHERE n.id = ${id}`,
    }),
    call: async ({ rows, now, kit }) => {
      const row = rows.notices[0] ?? refuse('event_not_found')
      const text = row.text || textOf(row)
      insist(text !== null, `the words for ${row.type} fit its data`)
      if (row.state !== 'queued') return null
      const phone = await openPhone(kit, 'consumers', row)
      await handOver(world, { id, phone, text: await toSend(kit, text, row), at: now })
      return text
    },
    decide: ({ now, called: text }) => ({
      status: 200,
      subject_id: id,
      body: { id, sent: true },
      statements:
        text === null
          ? []
          : [
              sql`UPDATE notices SET state = 'sent', sent_at = ${now}, text = ${text} WHERE id = ${id}`,
            ],
    }),
  })
}

/** What leads somewhere carries its link; it is made here and never stored. */
async function toSend(kit: Kit, text: string, notice: NoticeRow): Promise<string> {
  const link = await linkOf(kit, notice)
  return link === null ? text : `${text}，${link.before} ${link.url}`
}

/** Whatever a gateway says about a fault, a phone number in it is not kept. */
async function handOver(world: World, message: Parameters<World['sms']['send']>[0]): Promise<void> {
  try {
    await world.sms.send(message)
  } catch (error) {
    throw new Error(String(error).replaceAll(message.phone, '***********'))
  }
}
