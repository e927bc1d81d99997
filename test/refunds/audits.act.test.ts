import { beforeAll, describe, expect, it } from 'vitest'
import { ENGINE } from '#storage'
import { mistaken } from '../support/addresses'
import { openWorld, type TestWorld } from '../support/world'
import { COUNT } from './audit-count'
import { AROUND, INTEREST, LOTS } from './audit-money'
import { PERIOD } from './audit-period'
import { audit } from './audit-shape'
import { STORED } from './audit-stored'

/** What people know of their card differs: the same case said in other words. */
const SAID = [
  audit(
    'three dates are three visits, and no list price is known: 1000 × 7/10 either way',
    '18',
    {
      cause: 'consumer',
      lots: [
        {
          kind: 'count',
          paid_on: '2026-01-05',
          paid_fen: 100_000,
          visits: 10,
          uses: [{ on: '2026-02-01' }, { on: '2026-02-08' }, { on: '2026-02-15' }],
        },
      ],
    },
    [70_000, 70_000, 70_000],
  ),
  audit(
    'the contract was made a month before it was paid: LPR of that day, 3.10% then and 3.00% when paid',
    '16',
    {
      cause: 'merchant',
      refunded_on: '2027-06-01',
      lots: [
        {
          kind: 'stored_value',
          signed_on: '2025-05-01',
          paid_on: '2025-06-01',
          paid_fen: 100_000,
        },
      ],
    },
    [100_000, 100_000, 100_000],
    { interest: 3_100 },
  ),
]

describe(`a hundred cards worked by hand, on ${ENGINE}`, () => {
  let world: TestWorld
  beforeAll(async () => {
    world = await openWorld()
  })
  it.each(
    [...STORED, ...COUNT, ...PERIOD, ...LOTS, ...INTEREST, ...AROUND, ...SAID].map(
      (one) => [one.claim, one] as const,
    ),
  )('%s', async (_claim, one) => {
    const reply = await world.call('POST', '/v1/refund-calculations', {
      body: mistaken(one.ask),
      key: null,
    })
    expect(reply.status, reply.text).toBe(200)
    const { principal_fen, alternatives, interest_fen, costs_fen } = reply.body
    expect({
      principal: principal_fen,
      by_18: alternatives.not_consumer_cause_fen,
      by_19: alternatives.consumer_cause_fen,
      interest: interest_fen,
      costs: costs_fen,
    }).toEqual({
      principal: one.principal,
      by_18: one.by_18,
      by_19: one.by_19,
      interest: one.interest,
      costs: one.costs,
    })
  })
})
