import { hmacNow } from '../environment/crypto'
import { DAY_MS, type Instant, plusMs, SECOND_MS } from '../kernel/time'
import type { Kit, World } from '../platform/world'

/** For a day after a rotation both secrets sign, so that nobody misses an event while they change theirs. */
const BOTH_SIGN_MS = DAY_MS
type Keyed = { id: string; rotation: number; rotated_at: Instant | null }

const bytesOf = (kit: Kit, id: string, rotation: number) =>
  kit.secrets.mac('webhook_secret', `${id}|${rotation}`)
const base64 = (bytes: Uint8Array): string => btoa(String.fromCharCode(...bytes))

/** The secret as Standard Webhooks spells it. Derived, never stored; shown when it is made and never again. */
export const endpointSecret = async (kit: Kit, { id, rotation }: Keyed): Promise<string> =>
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
