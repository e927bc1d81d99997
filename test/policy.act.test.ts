import { beforeAll, describe, expect, it } from 'vitest'
import { HOLDERS, OFFICIALS } from '../src/demo/cast'
import { DOORS } from '../src/doors'
import { DAY_MS } from '../src/kernel/time'
import { type Kind, ROLE_KINDS, type Role } from '../src/platform/actor'
import { OPERATIONS } from '../src/platform/http'
import { anyhow, type Method, wireMethod } from './support/addresses'
import { type City, type Official, openCity } from './support/city'
import { routesWithoutPolicy } from './support/undeclared'
import type { WireRequest } from './support/wire'
import { openWorld, type TestWorld } from './support/world'

const ID: Record<string, string> = {
  id: 'crd_00000000000000000000000000',
  code: 'NOSUCH',
  staff_id: 'stf_00000000000000000000000000',
}
const concrete = (path: string) => path.replace(/:(\w+)/g, (_all, name: string) => ID[name] ?? 'x')

/** Somebody of every kind, signed in. */
async function liveTokens(city: City): Promise<[Kind, string][]> {
  const official = async (
    kind: Official['kind'],
    role: Official['role'],
    phone: string,
    districts: string[] = [],
  ) => {
    const body = { kind, role, name: '小丛', phone, districts } as const
    const made = await city.call('POST', '/v1/officials', { token: city.operator, body })
    return city.as(made.body.id)
  }
  const shop = await city.opens()
  return [
    ['consumer', (await city.joins(HOLDERS.li.phone)).token],
    ['staff', await city.as(shop.cashier_id)],
    ['bank', await official('bank', 'bank', OFFICIALS.teller.phone)],
    [
      'regulator',
      await official('regulator', 'supervisor', OFFICIALS.supervisor.phone, ['huancui']),
    ],
    ['operator', city.operator],
  ]
}

