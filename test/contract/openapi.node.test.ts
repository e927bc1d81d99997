import { describe, expect, it } from 'vitest'
import '../../src/app'
import { openApiLint } from '../../scripts/openapi/lint'
import { openApiDocument, openApiFrom } from '../../src/contract/document'
import examples from '../../src/contract/examples.json'
import { REFUSALS } from '../../src/kernel/refusals'
import { OPERATIONS } from '../../src/platform/http'

type Tree = { [key: string]: any }
const op = (document: Tree, path: string, method = 'get'): Tree => document.paths[path][method]

describe('the contract document', () => {
  it('has no fault that the lint knows', () => {
    expect(openApiLint(openApiDocument())).toEqual([])
  })
  it('has every operation once, and the same bytes every time', () => {
    const { paths } = openApiDocument()
    const names = Object.values(paths).flatMap((item) =>
      Object.values(item).map((one) => (one as Tree).operationId),
    )
    expect(names.sort()).toEqual(OPERATIONS.map(({ operationId }) => operationId).sort())
    expect(JSON.stringify(openApiFrom([...OPERATIONS].reverse(), examples))).toBe(
      JSON.stringify(openApiDocument()),
    )
  })
  it('names every refusal that anybody may get, and none that nobody can', () => {
    const said = new Set(
      [...JSON.stringify(openApiDocument()).matchAll(/"code":\{"enum":(\[[^\]]*\])/g)].flatMap(
        ([, codes = '[]']) => JSON.parse(codes) as string[],
      ),
    )
    const problem = openApiDocument().components.schemas?.Problem?.properties?.code?.enum ?? []
    expect([...problem].sort()).toEqual(Object.keys(REFUSALS).sort())
    for (const code of said) expect(problem).toContain(code)
  })
  it('asks nobody for a token where none is needed, and everybody else', () => {
    for (const { path, method, policy } of OPERATIONS) {
      const { security } = op(openApiDocument(), path.replace(/:(\w+)/g, '{$1}'), method)
      const who = typeof policy === 'object' ? Object.keys(policy) : []
      const wanted = [
        ...(who.some((one) => one !== 'terminal') ? [{ token: [] }] : []),
        ...(who.includes('terminal') ? [{ terminal_signature: [] }] : []),
      ]
      // The provider's notices and what development alone has ask otherwise.
      const is_other = typeof policy === 'string' && policy !== 'public'
      expect(security, path).toEqual(is_other ? security : wanted)
    }
  })
  it('shows the main story as it was: bought, used, given back, told', () => {
    const { operations, events } = examples
    expect(Object.keys(operations)).toEqual(
      expect.arrayContaining(['buyOffer', 'payPurchase', 'redeemByCode', 'requestRefund']),
    )
    expect(Object.keys(events)).toEqual(
      expect.arrayContaining(['purchase.paid', 'redemption.succeeded', 'refund.done']),
    )
    const { content } = op(openApiDocument(), '/v1/redemptions', 'post').responses['201']
    expect(content['application/json'].examples.story.value).toEqual(operations.redeemByCode.answer)
  })
  it('says booleans, days and instants as such', () => {
    const { schemas = {} } = openApiDocument().components
    expect(schemas.Offer?.properties?.expiry_refund?.type).toBe('boolean')
    expect(schemas.NewBooking?.properties?.starts_at).toMatchObject({ format: 'date-time' })
    expect(schemas.NewBooking?.oneOf).toHaveLength(3)
    expect(op(openApiDocument(), '/v1/redemptions').description).toContain(
      'Give exactly one of card_id, out_no',
    )
  })
  it('gives files their own media types, and takes raw bodies as they come', () => {
    const media = (path: string, method: string, of: 'in' | 'out') => {
      const one = op(openApiDocument(), path, method)
      return Object.keys((of === 'in' ? one.requestBody : one.responses['200']).content)
    }
    expect(media('/v1/exports/journal', 'get', 'out')).toEqual([
      'text/plain',
      'text/csv',
      'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
    ])
    expect(media('/v1/resolution-packs/{merchant_id}/file', 'get', 'out')).toEqual(['text/csv'])
    expect(media('/v1/bank/statements', 'post', 'in')).toContain('text/csv')
    expect(media('/webhooks/stripe', 'post', 'in')).toEqual(['application/json'])
  })
})

type Change = (before: Tree) => unknown
/** A copy of the document in which one place has another value, or none. */
function spoiled(place: readonly string[], value: unknown): string[] {
  const copy = structuredClone(openApiDocument()) as Tree
  const last = place.at(-1) ?? ''
  const parent = place.slice(0, -1).reduce((node, key) => node[key], copy)
  if (value === undefined) delete parent[last]
  else parent[last] = typeof value === 'function' ? (value as Change)(parent[last]) : value
  return openApiLint(copy)
}
const with_ =
  (...more: unknown[]): Change =>
  (before) => [...(before as unknown as unknown[]), ...more]
