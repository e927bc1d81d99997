import { base64url, sha256 } from '../environment/crypto'
import { isSamePerson, readSamePerson } from '../identity/persons'
import { refuse } from '../kernel/refusals'
import { type Instant, localDate, plusDays } from '../kernel/time'
import { endGrantEndpointsStatements } from '../notify/store'
import type { Ask } from '../platform/act'
import { sql } from '../platform/d1'
import { answerOnce } from '../platform/journal'
import type { Kit, World } from '../platform/world'
import type { Scope } from './scopes'
import {
  type AppDetailRow,
  type AppRow,
  insertApp,
  insertKey,
  type KeyListedRow,
  type KeyRow,
  pinVersionStatement,
  readAppGrantIds,
  readApps,
  revokeKeyStatement,
  updateApp,
} from './store'
import { API_VERSIONS, LATEST_VERSION } from './token-rules'
import { presentApp, presentKey } from './views'

export const weekBefore = (now: Instant) => plusDays(localDate(now), -7)

type NewApp = {
  name: string
  vendor: string
  about: string
  scopes: readonly Scope[]
  a_minute: number
}
/** One person of the platform enters another maker's app; it waits for a second one. */
export const registerApp = (world: World, ask: Ask, said: NewApp) =>
  answerOnce(world, ask, {
    reads: () => ({}),
    decide: ({ actor, now, kit }) => {
      const row: AppRow = {
        id: kit.newId('app'),
        ...said,
        scopes: JSON.stringify(said.scopes),
        registered_by: actor.id,
        registered_at: now,
        admitted_by: null,
        admitted_at: null,
        suspended_by: null,
        suspended_at: null,
        suspended_reason: null,
        version: 1,
      }
      const body = presentApp({ ...row, keys: '[]', grants_count: 0, asked_week: 0 })
      return { status: 201, subject_id: row.id, body, statements: [insertApp(row)] }
    },
  })

/**
 * Another person admits an app, or lets one in again that was stopped. Refuses app_not_found, app_not_waiting,
 * checker_must_not_be_maker.
 */
export function admitApp(world: World, ask: Ask, id: string) {
  const maker = sql`(SELECT coalesce(suspended_by, registered_by) FROM apps WHERE id = ${id})`
  return answerOnce(world, ask, {
    reads: (who, now) => ({
      apps: readApps(sql`a.id = ${id}`, weekBefore(now)),
      same: readSamePerson(who, maker),
    }),
    decide: ({ actor, rows, now }) => {
      const app = rows.apps[0] ?? refuse('app_not_found')
      if (app.admitted_at !== null && app.suspended_at === null) refuse('app_not_waiting')
      if (isSamePerson(rows.same)) refuse('checker_must_not_be_maker')
      const after: AppDetailRow = {
        ...app,
        admitted_by: actor.id,
        admitted_at: now,
        suspended_by: null,
        suspended_at: null,
        suspended_reason: null,
      }
      return {
        status: 200,
        subject_id: id,
        body: presentApp(after),
        statements: [updateApp(after)],
      }
    },
  })
}

/** One person stops an app for every shop, with its next request; its webhooks end. Refuses app_not_found, app_not_open. */
export const suspendApp = (world: World, ask: Ask, said: { id: string; reason: string }) =>
  answerOnce(world, ask, {
    reads: (_who, now) => ({ apps: readApps(sql`a.id = ${said.id}`, weekBefore(now)) }),
    decide: ({ actor, rows, now }) => {
      const app = rows.apps[0] ?? refuse('app_not_found')
      if (app.suspended_at !== null) refuse('app_not_open')
      const after: AppDetailRow = {
        ...app,
        suspended_by: actor.id,
        suspended_at: now,
        suspended_reason: said.reason,
      }
      return {
        status: 200,
        subject_id: said.id,
        body: presentApp(after),
        statements: [
          updateApp(after),
          ...endGrantEndpointsStatements(readAppGrantIds(said.id), now),
        ],
      }
    },
  })

/** The secret of a key: derived from its id under the master key, told once, kept as a hash. */
async function keySecret(kit: Pick<Kit, 'secrets'>, id: string): Promise<string> {
  return `yfbs_${base64url(await kit.secrets.mac('app_key', id))}`
}
export const secretHash = (secret: string): Promise<string> => sha256(secret)

/** A key for an app that is admitted, at the newest version of the API. Refuses app_not_found, app_not_open, app_keys_too_many. */
export const makeAppKey = (world: World, ask: Ask, id: string) =>
  answerOnce(world, ask, {
    reads: (_who, now) => ({ apps: readApps(sql`a.id = ${id}`, weekBefore(now)) }),
    decide: async ({ actor, rows, now, kit }) => {
      const app = rows.apps[0] ?? refuse('app_not_found')
      if (app.admitted_at === null || app.suspended_at !== null) refuse('app_not_open')
      const keys = JSON.parse(app.keys) as KeyListedRow[]
      if (keys.filter(({ revoked_at }) => revoked_at === null).length >= 5)
        refuse('app_keys_too_many')
      const key_id = kit.newId('apk')
      const secret = await keySecret(kit, key_id)
      const row: KeyRow = {
        id: key_id,
        app_id: id,
        secret_hash: await secretHash(secret),
        hint: secret.slice(-4),
        api_version: LATEST_VERSION,
        created_by: actor.id,
        created_at: now,
        revoked_at: null,
      }
      return {
        status: 201,
        subject_id: id,
        body: presentKey(row),
        statements: [insertKey(row)],
      }
    },
    reveal: async (body) => ({ ...body, secret: await keySecret(world, body.id) }),
  })

type Named = { id: string; key_id: string }
const keyIn = (app: AppDetailRow | undefined, key_id: string): KeyListedRow => {
  const keys = JSON.parse((app ?? refuse('app_not_found')).keys) as KeyListedRow[]
  return keys.find(({ id }) => id === key_id) ?? refuse('app_key_not_found')
}
/** A key ends for ever, and every token made by it. Refuses app_not_found, app_key_not_found. */
export const revokeAppKey = (world: World, ask: Ask, { id, key_id }: Named) =>
  answerOnce(world, ask, {
    reads: (_who, now) => ({ apps: readApps(sql`a.id = ${id}`, weekBefore(now)) }),
    decide: ({ rows, now }) => {
      const key = keyIn(rows.apps[0], key_id)
      const is_live = key.revoked_at === null
      return {
        status: 200,
        subject_id: id,
        body: presentKey({ ...key, revoked_at: key.revoked_at ?? now }),
        statements: is_live ? [revokeKeyStatement(key_id, now)] : [],
      }
    },
  })
/**
 * A key is moved to another version of the API, deliberately; its next token speaks it. Refuses app_not_found,
 * app_key_not_found, api_version_unknown, app_changed_meanwhile.
 */
export const pinAppVersion = (world: World, ask: Ask, said: Named & { api_version: string }) =>
  answerOnce(world, ask, {
    reads: (_who, now) => ({ apps: readApps(sql`a.id = ${said.id}`, weekBefore(now)) }),
    decide: ({ rows }) => {
      const key = keyIn(rows.apps[0], said.key_id)
      const api_version =
        API_VERSIONS.find((one) => one === said.api_version) ?? refuse('api_version_unknown')
      return {
        status: 200,
        subject_id: said.id,
        body: presentKey({ ...key, api_version }),
        statements: [pinVersionStatement(said.key_id, api_version)],
      }
    },
  })
