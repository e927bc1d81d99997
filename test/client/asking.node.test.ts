import { beforeAll, describe, expect, it } from 'vitest'
import { client } from '../../src/client/client'
import { RefusedError } from '../../src/client/errors'
import { buildSending } from '../../src/client/request'
import { OPERATIONS, type Operation } from '../../src/platform/http'
import { BASE_URL } from '../support/wire'
import { openTill, type Till } from './support'

let till: Till
beforeAll(async () => {
  till = await openTill()
})

describe('asking', () => {
  it('gives each reader their own view of a card', async () => {
    const params = { id: till.card }
    const seen = await till.holder.must('GET /v1/cards/:id', { params })
    expect(seen.reader).toBe('consumer')
    const at_till = await till.cashier.must('GET /v1/cards/:id', { params })
    expect(['merchant', 'cashier']).toContain(at_till.reader)
    expect(at_till).not.toHaveProperty('standing')
  })
  it('says what was asked under which id, how often and with which answer', async () => {
    const said = await till.holder.ask('GET /v1/cards/:id', { params: { id: till.card } })
    expect(said).toMatchObject({ is: 'done', status: 200, attempts: 1, key: null, replayed: false })
    expect(said.request_id).toMatch(/^req_/)
  })
  it('throws a refusal with its code, its words and its id where an answer must be', async () => {
    const asked = till.holder.must('GET /v1/cards/:id', {
      params: { id: 'crd_00000000000000000000000000' },
    })
    const error = await asked.catch((thrown: unknown) => thrown)
    if (!(error instanceof RefusedError)) throw error
    expect(error.outcome).toMatchObject({ status: 404, problem: { code: 'card_not_found' } })
    expect(error.message).toContain(error.outcome.request_id)
    expect(error.message).not.toContain('yfb_')
  })
  it('tells which fields of a request are wrong', async () => {
    const body = { code: '811234567891234567', amount_fen: -1 }
    const said = await till.cashier.ask('POST /v1/redemptions', { body })
    expect(said.is === 'refused' && said.problem.errors?.map(({ pointer }) => pointer)).toEqual([
      '/amount_fen',
    ])
  })
  it('leaves in an answer what this version does not know', async () => {
    const newer = client({
      base: BASE_URL,
      fetch: async (request) => {
        const reply = await till.fetch(request)
        const body = { ...((await reply.json()) as object), mood: 'sunny' }
        return new Response(JSON.stringify(body), reply)
      },
    })
    expect(await newer.must('GET /v1/city')).toMatchObject({ object: 'city', mood: 'sunny' })
  })
  it('sends a part of a path as one part, and never one that climbs', () => {
    const at = (id: string) =>
      buildSending(BASE_URL, 'GET /v1/cards/:id', { params: { id } }, () => '').url
    expect(at('a/b?c#d')).toBe(`${BASE_URL}/v1/cards/a%2Fb%3Fc%23d`)
    for (const id of ['', '.', '..']) expect(() => at(id)).toThrow(TypeError)
  })
  it('keys every write by itself and anew, and no question', async () => {
    till.wire.sent = []
    await till.holder.must('GET /v1/cards')
    for (const nickname of ['王秀兰', '王秀英'])
      await till.holder.must('PUT /v1/me', { body: { nickname } })
    const [none, one, two] = till.wire.sent.map(({ headers }) => headers.get('Idempotency-Key'))
    expect(none).toBeNull()
    expect(one).toMatch(/^[0-9a-f-]{36}$/)
    expect(two).not.toBe(one)
  })
  it('does an act that may be asked without a body', async () => {
    const claim = await till.cashier.must('POST /v1/claims', {
      body: { card_id: till.card, amount_fen: 100 },
    })
    const params = { id: claim.id }
    expect(await till.cashier.must('POST /v1/holds/:id/void', { params })).toMatchObject({
      object: 'hold',
    })
  })
  it('brings a file as it is', async () => {
    const owner = till.client.yufubao.as('staff', await till.till(till.shop, 'owner'))
    const day = till.world.now().slice(0, 10)
    const query = { format: 'hledger', from: day, to: day } as const
    const file = await owner.must('GET /v1/merchants/me/exports/journal', { query })
    expect(new TextDecoder().decode(file)).toContain('account ')
  })
})

describe('a token', () => {
  it('that is not the reader’s own is a mistake, found before anything is sent', () => {
    const { token } = till.li
    expect(() => client({ base: BASE_URL, reader: 'staff', token })).toThrow(TypeError)
  })
  it.each(['http://api.example.cn', 'http://10.0.0.5:8787', 'ftp://127.0.0.1'])(
    'never goes over %s in the clear',
    (base) => {
      expect(() => client({ base })).toThrow(TypeError)
    },
  )
  it.each(['https://api.example.cn/', 'http://localhost:8787', 'http://[::1]:8787'])(
    'may go to %s',
    (base) => {
      expect(client({ base })).toHaveProperty('ask')
    },
  )
  it('that has ended is renewed once, and the act goes on under its key', async () => {
    const at_first = await till.till()
    till.advance(20 * 3_600_000)
    const asked: (string | null)[] = []
    till.wire.sent = []
    const cashier = till.cashier.as('staff', async (refused) => {
      asked.push(refused)
      return refused === null ? at_first : till.till()
    })
    const said = await cashier.ask('POST /v1/redemptions', {
      body: { code: '811234567891234567', amount_fen: 100 },
    })
    expect(asked).toEqual([null, at_first])
    expect(said).toMatchObject({ is: 'refused', problem: { code: 'code_invalid' } })
    const keys = till.wire.sent.map(({ headers }) => headers.get('Idempotency-Key'))
    expect(keys).toEqual([said.key, said.key])
  })
})

describe('every operation', () => {
  it('takes an empty body where it may be asked without one', () => {
    const takes = (op: Operation, said: unknown) => op.body?.safeParse(said).success ?? true
    const wrong = OPERATIONS.filter((op) => takes(op, undefined) && !takes(op, {}))
    expect(wrong.map(({ operationId }) => operationId)).toEqual([])
  })
  it('can be spelt out, with no name left in its address', () => {
    for (const { method, path } of OPERATIONS) {
      const names = [...path.matchAll(/:(\w+)/g)].map(([, name]) => [name, 'x1'])
      const parts = { params: Object.fromEntries(names) }
      const address = `${method.toUpperCase()} ${path}`
      const { url, key } = buildSending(BASE_URL, address, parts, () => 'k')
      expect(new URL(url).pathname).toBe(path.replace(/:\w+/g, 'x1'))
      expect(key).toBe(method === 'get' ? null : 'k')
    }
  })
})