const LIST = ['paths', '/v1/events', 'get']
const READ = ['paths', '/v1/events/{id}', 'get']
const BOOK = ['paths', '/v1/bookings', 'post']
const OFFER = ['components', 'schemas', 'Offer']
const FIELD = [...OFFER, 'properties', 'name']
const KIND = [...OFFER, 'properties', 'kind', 'enum']
const lonely = { type: 'object' }
const crowded = { $ref: '#/components/responses/NotSignedIn', x: 1 }

describe('the lint finds', () => {
  it.each<[string, readonly string[], unknown, string]>([
    ['another version', ['openapi'], '3.0.3', 'is not 3.1'],
    ['no licence', ['info', 'license'], undefined, 'has no license'],
    ['a licence that is nowhere', ['info', 'license'], { name: 'x' }, 'neither url'],
    ['no contact', ['info', 'contact'], undefined, 'has no contact'],
    ['no server', ['servers'], [], 'there is none'],
    ['a server that is none', ['servers'], [{ url: 'https://x.cn/' }], 'is no address'],
    ['a name twice', [...LIST, 'operationId'], 'readEvent', 'not its own'],
    ['a name of another spelling', [...LIST, 'operationId'], 'list_events', 'camelCase'],
    ['an unknown tag', [...LIST, 'tags'], ['nowhere'], 'is not defined'],
    ['two tags', [...LIST, 'tags'], ['webhooks', 'cards'], 'does not have one tag'],
    ['a tag on nothing', ['tags'], with_({ name: 'x', description: 'x' }), 'no operation'],
    ['a tag unsaid', ['tags', '0', 'description'], undefined, 'has no description'],
    ['no Chinese', [...LIST, 'summary'], 'x', 'no Chinese summary'],
    ['no English', [...LIST, 'x-summary-en'], '', 'no English summary'],
    ['no security', [...LIST, 'security'], undefined, 'does not say who may'],
    ['a strange scheme', [...LIST, 'security'], [{ x: [] }], 'security x'],
    ['a token for all', [...LIST, 'x-policy'], 'public', 'is public'],
    ['no success', [...READ, 'responses', '200'], undefined, 'never succeeds'],
    ['no refusal', [...READ, 'responses'], { 200: { description: 'x' } }, 'never refuses'],
    ['an answer unsaid', [...READ, 'responses', '200', 'description'], undefined, 'not described'],
    ['an undeclared parameter', [...READ, 'parameters'], [], '{id} is not declared'],
    ['a stray parameter', [...READ, 'parameters', '0', 'name'], 'x', 'not in the address'],
    ['a parameter unsaid', [...READ, 'parameters', '0', 'description'], '', 'id is not described'],
    ['a parameter of no shape', [...READ, 'parameters', '0', 'schema'], undefined, 'no schema'],
    ['an optional address', [...READ, 'parameters', '0', 'required'], false, 'must be required'],
    ['a parameter twice', [...READ, 'parameters'], (p: Tree) => [p[0], p[0]], 'twice'],
    ['a write without a key', [...BOOK, 'parameters'], [], 'no Idempotency-Key'],
    ['a body of no type', [...BOOK, 'requestBody', 'content'], {}, 'of no media type'],
    ['two addresses that are one', ['paths', '/v1/events/{no}'], {}, 'cannot be told'],
    ['an ambiguous address', ['paths', '/v1/{kind}/newest'], {}, 'cannot be told'],
    ['a strange address', ['paths', '/v1/events/'], {}, 'not spelt'],
    ['an unused component', ['components', 'schemas', 'Lonely'], lonely, 'used by nothing'],
    ['a dangling reference', OFFER, undefined, 'leads nowhere'],
    ['a reference with company', [...READ, 'responses', '401'], crowded, 'stand alone'],
    ['a field unsaid', [...FIELD, 'description'], undefined, 'name: is not described'],
    ['a list of anything', [...OFFER, 'properties', 'clauses', 'items'], undefined, 'nobody knows'],
    ['a field of no type', FIELD, { description: 'x' }, 'nothing of its type'],
    ['a required stranger', [...OFFER, 'required'], with_('x'), 'requires x'],
    ['an enum of another type', KIND, with_(1), 'not of its type'],
    ['a value twice', KIND, with_('count'), 'value twice'],
    ['a keyword nobody knows', [...OFFER, 'nullable'], true, 'no keyword'],
    ['a pattern that is none', [...FIELD, 'pattern'], '(', 'pattern is none'],
    ['a default that does not fit', [...FIELD, 'default'], 1, 'example or default'],
    [
      'an example that does not fit',
      [...READ, 'responses', '200', 'content', 'application/json', 'examples'],
      { x: { value: {} } },
      'example x',
    ],
  ])('%s', (_what, place, value, fault) => {
    expect(spoiled(place, value).join('\n')).toContain(fault)
  })
})
