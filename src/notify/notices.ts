import { openPhone } from '../identity/phone'
import { Refusal, refuse } from '../kernel/refusals'
import { all, sql } from '../platform/d1'
import { eachDue, notSetAside } from '../platform/jobs'
import { type Answer, type Ask, answerOnce, clockAsk } from '../platform/journal'
import type { World } from '../platform/world'
import { type EventRow, eventFrom } from './store'
import { NOTICES, noticeText } from './words'

const READ_AHEAD = 200

/**
 * Tells consumers by short message what happened to their money: one notice per event, sent at least once; the
 * gateway drops a message whose id it has had. At most `limit` a run; safe to run twice or at once.
 */
export async function sendNotices(world: World, limit: number): Promise<number> {
  await queueNotices(world)
  const now = world.now()
  const due = await all<{ id: string }>(
    world.db,
    sql`SELECT n.id FROM notices n WHERE n.state = 'queued' AND ${notSetAside('sendNotices', sql`n.id`, now)}
         ORDER BY n.created_at, n.id LIMIT ${limit}`,
  )
  return eachDue(world, 'sendNotices', due, {
    id: ({ id }) => id,
    act: ({ id }) =>
      sendNotice(world, id).catch((error: unknown) => {
        if (!(error instanceof Refusal && error.code === 'request_in_flight')) throw error
      }),
  })
}

/** Reads the outbox on from where it was left and queues what concerns somebody. */
async function queueNotices(world: World): Promise<void> {
  const [cursor] = await all<{ read_to_seq: number; version: number }>(
    world.db,
    sql`SELECT read_to_seq, version FROM notice_cursor`,
  )
  const from = cursor?.read_to_seq ?? 0
  const [newest] = await all<{ seq: number }>(
    world.db,
    sql`SELECT coalesce(max(seq), 0) AS seq FROM events`,
  )
  if ((newest?.seq ?? 0) <= from) return
  const ask = await clockAsk(world, { operation: 'queueNotices', key: `${from}`, said: [from] })
  await answerOnce(world, ask, {
    reads: () => [
      sql`SELECT * FROM notice_cursor`,
      sql`SELECT e.*, coalesce(s.uses, 1) AS uses FROM events e
            LEFT JOIN notice_settings s ON s.consumer_id = e.consumer_id
           WHERE e.seq > ${from} ORDER BY e.seq LIMIT ${READ_AHEAD}`,
    ],
    decide: ({ rows, now }) => {
      const at = rows[0]?.[0] as { read_to_seq: number; version: number } | undefined
      const events = (rows[1] ?? []).map((row) => ({ ...eventFrom(row), uses: Number(row.uses) }))
      const last = events.at(-1)
      if (at?.read_to_seq !== from || last === undefined)
        return { status: 200, subject_id: 'notices', body: { queued: 0 }, statements: [] }
      const told = events.flatMap((event) => noticeOf(event, event.uses === 1))
      const statements = [
        sql`UPDATE notice_cursor SET read_to_seq = ${last.seq}, version = ${at.version + 1} WHERE id = 1`,
        ...told.map(
          ({ event, text }) =>
            sql`INSERT INTO notices (id, event_id, consumer_id, type, text, created_at)
                VALUES (${world.newId('ntc')}, ${event.id}, ${event.consumer_id}, ${event.type}, ${text}, ${now})`,
        ),
      ]
      return { status: 200, subject_id: 'notices', body: { queued: told.length }, statements }
    },
  })
}

function noticeOf(event: EventRow, uses: boolean): { event: EventRow; text: string }[] {
  const notice = NOTICES[event.type]
  if (event.consumer_id === null || !notice || (notice.ordinary && !uses)) return []
  const text = noticeText(event.type, JSON.parse(event.data) as Record<string, unknown>)
  return text === null ? [] : [{ event, text }]
}

async function sendNotice(world: World, id: string): Promise<Answer> {
  const ask = await clockAsk(world, { operation: 'sendNotice', key: id, said: [id] })
  return answerOnce(world, ask, {
    calls_out: true,
    reads: () => [
      sql`SELECT n.text, n.state, c.id, c.phone_sealed FROM notices n JOIN consumers c ON c.id = n.consumer_id
           WHERE n.id = ${id}`,
    ],
    decide: async ({ rows, now }) => {
      const row = rows[0]?.[0] ?? refuse('event_not_found')
      if (row.state === 'queued') {
        const person = { id: String(row.id), phone_sealed: String(row.phone_sealed) }
        const phone = await openPhone(world, 'consumers', person)
        await world.sms.send({ id, phone, text: String(row.text), at: now })
      }
      const statements =
        row.state === 'queued'
          ? [sql`UPDATE notices SET state = 'sent', sent_at = ${now} WHERE id = ${id}`]
          : []
      return { status: 200, subject_id: id, body: { id, sent: true }, statements }
    },
  })
}

/** Ordinary uses may be silent; what ties money up or moves it otherwise is always told. */
export const setNotices = (world: World, ask: Ask, uses: boolean): Promise<Answer> =>
  answerOnce(world, ask, {
    reads: () => [],
    decide: ({ actor, now }) => ({
      status: 200,
      subject_id: actor.id,
      body: { object: 'notice_settings', uses },
      statements: [
        sql`INSERT INTO notice_settings (consumer_id, uses, changed_at) VALUES (${actor.id}, ${uses ? 1 : 0}, ${now})
            ON CONFLICT (consumer_id) DO UPDATE SET uses = excluded.uses, changed_at = excluded.changed_at`,
      ],
    }),
  })
