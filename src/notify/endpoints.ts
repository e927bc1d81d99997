import { hmacNow } from '../environment/crypto'
import { refuse } from '../kernel/refusals'
import { DAY_MS, type Instant, plusMs, SECOND_MS } from '../kernel/time'
import type { Ask } from '../platform/act'
import { type Statement, sql } from '../platform/d1'
import { answerOnce } from '../platform/journal'
import type { Kit, World } from '../platform/world'
import {
  bringForwardStatement,
  type EndpointRow,
  endDeliveriesStatement,
  insertEndpoint,
  newestSeq,
  readEndpoints,
  updateEndpoint,
} from './store'
import { checkedUrl, devOrigin } from './url-rules'
import { presentEndpoint } from './views'

/** A subscriber gives an address; it is told what happens from now on. Refuses endpoint_url_refused, endpoints_full. */
export function addEndpoint(
  world: World,
  ask: Ask,
  request: { url: string; types: readonly string[] },
) {
  return answerOnce(world, ask, {
    reads: () => ({ newest: newestSeq }),
    decide: ({ actor, rows, now, kit }) => {
      const owner_kind = actor.kind === 'staff' || actor.kind === 'app' ? 'merchant' : actor.kind
      if (owner_kind !== 'merchant' && owner_kind !== 'bank' && owner_kind !== 'operator')
        refuse('role_not_allowed')
      const endpoint: EndpointRow = {
        id: kit.newId('whk'),
        owner_kind,
        merchant_id: actor.merchant_id,
        created_by: actor.id,
        url: checkedUrl(request.url, devOrigin(kit.config)),
        types: JSON.stringify(request.types),
        rotation: 1,
        rotated_at: null,
        read_to_seq: rows.newest[0]?.seq ?? 0,
        failing_since: null,
        disabled_at: null,
        disabled_reason: null,
        deleted_at: null,
        created_at: now,
        version: 1,
      }
      const statements = [insertEndpoint(endpoint)]
      return { status: 201, subject_id: endpoint.id, body: presentEndpoint(endpoint), statements }
    },
    reveal: (body) => withSecret(world, body),
  })
}

/** The secret is added on the way out and never stored; a replayed answer carries the secret of its own rotation. */
const withSecret = async (kit: Kit, body: ReturnType<typeof presentEndpoint>) => ({
  ...body,
  secret: await endpointSecret(kit, { id: body.id, rotation: body.rotation, rotated_at: null }),
})

type Change = (
  endpoint: EndpointRow,
  now: Instant,
  kit: Kit,
) => { after: EndpointRow; also?: Statement[] }
function changeIt(world: World, ask: Ask, id: string, change: Change) {
  return answerOnce(world, ask, {
    reads: (who) => ({ endpoints: readEndpoints(who, sql`w.id = ${id}`) }),
    decide: ({ rows, now, kit }) => {
      const endpoint = rows.endpoints[0] ?? refuse('endpoint_not_found')
      const { after, also = [] } = change(endpoint, now, kit)
      const statements = [updateEndpoint(after), ...also]
      return { status: 200, subject_id: id, body: presentEndpoint(after), statements }
    },
  })
}

export const editEndpoint = (
  world: World,
  ask: Ask,
  request: { id: string; url: string; types: readonly string[] },
) =>
  changeIt(world, ask, request.id, (endpoint, _now, kit) => ({
    after: {
      ...endpoint,
      url: checkedUrl(request.url, devOrigin(kit.config)),
      types: JSON.stringify(request.types),
    },
  }))

export const disableEndpoint = (world: World, ask: Ask, id: string) =>
  changeIt(world, ask, id, (endpoint, now) => ({
    after:
      endpoint.disabled_at === null
        ? { ...endpoint, disabled_at: now, disabled_reason: 'by_owner' }
        : endpoint,
  }))

/** Switched on again: what happened meanwhile is delivered in order from where it stopped. */
export const enableEndpoint = (world: World, ask: Ask, id: string) =>
  changeIt(world, ask, id, (endpoint, now) => ({
    after: { ...endpoint, disabled_at: null, disabled_reason: null, failing_since: null },
    also: [bringForwardStatement(id, now)],
  }))

/** Taken away for good: nobody finds it any more, and what still stood at it ends. Its rows stay. */
export const deleteEndpoint = (world: World, ask: Ask, id: string) =>
  changeIt(world, ask, id, (endpoint, now) => ({
    after: {
      ...endpoint,
      disabled_at: endpoint.disabled_at ?? now,
      disabled_reason: endpoint.disabled_reason ?? 'by_owner',
      deleted_at: now,
    },
    also: [endDeliveriesStatement(id, now)],
  }))

/** A new secret; the old one signs beside it for a day. */
export function rotateSecret(world: World, ask: Ask, id: string) {
  return answerOnce(world, ask, {
    reads: (who) => ({ endpoints: readEndpoints(who, sql`w.id = ${id}`) }),
    decide: ({ rows, now }) => {
      const endpoint = rows.endpoints[0] ?? refuse('endpoint_not_found')
      const after = { ...endpoint, rotation: endpoint.rotation + 1, rotated_at: now }
      const statements = [updateEndpoint(after)]
      return { status: 200, subject_id: id, body: presentEndpoint(after), statements }
    },
    reveal: (body) => withSecret(world, body),
  })
}

/** For a day after a rotation both secrets sign, so that nobody misses an event while they change theirs. */
const BOTH_SIGN_MS = DAY_MS
type Keyed = { id: string; rotation: number; rotated_at: Instant | null }

const bytesOf = (kit: Kit, id: string, rotation: number) =>
  kit.secrets.mac('webhook_secret', `${id}|${rotation}`)
const base64 = (bytes: Uint8Array): string => btoa(String.fromCharCode(...bytes))

/** The secret as Standard Webhooks spells it. Derived, never stored; shown when it is made and never again. */
const endpointSecret = async (kit: Kit, { id, rotation }: Keyed): Promise<string> =>
  `whsec_${base64(await bytesOf(kit, id, rotation))}`

/**
 * Headers of Standard Webhooks: `v1,<base64 HMAC-SHA-256 over id.timestamp.body>`, one per secret in force. The
 * timestamp is the machine's: a receiver refuses what is minutes off its own clock, wherever a demo's clock stands.
 */
export async function signedHeaders(
  world: World,
  endpoint: Keyed,
  message: { id: string; body: string; now: Instant },
): Promise<Record<string, string>> {
  const { id, body, now } = message
  const timestamp = String(Math.floor(world.machine_ms() / SECOND_MS))
  const overlap = endpoint.rotated_at !== null && now < plusMs(endpoint.rotated_at, BOTH_SIGN_MS)
  const rotations = overlap ? [endpoint.rotation, endpoint.rotation - 1] : [endpoint.rotation]
  const signatures = await Promise.all(
    rotations.map(async (n) =>
      base64(hmacNow(await bytesOf(world, endpoint.id, n), `${id}.${timestamp}.${body}`)),
    ),
  )
  return {
    'Content-Type': 'application/json; charset=utf-8',
    'webhook-id': id,
    'webhook-timestamp': timestamp,
    'webhook-signature': signatures.map((signature) => `v1,${signature}`).join(' '),
  }
}
