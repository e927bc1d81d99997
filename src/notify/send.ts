import { sha256Now } from '../environment/crypto'
import { openPhone } from '../identity/phone'
import { insist, Refusal, refuse } from '../kernel/refusals'
import { type Statement, sql } from '../platform/d1'
import { eachDue } from '../platform/jobs'
import { jobAct } from '../platform/journal'
import type { Kit, World } from '../platform/world'
import { linkOf } from './push/link'
import type { EventRow } from './store'
import { noticeText } from './words'

export const NOTICES_JOB = 'sendNotices'
/** One act hands over so many messages, so many of them at one moment: well within the lease it has for them. */
const GROUP = 32
const LANES = 8
/** A gateway that failed so often in a row is left alone until the next run. */
const FAILURES_MAX = 3

/** Hands over what is queued of these, group by group; says how many were tried. What fails is set aside. */
export async function sendAll(world: World, ids: readonly string[]): Promise<number> {
  let handled = 0
  for (let i = 0; i < ids.length; i += GROUP) {
    const tried = await sendGroup(world, ids.slice(i, i + GROUP))
    handled += tried.size
    await eachDue(world, NOTICES_JOB, [...tried], {
      id: ([id]) => id,
      act: async ([, fault]) => {
        if (fault !== null) throw fault
      },
    })
    if (hasFallenSilent([...tried.values()])) break
  }
  return handled
}

const asError = (error: unknown): Error =>
  error instanceof Error ? error : new Error(String(error))
/** The notices that were tried, and what failed of each: null where it was handed over, or is in other hands. */
type Tried = Map<string, Error | null>
const hasFallenSilent = (faults: readonly (Error | null)[]): boolean =>
  faults.length >= FAILURES_MAX && faults.slice(-FAILURES_MAX).every((fault) => fault !== null)

/** A notice with its event, and whose it is: `id` is the consumer's. */
type NoticeRow = {
  notice_id: string
  text: string
  state: 'queued' | 'sent'
  type: string
  data: string
  id: string
  phone_sealed: string
}
/**
 * Hands messages over, and writes down in one act which of them went. Words that did not fit their event are tried again
 * here, so that a mended template mends the dead letters it left. A key is of one set of notices: what failed of it is
 * tried again in a smaller one. Where the process dies in between, the gateway drops what it has had.
 */
async function sendGroup(world: World, ids: readonly string[]): Promise<Tried> {
  const tried: Tried = new Map()
  const list = JSON.stringify(ids)
  const request = { operation: 'sendNotices', key: sha256Now(list).slice(0, 32), said: [...ids] }
  const work = jobAct(world, request, {
    reads: () => ({
      notices: sql<NoticeRow>`SELECT n.id AS notice_id, n.text, n.state, e.type, e.data, c.id, c.phone_sealed
            FROM notices n JOIN consumers c ON c.id = n.consumer_id JOIN events e ON e.id = n.event_id
           WHERE n.id IN (SELECT value FROM json_each(${list})) ORDER BY n.id`,
    }),
    call: async ({ rows, now, kit }) => {
      const due = rows.notices.filter(({ state }) => state === 'queued')
      const went: { id: string; text: string }[] = []
      const hand = async (row: NoticeRow) => {
        try {
          went.push({ id: row.notice_id, text: await handOver(world, kit, { row, at: now }) })
          tried.set(row.notice_id, null)
        } catch (error) {
          tried.set(row.notice_id, asError(error))
        }
      }
      while (due.length > 0 && !hasFallenSilent([...tried.values()]))
        await Promise.all(due.splice(0, went.length > 0 ? LANES : FAILURES_MAX).map(hand))
      // Nothing went: nothing is written, so that the very same notices may be tried again.
      if (tried.size > 0 && went.length === 0) refuse('notices_changed_meanwhile')
      return went
    },
    decide: ({ now, called: went }) => ({
      status: 200,
      subject_id: 'notices',
      body: { sent_count: went.length },
      statements: went.length === 0 ? [] : [markSent(went, now)],
    }),
  })
  await work.catch((error: unknown) => {
    // What nobody wrote down may be sent; it is tried again later under the same ids.
    if (!(error instanceof Refusal)) for (const id of ids) tried.set(id, asError(error))
  })
  return tried
}
const markSent = (went: readonly { id: string; text: string }[], now: string): Statement =>
  sql`UPDATE notices SET state = 'sent', sent_at = ${now}, text = w.value ->> 'text'
        FROM json_each(${JSON.stringify(went)}) w WHERE notices.id = w.value ->> 'id'`

/** The phone number is opened for the gateway alone: no error carries it. Gives the words that are kept. */
async function handOver(
  world: World,
  kit: Kit,
  { row, at }: { row: NoticeRow; at: string },
): Promise<string> {
  const text = row.text || textOf(row)
  insist(text !== null, `the words for ${row.type} fit its data`)
  const phone = await openPhone(kit, 'consumers', row)
  try {
    await world.sms.send({ id: row.notice_id, phone, text: await toSend(kit, text, row), at })
  } catch (error) {
    // Whatever a gateway says about a fault, a phone number in it is not kept.
    throw new Error(String(error).replaceAll(phone, '***********'))
  }
  return text
}
export const textOf = ({ type, data }: Pick<EventRow, 'type' | 'data'>): string | null =>
  noticeText(type, JSON.parse(data))

/** What leads somewhere carries its link; it is made here and never stored. */
async function toSend(kit: Kit, text: string, notice: NoticeRow): Promise<string> {
  const link = await linkOf(kit, notice)
  return link === null ? text : `${text}，${link.before} ${link.url}`
}
