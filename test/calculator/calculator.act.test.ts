import { expect, it } from 'vitest'
import { ENGINE } from '#storage'
import { mistaken } from '../support/addresses'
import { openWorld } from '../support/world'
import { bonusCard } from './cases'

const BONUS_CARD = {
  kind: 'stored_value',
  paid_on: '2026-03-02',
  paid_fen: 100_000,
  bonus_fen: 20_000,
  uses: [{ list_value_fen: 60_000 }],
} as const
it(`answers anybody without a key or a sign-in and writes nothing on ${ENGINE}`, async () => {
  const world = await openWorld()
  const trips: number[] = []
  world.faulty.next = (statements) => {
    trips.push(statements.length)
    return null
  }
  const body = { cause: 'merchant', terminated_on: '2026-06-01', lots: [BONUS_CARD] } as const
  await world.call('POST', '/v1/refund-calculations', { body, key: null })
  // The city's tables are read once by each process, and by no answer after that.
  expect(trips.splice(0)).toEqual([1])
  const reply = await world.call('POST', '/v1/refund-calculations', { body, key: null })
  expect(reply.status, reply.text).toBe(200)
  expect(reply.body).toMatchObject({ object: 'refund_calculation', total_fen: 50_000 })
  expect(reply.body.sentence).toBe(
    '按「店家的原因」，依法应退 ¥500.00。其中 ¥400.00 不管是谁的原因都要退，另外 ¥100.00 要看是谁的原因。',
  )
  expect(trips).toEqual([])
})

it.each([
  ['a word it does not know', { lots: [{ ...bonusCard(0), colour: 'red' }] }],
  ['a float', { lots: [{ ...bonusCard(0), paid_fen: 1.5 }] }],
  ['digits as text', { lots: [{ ...bonusCard(0), paid_fen: '100' }] }],
  ['no lot', { lots: [] }],
  ['a day that does not exist', { terminated_on: '2026-02-30' }],
  ['money back before the end', { refunded_on: '2026-05-31' }],
  ['a payment after the end', { lots: [bonusCard(0, { paid_on: '2026-07-01' })] }],
  ['more given back than paid', { lots: [bonusCard(0, { refunded_fen: 100_001 })] }],
  ['visits on a money card', { uses: [{ visits: 1 }] }],
  ['both prices of one use', { uses: [{ list_value_fen: 1, charged_fen: 1 }] }],
  ['an unknown cause', { cause: 'whim' }],
])(`refuses %s with 422 on ${ENGINE}`, async (_what, wrong) => {
  const world = await openWorld()
  const body = { cause: 'consumer', terminated_on: '2026-06-01', lots: [bonusCard(0)], ...wrong }
  const reply = await world.call('POST', '/v1/refund-calculations', {
    body: mistaken(body),
    key: null,
  })
  expect([reply.status, reply.body.code]).toEqual([422, 'request_invalid'])
})
