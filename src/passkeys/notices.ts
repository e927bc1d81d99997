import { openPhone } from '../identity/phone'
import { refuse } from '../kernel/refusals'
import { epochMs, type Instant, instantAt } from '../kernel/time'
import type { Who } from '../platform/actor'
import { all, type IdRow, type Statement, sql } from '../platform/d1'
import { eachDue, notSetAsideCondition } from '../platform/jobs'
import { jobAct } from '../platform/journal'
import type { Kit, World } from '../platform/world'
import { USED_KEPT_MS } from './rules'

const JOB = 'sendWorkNotices'
/** As many as are told of one thing; an authority with more has others to pass it on. */
const TOLD_MAX = 50

/** Who works beside an official in the same kind of office, and the owners of a shop: those whom a change concerns. */
export const readConcerned = (subject_id: Statement) =>
  sql<IdRow>`SELECT o.id AS id FROM officials me JOIN officials o ON o.kind = me.kind AND o.disabled_at IS NULL
              WHERE me.id = ${subject_id}
             UNION
             SELECT s.id AS id FROM staff me JOIN staff s ON s.merchant_id = me.merchant_id AND s.disabled_at IS NULL
              WHERE me.id = ${subject_id} AND s.role = 'owner'
             ORDER BY id DESC LIMIT ${TOLD_MAX}`
export const readConcernedByMe = (who: Who) => readConcerned(who.subject_id)

/** Who is in an office of this kind, the newest first. */
export const readColleagues = (kind: Statement | string) =>
  sql<IdRow>`SELECT id FROM officials WHERE kind = ${kind} AND disabled_at IS NULL ORDER BY id DESC LIMIT ${TOLD_MAX}`

/** Tells each of these people once, by short message; it goes out with the next tick. No secret belongs into the text. */
export function tellStatements(
  kit: Pick<Kit, 'newId'>,
  { to, text, at }: { to: readonly string[]; text: string; at: Instant },
): Statement[] {
  const list = [...new Set(to)].map((subject_id) => ({ id: kit.newId('wnt'), subject_id }))
  if (list.length === 0) return []
  return [
    sql`INSERT INTO work_notices (id, subject_id, text, created_at)
        SELECT value ->> 'id', value ->> 'subject_id', ${text}, ${at} FROM json_each(${JSON.stringify(list)})`,
  ]
}

type DueRow = { id: string; subject_id: string; text: string; sealed: string | null }
const readDue = (where: Statement) =>
  sql<DueRow>`SELECT n.id, n.subject_id, n.text, coalesce(o.phone_sealed, s.phone_sealed) AS sealed
        FROM work_notices n LEFT JOIN officials o ON o.id = n.subject_id LEFT JOIN staff s ON s.id = n.subject_id
       WHERE n.sent_at IS NULL AND ${where}`

/** Sends what people at work are to be told, once each. At most `limit`; safe to run twice: the gateway knows the id. */
export async function sendWorkNotices(world: World, limit: number): Promise<number> {
  const due = await all(
    world.db,
    readDue(sql`${notSetAsideCondition(JOB, sql`n.id`, world.now())} ORDER BY n.id LIMIT ${limit}`),
  )
  return eachDue(world, JOB, due, { id: ({ id }) => id, act: ({ id }) => sendOne(world, id) })
}

function sendOne(world: World, id: string) {
  const request = { operation: 'sendWorkNotice', key: id, said: [id] }
  return jobAct(world, request, {
    reads: () => ({ due: readDue(sql`n.id = ${id}`) }),
    call: async ({ rows, now, kit }) => {
      const row = rows.due[0] ?? refuse('not_found')
      const { subject_id, text } = row
      const table = subject_id.startsWith('ofc_') ? 'officials' : 'staff'
      const phone = await openPhone(kit, table, { id: subject_id, phone_sealed: row.sealed ?? '' })
      await world.sms.send({ id, phone, text: `【预付保】${text}`, at: now })
    },
    decide: ({ now }) => ({
      status: 200,
      subject_id: id,
      body: { object: 'work_notice', id },
      statements: [sql`UPDATE work_notices SET sent_at = ${now} WHERE id = ${id}`],
    }),
  })
}

type TicketRow = { ticket: string }
/** Forgets challenges that were used and could not be answered any more by now. At most `limit` a run. */
export async function forgetChallenges(world: World, limit: number): Promise<number> {
  const before = instantAt(epochMs(world.now()) - USED_KEPT_MS)
  const old = await all(
    world.db,
    sql<TicketRow>`SELECT ticket FROM passkey_challenges_used WHERE used_at <= ${before} ORDER BY used_at, ticket LIMIT ${limit}`,
  )
  const [first] = old
  if (!first) return 0
  const tickets = JSON.stringify(old.map(({ ticket }) => ticket))
  await jobAct(
    world,
    { operation: 'forgetChallenges', key: first.ticket, said: [tickets] },
    {
      reads: () => ({}),
      decide: () => ({
        status: 200,
        subject_id: 'clock',
        body: { object: 'forgetting', count: old.length },
        statements: [
          sql`DELETE FROM passkey_challenges_used WHERE ticket IN (SELECT value FROM json_each(${tickets}))`,
        ],
      }),
    },
  )
  return old.length
}
