import { refuse } from '../kernel/refusals'
import { localDate } from '../kernel/time'
import { readOpenShops } from '../merchants/shop-store'
import { endGrantEndpointsStatements } from '../notify/store'
import { tellStatements } from '../passkeys/notices'
import { isFresh } from '../passkeys/rules'
import type { Ask } from '../platform/act'
import type { Who } from '../platform/actor'
import { type IdRow, sql } from '../platform/d1'
import { answerOnce } from '../platform/journal'
import type { World } from '../platform/world'
import { weekBefore } from './apps'
import type { Scope } from './scopes'
import {
  type GrantDetailRow,
  insertGrant,
  readApps,
  readGrants,
  revokeGrantStatement,
  scopesIn,
} from './store'
import { presentGrant } from './views'

const readOwners = (who: Who) =>
  sql<IdRow>`SELECT id FROM staff WHERE merchant_id = ${who.merchant_id} AND role = 'owner' AND disabled_at IS NULL`

type Wanted = { app_id: string; shop_ids: readonly string[]; scopes: readonly Scope[] }
/**
 * An owner lets an app read of named shops, with a passkey shown within five minutes; every owner is told. Refuses
 * app_not_found, app_not_open, passkey_proof_too_old, app_grant_too_wide, app_granted_already.
 */
export const grantApp = (world: World, ask: Ask, wanted: Wanted) =>
  answerOnce(world, ask, {
    reads: (who, now) => ({
      apps: readApps(sql`a.id = ${wanted.app_id} AND a.admitted_at IS NOT NULL`, weekBefore(now)),
      shops: readOpenShops(who.merchant_id),
      granted: sql<IdRow>`SELECT id FROM app_grants WHERE app_id = ${wanted.app_id}
                            AND merchant_id = ${who.merchant_id} AND revoked_at IS NULL`,
      owners: readOwners(who),
      me: sql<{ name: string }>`SELECT name FROM staff WHERE id = ${who.subject_id}`,
    }),
    decide: ({ actor, rows, now, kit }) => {
      const app = rows.apps[0] ?? refuse('app_not_found')
      if (app.suspended_at !== null) refuse('app_not_open')
      if (!isFresh(actor.authenticated_at, now)) refuse('passkey_proof_too_old')
      const shops = rows.shops.filter(({ id }) => wanted.shop_ids.includes(id))
      const may = scopesIn(app.scopes)
      const is_within =
        shops.length === wanted.shop_ids.length && wanted.scopes.every((one) => may.includes(one))
      if (!is_within || actor.merchant_id === null) refuse('app_grant_too_wide')
      if (rows.granted[0]) refuse('app_granted_already')
      const row: GrantDetailRow = {
        id: kit.newId('apg'),
        app_id: app.id,
        merchant_id: actor.merchant_id,
        shops: JSON.stringify(wanted.shop_ids),
        scopes: JSON.stringify(wanted.scopes),
        granted_by: actor.id,
        granted_at: now,
        revoked_at: null,
        revoked_by: null,
        app_name: app.name,
        vendor: app.vendor,
        is_open: 1,
        granted_by_name: rows.me[0]?.name ?? '',
        shop_names: JSON.stringify(shops.map(({ id, name }) => ({ id, name }))),
        asked_today: 0,
        asked_week: 0,
      }
      const text = `${row.granted_by_name}授权了应用“${app.name}”（${app.vendor}）读本店的数据。不对请马上在“应用”里撤销`
      const to = rows.owners.map(({ id }) => id)
      return {
        status: 201,
        subject_id: row.id,
        body: presentGrant(row),
        statements: [insertGrant(row), ...tellStatements(kit, { to, text, at: now })],
      }
    },
  })

/** It is over with the app's next request, and its webhooks end. Owner or manager. Refuses app_grant_not_found. */
export const revokeAppGrant = (world: World, ask: Ask, id: string) =>
  answerOnce(world, ask, {
    reads: (who, now) => ({
      grants: readGrants(sql`g.id = ${id} AND g.merchant_id = ${who.merchant_id}`, {
        today: localDate(now),
        since: weekBefore(now),
      }),
    }),
    decide: ({ actor, rows, now }) => {
      const grant = rows.grants[0] ?? refuse('app_grant_not_found')
      const is_over = grant.revoked_at !== null
      return {
        status: 200,
        subject_id: id,
        body: presentGrant({ ...grant, revoked_at: grant.revoked_at ?? now }),
        statements: is_over
          ? []
          : [
              revokeGrantStatement(id, actor.id, now),
              ...endGrantEndpointsStatements(sql`(${id})`, now),
            ],
      }
    },
  })
