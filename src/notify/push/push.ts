import { log } from '../../environment/log'
import { Refusal, refuse } from '../../kernel/refusals'
import { DAY_MS, type Instant, plusMs, SECOND_MS } from '../../kernel/time'
import { all, type Statement, sql } from '../../platform/d1'
import { jobAct } from '../../platform/journal'
import type { Kit, World } from '../../platform/world'
import { sealPush } from '../../pushes/encryption'
import { pushAddress } from '../../pushes/service-rules'
import { deletePushStatement } from '../../pushes/store'
import { allowsHere, openPush } from '../../pushes/subscribe'
import { vapidHeader } from '../../pushes/vapid'
import { type DeliveryReply, jittered, TRY_AGAIN_MS } from '../attempt'
import {
  endPushesToStatement,
  endPushStatement,
  laterPushStatement,
  listDuePushes,
  type PushAtRow,
  type PushDeliveryRow,
  readPushAt,
} from '../store'
import { noticeText } from '../words'
import { linkOf } from './link'

/** A service keeps a message for a device that is off so long, and no longer. */
const KEPT_S = DAY_MS / SECOND_MS
/** All messages are filled up to one length: what a service carries does not say by it what happened. */
const PADDED_BYTES = 1_024
/** What these statuses say: there is no such browser any more (RFC 8030 §7.3). */
const GONE: readonly (number | null)[] = [404, 410]

/**
 * Shows on their devices what people are told by SMS, no more than that, sealed for each browser. What a service does not
 * take now is tried again with growing waits and then let go: the SMS is what counts. Who is gone is forgotten. At most
 * `limit` a run; safe to run twice. Throws nothing for one that fails.
 */
export async function pushNotices(
  world: World,
  limit: number,
  where: Statement = sql`1`,
): Promise<number> {
  const due = await all(world.db, listDuePushes(where, world.now(), limit))
  for (const one of due)
    await pushOne(world, one).catch((error: unknown) => {
      if (!(error instanceof Refusal)) log('push_not_tried', { error: String(error) })
    })
  return due.length
}

type Due = Pick<PushDeliveryRow, 'notice_id' | 'subscription_id' | 'tries'>
/** One try. Refuses push_changed_meanwhile when another run was quicker, request_in_flight while it is at it. */
function pushOne(world: World, { notice_id, subscription_id, tries }: Due) {
  const named = [notice_id, subscription_id, tries] as const
  const request = { operation: 'pushNotice', key: named.join(':'), said: named }
  return jobAct(world, request, {
    reads: (_who, now) => ({ pushes: readPushAt(notice_id, subscription_id, now) }),
    call: async ({ rows, kit }) => {
      const row = rows.pushes[0]
      if (row?.tries !== tries) refuse('push_changed_meanwhile')
      return { row, said: await knock(world, kit, row) }
    },
    decide: ({ now, kit, called: { row, said } }) => ({
      status: 200,
      subject_id: notice_id,
      body: { object: 'push', status: said?.status ?? null },
      statements: planAfterPush(kit, row, said, now),
    }),
  })
}

/** Null: there is nobody to tell it to, or no words for it. */
async function knock(world: World, kit: Kit, row: PushAtRow): Promise<DeliveryReply | null> {
  const { sealed, subscription_id: id, type } = row
  const text = row.text || noticeText(type, JSON.parse(row.data))
  if (sealed === null || text === null) return null
  const { endpoint, listener } = await openPush(kit, { id, sealed })
  const { public_url: contact, push_key } = world.config
  const link = await linkOf(kit, row)
  const said = JSON.stringify({ body: text, url: link?.url ?? `${contact}/c`, tag: row.notice_id })
  const fresh = { private_key: world.random(32), salt: world.random(16) }
  try {
    const { href } = pushAddress(endpoint, allowsHere(kit))
    const at_ms = world.machine_ms()
    const headers = {
      Authorization: await vapidHeader(push_key, { endpoint, contact, at_ms }),
      'Content-Encoding': 'aes128gcm',
      'Content-Type': 'application/octet-stream',
      TTL: String(KEPT_S),
      Urgency: 'high',
    }
    const body = sealPush(said, listener, fresh, PADDED_BYTES)
    const { status, retry_after_s = null } = await world.outbound.post(href, headers, body)
    return {
      status,
      fault: status >= 200 && status < 300 ? null : `status ${status}`,
      retry_after_s,
    }
  } catch (error) {
    // The name alone: what a socket says of its fault may hold the address.
    const fault = error instanceof Error ? error.name : 'no answer'
    return { status: null, fault, retry_after_s: null }
  }
}

function planAfterPush(
  kit: Kit,
  row: PushAtRow,
  said: DeliveryReply | null,
  now: Instant,
): Statement[] {
  if (said === null || said.fault === null) return [endPushStatement(row)]
  if (GONE.includes(said.status))
    return [deletePushStatement(row.subscription_id), endPushesToStatement(row.subscription_id)]

  const wait_ms = TRY_AGAIN_MS[row.tries]
  if (wait_ms === undefined) return [endPushStatement(row)]
  const asked_ms = Math.min((said.retry_after_s ?? 0) * SECOND_MS, DAY_MS)
  const next_try_at = plusMs(now, Math.max(jittered(kit, wait_ms), asked_ms))
  return [laterPushStatement({ ...row, tries: row.tries + 1, next_try_at })]
}
