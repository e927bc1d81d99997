import { sql } from '../../src/platform/d1'
import { SCOPES } from '../../src/vendors/scopes'
import { type Desk, good } from '../refunds/support'

export type StandingApp = { grant_id: string; token: () => Promise<string> }
/** An app that two of the platform admitted and the owner granted everything there is; and one that waits. */
export async function standsApp(desk: Desk): Promise<StandingApp> {
  const operators = await desk.rows(
    sql`SELECT id FROM officials WHERE kind = 'operator' AND disabled_at IS NULL ORDER BY id LIMIT 2`,
  )
  const [maker = '', checker = ''] = operators.map(({ id }) => String(id))
  const body = {
    name: '云店通',
    vendor: '青岛云店软件有限公司',
    about: '多店报表',
    scopes: [...SCOPES],
    a_minute: 6_000,
  }
  good(await desk.says(maker, 'POST', '/v1/apps', { ...body, name: '云店通旧版' }))
  const app = good(await desk.says(maker, 'POST', '/v1/apps', body))
  good(await desk.says(checker, 'POST', `/v1/apps/${app.id}/admission`))
  const key = good(await desk.says(maker, 'POST', `/v1/apps/${app.id}/keys`))
  const shops = good(await desk.says(desk.owner, 'GET', '/v1/merchant-shops')).data
  const shop_ids = shops.map(({ id }) => id)
  const wish = { app_id: app.id, shop_ids, scopes: [...SCOPES] }
  const grant = good(await desk.says(desk.owner, 'POST', '/v1/app-grants', wish))
  const asked = {
    grant_type: 'client_credentials',
    client_id: app.id,
    client_secret: key.secret,
    merchant_id: desk.shop.id,
  } as const
  const token = async () =>
    good(await desk.call('POST', '/v1/oauth/token', { body: asked })).access_token
  const hook = { url: 'https://hooks.example.com/app', types: ['payout.paid' as const] }
  good(await desk.call('POST', '/v1/webhook-endpoints', { token: await token(), body: hook }))
  return { grant_id: grant.id, token }
}
