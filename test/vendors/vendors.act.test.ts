import { beforeEach, describe, expect, it } from 'vitest'
import { MINUTE_MS } from '../../src/kernel/time'
import { policyRoles } from '../../src/platform/actor'
import { sql } from '../../src/platform/d1'
import { OPERATIONS } from '../../src/platform/http'
import { isInScope, SCOPES } from '../../src/vendors/scopes'
import { readToken } from '../../src/vendors/token-rules'
import { BREAD, good, openCounter } from '../redemptions/support'
import { admitsApp, openVendors } from './support'

let town: Awaited<ReturnType<typeof openVendors>>
beforeEach(async () => {
  town = await openVendors()
})
const codeOf = ({ body }: { body: { code?: string } }) => body.code

describe('an app', () => {
  it('is admitted by another person than who registered it, and has no key before', async () => {
    const city = await openCounter()
    const { at, admin, admits } = await admitsApp(city)
    const key = await city.call('POST', `${at}/keys`, { token: admin, body: {} })
    expect(codeOf(key)).toBe('app_not_open')
    const own = await city.call('POST', `${at}/admission`, { token: admin, body: {} })
    expect(codeOf(own)).toBe('checker_must_not_be_maker')
    expect(good(await admits()).state).toBe('open')
    expect(codeOf(await admits())).toBe('app_not_waiting')
  })
  it('has nothing of a shop before its owner says so, and then what was granted', async () => {
    const { city, grants, token, bearer } = town
    expect(codeOf(await token())).toBe('app_secret_wrong')
    const cashier = await city.call('POST', '/v1/app-grants', {
      token: await city.till(),
      body: { app_id: town.app.id, shop_ids: town.branches, scopes: ['prices'] },
    })
    expect(codeOf(cashier)).toBe('role_not_allowed')
    good(await grants(['prices', 'shops']))
    expect(codeOf(await grants())).toBe('app_granted_already')
    const as = { token: await bearer() }
    const prices = await city.call('GET', '/v1/price-items', as)
    expect(prices.status).toBe(200)
    expect(prices.headers.get('Yufubao-Version')).toBe('2026-11-30')
    expect(codeOf(await city.call('GET', '/v1/payouts', as))).toBe('app_scope_missing')
    expect(codeOf(await city.call('GET', '/v1/cards', as))).toBe('role_not_allowed')
    const told = await city.rows(
      sql`SELECT count(*) AS n FROM work_notices WHERE text LIKE '%云店通%'`,
    )
    expect(Number(told[0]?.n)).toBeGreaterThan(0)
  })
  it('sees uses of the branches it was granted, and no others', async () => {
    const { city, grants, bearer } = town
    const card = await city.holds({ lots: [BREAD] })
    await city.key(card)
    const { digits } = await city.code(card)
    const use = good(await city.redeem({ code: digits, amount_fen: 1_000 }))
    const owner = await city.till(city.shop, 'owner')
    const branch = good(
      await city.call('POST', '/v1/merchant-shops', {
        token: owner,
        body: { name: '二店', address: '世昌大道 1 号', district: 'huancui' },
      }),
    )
    good(await grants(['uses', 'shops'], [branch.id]))
    const as = { token: await bearer() }
    expect(codeOf(await city.call('GET', `/v1/redemptions/${use.id}`, as))).toBe(
      'redemption_not_found',
    )
    const seen = good(await city.call('GET', '/v1/merchant-shops', as)).data
    expect(seen.map(({ id }) => id)).toEqual([branch.id])
    const [grant] = good(await city.call('GET', '/v1/app-grants', { token: owner })).data
    good(
      await city.call('POST', `/v1/app-grants/${grant?.id}/revocation`, { token: owner, body: {} }),
    )
    good(await grants(['uses']))
    const again = { token: await bearer() }
    expect(good(await city.call('GET', `/v1/redemptions/${use.id}`, again)).id).toBe(use.id)
  })
  it('is out with its next request when grant, key or app ends, and its webhooks end', async () => {
    const { city, grants, bearer, at, admin, key, admits } = town
    const owner = await city.till(city.shop, 'owner')
    const first = good(await grants())
    const as = { token: await bearer() }
    const hook = { url: 'https://hooks.example.com/yfb', types: ['payout.paid' as const] }
    good(await city.call('POST', '/v1/webhook-endpoints', { ...as, body: hook }))
    expect(good(await city.call('GET', '/v1/webhook-endpoints', as)).data).toHaveLength(1)
    const end = `/v1/app-grants/${first.id}/revocation` as const
    good(await city.call('POST', end, { token: owner, body: {} }))
    expect((await city.call('GET', '/v1/price-items', as)).status).toBe(401)
    expect(good(await city.call('GET', '/v1/webhook-endpoints', { token: owner })).data).toEqual([])

    good(await grants())
    const second = { token: await bearer() }
    good(
      await city.call('POST', `${at}/suspension`, { token: admin, body: { reason: '有人投诉' } }),
    )
    expect((await city.call('GET', '/v1/price-items', second)).status).toBe(401)
    expect(codeOf(await town.token())).toBe('app_secret_wrong')
    good(await admits())
    expect((await city.call('GET', '/v1/price-items', second)).status).toBe(200)
    good(await city.call('POST', `${at}/keys/${key.id}/revocation`, { token: admin, body: {} }))
    expect((await city.call('GET', '/v1/price-items', second)).status).toBe(401)
  })
  it('asks so often in a minute, and its use is counted for the owner', async () => {
    const slow = await openVendors(2)
    const { city, bearer } = slow
    good(await slow.grants())
    const as = { token: await bearer() }
    for (let i = 0; i < 2; i++) good(await city.call('GET', '/v1/price-items', as))
    const third = await city.call('GET', '/v1/price-items', as)
    expect([third.status, codeOf(third)]).toEqual([429, 'asked_too_often'])
    city.advance(MINUTE_MS)
    good(await city.call('GET', '/v1/app-grants/current', as))
    const owner = await city.till(city.shop, 'owner')
    const [grant] = good(await city.call('GET', '/v1/app-grants', { token: owner })).data
    expect([grant?.asked_today, grant?.is_open]).toEqual([3, true])
  })
})