describe('every route', () => {
  let city: TestWorld
  beforeAll(async () => {
    city = await openWorld()
  })

  it('is an operation with a policy, or is named here with a reason', () => {
    expect(routesWithoutPolicy(city.app)).toEqual([])
  })
  it('hides no other: what is found first is what is asked for', () => {
    const asked = city.app.routes.filter(({ method }) => method !== 'ALL')
    const hides = (earlier: string, path: string) =>
      earlier !== path &&
      new RegExp(`^${earlier.replace(/:\w+/g, '[^/]+').replace('/*', '/.+')}$`).test(path)
    const hidden = asked.flatMap(({ method, path }, at) =>
      asked
        .slice(0, at)
        .filter((earlier) => earlier.method === method && hides(earlier.path, path))
        .map((earlier) => `${method} ${path} behind ${earlier.path}`),
    )
    expect(hidden).toEqual([])
  })
  it('is a door of a room, or one that needs all rooms', () => {
    const doors = DOORS.flatMap(({ routes }) => routes.flatMap((router) => router.routes))
    const opened = new Set(doors.map(({ method, path }) => `${method} ${path}`))
    const outside = OPERATIONS.map(({ method, path }) => `${method.toUpperCase()} ${path}`)
      .filter((route) => !opened.has(route))
      .filter(
        (route) =>
          !route.includes('/dev/') &&
          !route.includes('/v1/job') &&
          !route.includes('/v1/operations'),
      )
    expect(outside).toEqual([])
  })
  it('has a name of its own', () => {
    const names = OPERATIONS.map(({ operationId }) => operationId)
    expect(names.filter((name, i) => names.indexOf(name) !== i)).toEqual([])
  })
  it('answers 401 to nobody, to nonsense and to a token nobody has', async () => {
    for (const { method, path, policy } of OPERATIONS) {
      if (typeof policy === 'string') continue
      const tokens = [
        undefined,
        'nonsense',
        ...['consumer', 'staff', 'bank', 'regulator', 'operator'].map(
          (kind) => `yfb_${kind}_${'A'.repeat(43)}`,
        ),
      ]
      for (const token of tokens) {
        const reply = await city.call(wireMethod({ method }), anyhow(concrete(path)), {
          ...(token ? { token } : {}),
          body: {},
        })
        expect(
          [401, 422, 415].includes(reply.status),
          `${method} ${path} ${token} → ${reply.status}`,
        ).toBe(true)
        expect(reply.headers.get('content-type')).toMatch(/^application\/problem\+json/)
        if (token === undefined || token === 'nonsense')
          expect(reply.status, `${method} ${path} ${token}`).toBe(401)
      }
    }
  })
  it('answers 403 to a live token of a kind that may not do it, and 401 once it has ended', async () => {
    const city = await openCity()
    const tokens = await liveTokens(city)
    const refused = async (ended: boolean) => {
      for (const { method, path, policy } of OPERATIONS) {
        if (typeof policy === 'string') continue
        const kinds = new Set((Object.keys(policy) as Role[]).map((role) => ROLE_KINDS[role]))
        for (const [kind, token] of tokens) {
          if (kinds.has(kind)) continue
          const reply = await city.call(wireMethod({ method }), anyhow(concrete(path)), {
            token,
            body: {},
          })
          const code = ended ? 'session_expired' : 'role_not_allowed'
          expect([reply.status, reply.body.code], `${method} ${path} ${kind}`).toEqual([
            ended ? 401 : 403,
            code,
          ])
        }
      }
    }
    await refused(false)
    city.advance(400 * DAY_MS)
    await refused(true)
  })
  it('wants an Idempotency-Key on a write', async () => {
    for (const { method, path, policy, only_asks } of OPERATIONS) {
      if (method === 'get' || policy === 'signature' || only_asks) continue
      const reply = await city.call(wireMethod({ method }), anyhow(concrete(path)), {
        key: null,
        body: {},
      })
      expect(reply.body.code, `${method} ${path}`).toBe('idempotency_key_missing')
      expect(reply.status).toBe(400)
    }
  })
  it('answers problem+json to the wrong method, address, media type, size and syntax', async () => {
    const bad = async (
      method: Method,
      path: string,
      options: WireRequest,
      status: number,
      code: string,
    ) => {
      const reply = await city.call(method, anyhow(path), options)
      expect([reply.status, reply.body?.code], `${method} ${path}`).toEqual([status, code])
      expect(reply.headers.get('content-type')).toMatch(/^application\/problem\+json/)
      expect(reply.headers.get('x-request-id')).toBe(reply.body.request_id)
    }
    const headers = { 'Content-Type': 'application/json' }
    await bad('GET', '/v1/nowhere', {}, 404, 'not_found')
    await bad('DELETE', '/v1/sms-codes', {}, 405, 'method_not_allowed')
    await bad(
      'POST',
      '/v1/sms-codes',
      { raw: 'x', headers: { 'Content-Type': 'text/plain' } },
      415,
      'media_type_unsupported',
    )
    await bad('POST', '/v1/sms-codes', { raw: '{"phone":', headers }, 400, 'json_malformed')
    const half = String.raw`{"phone":"\ud800"}`
    await bad('POST', '/v1/sms-codes', { raw: half, headers }, 400, 'json_malformed')
    await bad(
      'POST',
      '/v1/sms-codes',
      { raw: JSON.stringify({ x: 'x'.repeat(20_000) }), headers },
      413,
      'body_too_large',
    )
    await bad('POST', '/v1/sms-codes', { body: { surprise: 1 } }, 422, 'request_invalid')
    await bad(
      'POST',
      '/v1/sms-codes',
      { body: {}, key: 'k'.repeat(256) },
      400,
      'idempotency_key_invalid',
    )
    await bad('POST', '/v1/sms-codes', { body: {}, key: 'a b' }, 400, 'idempotency_key_invalid')
  })
})
