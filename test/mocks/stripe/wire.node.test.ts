import Stripe from 'stripe'
import { beforeEach, describe, expect, it } from 'vitest'
import { readForm } from '../../../src/mocks/stripe-objects/wire'
import { openProvider, type Provider, refusal, sdk } from './provider'

const { errors } = Stripe
let p: Provider
beforeEach(() => {
  p = openProvider()
})
const create = (more: object) =>
  p.stripe.paymentIntents.create({ amount: 100, currency: 'cny', ...more })

describe('readForm', () => {
  it.each<[string, unknown]>([
    ['a=1&b=', { a: '1', b: '' }],
    ['a[b][c]=x&a[b][d]=y', { a: { b: { c: 'x', d: 'y' } } }],
    ['a[]=x&a[]=y', { a: ['x', 'y'] }],
    ['a[0]=x&a[1]=y', { a: ['x', 'y'] }],
    ['a[0][b]=x&a[1][b]=y', { a: [{ b: 'x' }, { b: 'y' }] }],
    ['a%5Bb%5D=%E9%93%B6+%26', { a: { b: '银 &' } }],
    ['a[999999999]=x', { a: { 999999999: 'x' } }],
  ])('reads %s', (form, read) => {
    expect(readForm(form)).toEqual(read)
  })
  it('cannot reach a prototype', () => {
    readForm('__proto__[polluted]=x&constructor[prototype][polluted]=x&a[__proto__][polluted]=x')
    expect(({} as Record<string, unknown>).polluted).toBeUndefined()
  })
  it.each(['a[b=1', 'a]=1', '[a]=1', `a${'[b]'.repeat(9)}=1`, 'a[b]c=1'])('refuses %s', (form) => {
    expect(() => readForm(form)).toThrow('unknown parameter')
  })
  it('refuses more than 500 parameters', () => {
    expect(() => readForm('a[]=1&'.repeat(501))).toThrow('500')
  })
})

describe('a request', () => {
  it('needs the secret key', async () => {
    const stranger = sdk((request) => p.mock.fetch(request), 'sk_test_somebody_else')
    const no = await refusal(stranger.paymentIntents.list())
    expect(no).toBeInstanceOf(errors.StripeAuthenticationError)
    expect(no.statusCode).toBe(401)
    expect((await p.raw('GET', '/v1/charges', undefined, { Authorization: '' })).status).toBe(401)
  })
  it('has an id, in the answer and in the error', async () => {
    const { lastResponse } = await p.stripe.paymentIntents.list()
    expect(lastResponse.requestId).toMatch(/^req_\w{24}$/)
    expect((await refusal(p.stripe.charges.retrieve('ch_no'))).requestId).toMatch(/^req_/)
  })
  it('is answered under the prefix of its public address as well', async () => {
    const { id } = await create({})
    const reply = await p.raw('GET', `/mock/stripe/v1/payment_intents/${id}`)
    expect(reply.status).toBe(200)
    expect(await reply.json()).toMatchObject({ id, object: 'payment_intent' })
  })
  it.each<[object, string | undefined, string]>([
    [{ amount: 0 }, 'parameter_invalid_integer', 'amount'],
    [{ amount: -1 }, 'parameter_invalid_integer', 'amount'],
    [{ amount: 1.5 }, 'parameter_invalid_integer', 'amount'],
    [{ amount: '1e3' }, 'parameter_invalid_integer', 'amount'],
    [{ amount: '9007199254740993' }, 'parameter_invalid_integer', 'amount'],
    [{ amount: 100_000_000 }, 'amount_too_large', 'amount'],
    [{ amount: undefined }, 'parameter_missing', 'amount'],
    [{ currency: 'usd' }, undefined, 'currency'],
    [{ currency: undefined }, 'parameter_missing', 'currency'],
    [{ colour: 'red' }, 'parameter_unknown', 'colour'],
    [{ payment_method_data: { type: 'card' } }, 'parameter_unknown', 'payment_method_data'],
    [{ capture_method: 'never' }, undefined, 'capture_method'],
    [{ customer: 'cus_nobody' }, 'resource_missing', 'customer'],
    [{ description: '' }, 'parameter_invalid_empty', 'description'],
    [{ allowed_payment_method_types: ['cash'] }, undefined, 'allowed_payment_method_types'],
    [{ metadata: { note: 'x'.repeat(501) } }, undefined, 'metadata[note]'],
  ])('is refused with %j', async (change, code, param) => {
    const no = await refusal(create(change))
    expect(no).toBeInstanceOf(errors.StripeInvalidRequestError)
    expect([no.statusCode, no.code, no.param]).toEqual([400, code, param])
    expect((await p.stripe.paymentIntents.list()).data).toEqual([])
  })
  it.each([1, 99_999_999])('may be about %i fen', async (amount) => {
    expect((await create({ amount })).amount).toBe(amount)
  })
  it('finds nothing under other ids, kinds and addresses', async () => {
    const paid = await p.pay('pm_card_visa')
    const no = await refusal(p.stripe.paymentIntents.retrieve(String(paid.latest_charge)))
    expect([no.statusCode, no.code]).toEqual([404, 'resource_missing'])
    expect((await refusal(p.stripe.paymentIntents.cancel('pi_no'))).statusCode).toBe(404)
    expect((await p.raw('GET', '/v1/sources')).status).toBe(404)
    expect((await p.raw('PUT', '/v1/charges')).status).toBe(404)
  })
  it('is form-encoded and not too large', async () => {
    const json = { 'Content-Type': 'application/json' }
    const odd = await p.raw('POST', '/v1/payment_intents', '{"amount":1}', json)
    expect(odd.status).toBe(400)
    const big = await p.raw('POST', '/v1/payment_intents', `description=${'x'.repeat(70_000)}`)
    expect(big.status).toBe(413)
  })
})

