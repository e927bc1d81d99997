import { beforeAll, describe, expect, it } from 'vitest'
import { ENGINE } from '#storage'
import { isKeyed } from '../../src/contract/refusals'
import { OPERATIONS, type Operation } from '../../src/platform/http'
import { anyhow, wireMethod } from '../support/addresses'
import { type City, openCity } from '../support/city'
import { notInContract } from '../support/contract'
import type { WireRequest } from '../support/wire'

let city: City
beforeAll(async () => {
  city = await openCity()
})
const concrete = ({ path }: Pick<Operation, 'path'>) => path.replace(/:\w+/g, 'x')
const JSON_TYPE = { 'Content-Type': 'application/json' }

/** Every wrong way to ask that has nothing to do with what is asked: `call` refuses a reply outside the contract. */
const WRONG_WAYS: [string, WireRequest, (op: Operation) => number[]][] = [
  ['without a token', { body: {} }, () => [200, 400, 401, 404, 415, 422]],
  ['with nonsense for a token', { body: {}, token: 'x' }, () => [200, 400, 401, 404, 415, 422]],
  ['with an unknown parameter', { body: { surprise: 1 } }, () => [200, 400, 401, 404, 415, 422]],
  [
    'without a key',
    { body: {}, key: null },
    (op) => (isKeyed(op) ? [400] : [200, 400, 401, 404, 422]),
  ],
  [
    'with a bad key',
    { body: {}, key: 'a b' },
    (op) => (isKeyed(op) ? [400] : [200, 400, 401, 404, 422]),
  ],
  [
    'in another media type',
    { raw: 'x', headers: { 'Content-Type': 'image/png' } },
    () => [400, 401, 415],
  ],
  ['with broken JSON', { raw: '{"x":', headers: JSON_TYPE }, () => [400, 401, 415]],
  [
    'with far too much',
    { raw: JSON.stringify({ x: 'x'.repeat(300_000) }), headers: JSON_TYPE },
    () => [400, 401, 413, 415],
  ],
]

describe(`the contract on ${ENGINE}`, () => {
  it.each(WRONG_WAYS)('holds for every operation that is asked %s', async (_how, options, may) => {
    for (const op of OPERATIONS) {
      if (options.raw !== undefined && op.method === 'get') continue
      const reply = await city.call(wireMethod(op), anyhow(concrete(op)), options)
      expect(may(op), `${op.operationId} → ${reply.status} ${reply.text}`).toContain(reply.status)
    }
  })
  it('holds for every method that an address does not have, and names those it has', async () => {
    for (const { path } of OPERATIONS) {
      const has = OPERATIONS.filter((op) => op.path === path).map(({ method }) => method)
      const other = (['get', 'post', 'put', 'delete'] as const).find((one) => !has.includes(one))
      if (!other) continue
      const reply = await city.call(wireMethod({ method: other }), anyhow(concrete({ path })))
      if (reply.status === 404 || reply.body?.code === 'idempotency_key_missing') continue
      expect([reply.status, reply.body.code], `${other} ${path}`).toEqual([
        405,
        'method_not_allowed',
      ])
      expect(reply.headers.get('allow')?.toLowerCase().split(', ')).toEqual(
        expect.arrayContaining(has),
      )
    }
  })
  it('would find a status, a code, a media type and a header that are not in it', async () => {
    const { status, headers, text } = await city.call('GET', '/v1/me', {})
    const said = { method: 'GET', path: '/v1/me', status, headers, text }
    const but = (change: object, header: [string, string] | null = null) => {
      const changed = new Headers(headers)
      if (header) changed.set(...header)
      return notInContract({ ...said, headers: changed, ...change }).join()
    }
    expect(but({})).toBe('')
    expect(but({ status: 418 })).toContain('is not in the contract')
    expect(but({ text: '{"code":"card_frozen"}' })).toContain('card_frozen is not one of')
    expect(but({}, ['Content-Type', 'text/html'])).toContain('text/html is not one of')
    expect(but({}, ['X-Surprise', '1'])).toContain('x-surprise is not said')
    const silent = new Headers(headers)
    silent.delete('www-authenticate')
    expect(but({ headers: silent })).toContain('lacks header WWW-Authenticate')
  })
})