describe('a token', () => {
  it('is asked for as a form with Basic, as libraries do, and narrower than granted', async () => {
    const { city, grants, form, app, key } = town
    good(await grants(['prices', 'shops']))
    const basic = `Basic ${btoa(`${app.id}:${key.secret}`)}`
    const said = `grant_type=client_credentials&merchant_id=${city.shop.id}&scope=prices`
    const reply = await form(said, { Authorization: basic })
    expect(reply.status).toBe(200)
    const { access_token, token_type, expires_in, scope } = (await reply.json()) as Record<
      string,
      string
    >
    expect([token_type, expires_in, scope]).toEqual(['Bearer', 1_800, 'prices'])
    const as = { token: String(access_token) }
    expect(codeOf(await city.call('GET', '/v1/merchant-shops', as))).toBe('app_scope_missing')
    expect((await form(`${said}%20payouts`, { Authorization: basic })).status).toBe(422)
    expect((await form(said, { Authorization: `Basic ${btoa(`${app.id}:yfbs_x`)}` })).status).toBe(
      401,
    )
    expect((await form(said, { Authorization: 'Basic %%%' })).status).toBe(422)
  })
  it('ends by itself, is nobody’s when a letter of it is changed, and is in no storage', async () => {
    const { city, grants, bearer, key } = town
    good(await grants())
    const token = await bearer()
    for (const at of [12, 40, 66, 72, 75, 82, token.length - 5]) {
      const bent = `${token.slice(0, at)}${token[at] === '1' ? '2' : '1'}${token.slice(at + 1)}`
      expect((await city.call('GET', '/v1/price-items', { token: bent })).status).toBe(401)
    }
    const rows = await city.everything()
    expect(JSON.stringify(rows)).not.toContain(key.secret)
    expect(JSON.stringify(rows)).not.toContain(token)
    city.advance(30 * MINUTE_MS)
    expect(codeOf(await city.call('GET', '/v1/price-items', { token }))).toBe('session_expired')
  })
  it('speaks the version its key is pinned to, which is moved deliberately', async () => {
    const { city, grants, bearer, at, admin, key } = town
    good(await grants())
    expect(readToken(await bearer())?.claims.api_version).toBe('2026-11-30')
    const pin = `${at}/keys/${key.id}/api-version` as const
    const moved = (api_version: string) =>
      city.call('PUT', pin, { token: admin, body: { api_version } })
    expect(codeOf(await moved('2031-01-01'))).toBe('api_version_unknown')
    expect(good(await moved('2026-11-30')).api_version).toBe('2026-11-30')
  })
})

describe('what an app may ask', () => {
  it('is what the routes say that let apps in, each under a scope', () => {
    const let_in = OPERATIONS.filter(({ policy }) => policyRoles(policy).includes('app'))
    const ids = let_in.map(({ operationId }) => operationId)
    expect(ids.filter((id) => !isInScope(SCOPES, id))).toEqual([])
    const others = OPERATIONS.map(({ operationId }) => operationId).filter(
      (id) => !ids.includes(id),
    )
    expect(others.filter((id) => isInScope(SCOPES, id))).toEqual([])
    expect(isInScope([], 'listPayouts')).toBe(false)
  })
})
