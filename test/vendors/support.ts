import { OFFICIALS, officialPhone } from '../../src/demo/cast'
import { sql } from '../../src/platform/d1'
import type { Scope } from '../../src/vendors/scopes'
import { SCOPES } from '../../src/vendors/scopes'
import { type Counter, good, openCounter } from '../redemptions/support'
import { wireRequest } from '../support/wire'

/** An app that two persons admitted, its key, and what an owner grants it. */
export async function admitsApp(city: Counter, a_minute = 300) {
  const admin = city.operator
  const other = await city.appoints({
    kind: 'operator',
    role: 'operator',
    phone: officialPhone(6_160),
    name: OFFICIALS.reviewer.name,
  })
  const body = {
    name: '云店通',
    vendor: '青岛云店软件有限公司',
    about: '多店报表',
    scopes: [...SCOPES],
    a_minute,
  }
  const app = good(await city.call('POST', '/v1/apps', { token: admin, body }))
  const at = `/v1/apps/${app.id}` as const
  const admits = async (who = other) =>
    city.call('POST', `${at}/admission`, { token: await city.as(who), body: {} })
  return { app, at, admin, other, admits }
}

let keys = 0
export async function openVendors(a_minute?: number) {
  const city = await openCounter()
  const vendor = await admitsApp(city, a_minute)
  good(await vendor.admits())
  const key = good(await city.call('POST', `${vendor.at}/keys`, { token: vendor.admin, body: {} }))
  const branches = await city.rows(sql`SELECT id FROM shops WHERE merchant_id = ${city.shop.id}`)
  const grants = async (
    scopes: readonly Scope[] = SCOPES,
    shop_ids = branches.map((b) => String(b.id)),
  ) =>
    city.call('POST', '/v1/app-grants', {
      token: await city.till(city.shop, 'owner'),
      body: { app_id: vendor.app.id, shop_ids, scopes: [...scopes] },
    })
  const token = (more: object = {}) =>
    city.call('POST', '/v1/oauth/token', {
      body: {
        grant_type: 'client_credentials' as const,
        client_id: vendor.app.id,
        client_secret: key.secret,
        merchant_id: city.shop.id,
        ...more,
      },
    })
  return {
    city,
    ...vendor,
    key,
    branches: branches.map((b) => String(b.id)),
    grants,
    token,
    bearer: async (more: object = {}) => good(await token(more)).access_token,
    /** As a library of OAuth sends it. */
    form: (text: string, headers: Record<string, string> = {}) => {
      const { url } = wireRequest('POST', '/v1/oauth/token', {}, () => `oauth-${++keys}`)
      return city.fetch(
        new Request(url, {
          method: 'POST',
          headers: { 'Content-Type': 'application/x-www-form-urlencoded', ...headers },
          body: text,
        }),
      )
    },
  }
}
