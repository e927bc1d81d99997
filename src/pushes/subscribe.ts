import { base64url, fromBase64 } from '../environment/crypto'
import { insist, refuse } from '../kernel/refusals'
import type { Ask } from '../platform/act'
import { answerOnce } from '../platform/journal'
import type { Kit, World } from '../platform/world'
import { isListener, type Listener } from './encryption'
import { pushAddress } from './service-rules'
import {
  countPushes,
  deletePushStatement,
  insertPushStatements,
  type PushRow,
  readHere,
  readMyPush,
} from './store'
import { presentPush } from './views'

const PUSHES_MAX = 10
export const PUSH_SEALED = 'push'
type Given = { endpoint: string; p256dh: string; auth: string }

/**
 * From now on this browser shows what its holder is told by SMS, at once. It ends with the session and its device. Refuses
 * push_service_unknown, push_keys_invalid, push_subscriptions_full (ten of one person).
 */
export async function subscribe(world: World, ask: Ask, given: Given) {
  const index = base64url(await world.secrets.mac('push-endpoint', given.endpoint))
  const id = world.newId('psb')
  const sealed = await world.secrets.seal(PUSH_SEALED, pushPlace(id), JSON.stringify(given))
  return answerOnce(world, ask, {
    reads: (who, now) => ({
      here: readHere(who.session),
      others: countPushes(who.subject_id, index, now),
    }),
    decide: ({ actor, rows, now, kit }) => {
      const { hostname } = pushAddress(given.endpoint, allowsHere(kit))
      if (!isListener(listenerIn(given))) refuse('push_keys_invalid')
      if ((rows.others[0]?.n ?? 0) >= PUSHES_MAX) refuse('push_subscriptions_full')
      const here = rows.here[0]
      insist(here !== undefined, 'who asks has a session')
      const { session_id, device_id, name } = here
      const beside = { endpoint_index: index, sealed, service: hostname, created_at: now }
      const push: PushRow = { id, consumer_id: actor.id, session_id, device_id, ...beside }
      return {
        status: 201,
        subject_id: id,
        body: presentPush({ ...push, name }, true),
        statements: insertPushStatements(push),
      }
    },
  })
}

/** One of one's own devices shows nothing more. Refuses push_subscription_not_found. */
export const unsubscribe = (world: World, ask: Ask, id: string) =>
  answerOnce(world, ask, {
    reads: (who) => ({ mine: readMyPush(id, who.subject_id) }),
    decide: ({ rows }) => {
      if (!rows.mine[0]) refuse('push_subscription_not_found')
      const body = { id, object: 'push_subscription' as const, deleted: true as const }
      return { status: 200, subject_id: id, body, statements: [deletePushStatement(id)] }
    },
  })

export const pushPlace = (id: string): string => `push_subscriptions.sealed|${id}`
const listenerIn = ({ p256dh, auth }: Given): Listener => ({
  public_key: fromBase64(p256dh),
  auth: fromBase64(auth),
})
/** In development a push service may be this machine. */
export const allowsHere = ({ config }: Pick<Kit, 'config'>): boolean => config.stage === 'dev'

/** Where a browser is, and what a message is sealed with for it; known to nobody but the one that sends. */
export async function openPush(
  kit: Pick<Kit, 'secrets'>,
  { id, sealed }: Pick<PushRow, 'id' | 'sealed'>,
): Promise<{ endpoint: string; listener: Listener }> {
  const given = JSON.parse(await kit.secrets.open(PUSH_SEALED, pushPlace(id), sealed)) as Given
  return { endpoint: given.endpoint, listener: listenerIn(given) }
}