describe('a list', () => {
  const fill = async (count: number) => {
    const ids: string[] = []
    for (let i = 1; i <= count; i++) ids.unshift((await create({ amount: i })).id)
    return ids
  }
  it('goes newest first, ten at a time, and the SDK pages through all of it', async () => {
    const ids = await fill(25)
    const first = await p.stripe.paymentIntents.list()
    expect(first).toMatchObject({ object: 'list', url: '/v1/payment_intents', has_more: true })
    expect(first.data.map(({ id }) => id)).toEqual(ids.slice(0, 10))
    const all: string[] = []
    for await (const { id } of p.stripe.paymentIntents.list({ limit: 7 })) all.push(id)
    expect(all).toEqual(ids)
  })
  it('pages backwards, too', async () => {
    const ids = await fill(5)
    const page = await p.stripe.paymentIntents.list({ ending_before: String(ids[4]), limit: 2 })
    expect(page.data.map(({ id }) => id)).toEqual(ids.slice(2, 4))
    expect(page.has_more).toBe(true)
  })
  it('keeps its place while new ones arrive', async () => {
    const ids = await fill(4)
    const { data } = await p.stripe.paymentIntents.list({ limit: 2 })
    await fill(3)
    const rest = await p.stripe.paymentIntents.list({ starting_after: String(data[1]?.id) })
    expect(rest.data.map(({ id }) => id)).toEqual(ids.slice(2))
    expect(rest.has_more).toBe(false)
  })
  it.each<[object, string | undefined, string]>([
    [{ starting_after: 'pi_no' }, 'resource_missing', 'starting_after'],
    [{ limit: 0 }, 'parameter_invalid_integer', 'limit'],
    [{ limit: 101 }, 'parameter_invalid_integer', 'limit'],
    [{ colour: 'red' }, 'parameter_unknown', 'colour'],
  ])('refuses %j', async (query, code, param) => {
    const no = await refusal(p.stripe.paymentIntents.list(query))
    expect([no.statusCode, no.code, no.param]).toEqual([400, code, param])
  })
  it('filters by parent, kind and time', async () => {
    const one = await p.pay('pm_card_visa')
    p.advance(10_000)
    const other = await p.pay('pm_card_visa')
    const mine = await p.stripe.charges.list({ payment_intent: one.id })
    expect(mine.data.map(({ id }) => id)).toEqual([one.latest_charge])
    const late = await p.stripe.charges.list({ created: { gt: one.created } })
    expect(late.data.map(({ id }) => id)).toEqual([other.latest_charge])
    const then = await p.stripe.paymentIntents.list({ created: one.created })
    expect(then.data.map(({ id }) => id)).toEqual([one.id])
    const paid = await p.stripe.events.list({ type: 'charge.*' })
    expect(paid.data.map(({ type }) => type)).toEqual(['charge.succeeded', 'charge.succeeded'])
  })
})

describe('expand', () => {
  it('opens ids on writes, reads and lists, down to four levels', async () => {
    const paid = await p.pay('pm_card_visa', 100, { expand: ['latest_charge', 'payment_method'] })
    expect(paid.latest_charge).toMatchObject({ object: 'charge', amount: 100 })
    expect(paid.payment_method).toMatchObject({ object: 'payment_method', type: 'card' })
    const { id } = paid
    const read = await p.stripe.paymentIntents.retrieve(id, {
      expand: ['latest_charge.balance_transaction.source.payment_intent'],
    })
    const { balance_transaction } = read.latest_charge as Stripe.Charge
    const source = (balance_transaction as Stripe.BalanceTransaction).source as Stripe.Charge
    expect(source.payment_intent).toMatchObject({ id, latest_charge: source.id })
    const { data } = await p.stripe.paymentIntents.list({
      expand: ['data.latest_charge.balance_transaction'],
    })
    expect(data[0]?.latest_charge).toMatchObject({ balance_transaction: { net: 100 } })
  })
  it('leaves null alone', async () => {
    expect((await create({ expand: ['latest_charge'] })).latest_charge).toBeNull()
  })
  it.each([
    'amount',
    'colour',
    'latest_charge.amount',
    'latest_charge.balance_transaction.source.payment_intent.customer',
    '__proto__',
  ])('refuses %s', async (path) => {
    const { id } = await p.pay('pm_card_visa')
    const no = await refusal(p.stripe.paymentIntents.retrieve(id, { expand: [path] }))
    expect([no.statusCode, no.param]).toEqual([400, 'expand'])
  })
  it('of a write that is refused leaves nothing written', async () => {
    await refusal(create({ expand: ['colour'] }))
    expect((await p.stripe.paymentIntents.list()).data).toEqual([])
  })
})

describe('a customer', () => {
  it('is kept, changed and deleted', async () => {
    const { customers } = p.stripe
    const { id } = await customers.create({ name: '李', metadata: { a: '1', b: '2' } })
    await create({ customer: id })
    const changed = await customers.update(id, { email: 'li@example.com', metadata: { a: '' } })
    expect(changed).toMatchObject({ name: '李', email: 'li@example.com', metadata: { b: '2' } })
    expect((await p.stripe.paymentIntents.list({ customer: id })).data).toHaveLength(1)
    expect(await customers.del(id)).toMatchObject({ id, deleted: true })
    expect(await customers.retrieve(id)).toMatchObject({ id, deleted: true })
    expect((await customers.list()).data).toEqual([])
  })
})
