import { beforeEach, describe, expect, it } from 'vitest'
import { ENGINE } from '#storage'
import { DAY_MS } from '../../src/kernel/time'
import { BREAD, type Counter, good, HAIRCUTS, openCounter } from '../redemptions/support'
import type { BodyAt } from '../support/addresses'

let counter: Counter
let card: string
let till: string
beforeEach(async () => {
  counter = await openCounter()
  card = await counter.holds({ lots: [BREAD] })
  till = await counter.till()
})
const shift = async (token = till) => good(await counter.call('GET', '/v1/me/shift', { token }))
const uses = async (
  what: Omit<BodyAt<'POST /v1/redemptions'>, 'code'>,
  token = till,
  of = card,
) => {
  const { digits } = await counter.code(of)
  return good(await counter.redeem({ code: digits, ...what }, { token }))
}
const corrects = (id: string, kind: 'refund' | 'void', token = till, units?: number) =>
  counter.call('POST', `/v1/redemptions/${id}/corrections`, {
    token,
    body: { kind, reason: '打错了', ...(units ? { units } : {}) },
  })

describe(`one’s own day at the till on ${ENGINE}`, () => {
  it('begins empty', async () => {
    expect(await shift()).toEqual({
      object: 'shift',
      day: '2026-03-02',
      first_at: null,
      uses_count: 0,
      sum_fen: 0,
      visits_count: 0,
      voided_count: 0,
      waiting_count: 0,
      latest: [],
    })
  })
  it('counts what oneself rang up, as it counts now, and nobody else’s', async () => {
    const owner = await counter.till(counter.shop, 'owner')
    const first = await uses({ amount_fen: 3_200 })
    const second = await uses({ amount_fen: 5_000 })
    const third = await uses({ amount_fen: 700 })
    await uses({ amount_fen: 9_900 }, owner)
    const hair = await counter.holds({ lots: [HAIRCUTS], kind: 'count', service: '剪发' })
    await uses({ visits: 2 }, till, hair)
    const waits = await uses({ amount_fen: 30_000 })
    good(await corrects(second.id, 'void'))
    good(await corrects(third.id, 'refund', owner, 200))

    const own = await shift()
    expect(own).toMatchObject({ uses_count: 3, sum_fen: 3_700, visits_count: 2 })
    expect(own).toMatchObject({ voided_count: 1, waiting_count: 1 })
    expect(own.first_at).toBe(first.started_at)
    const seen = own.latest.map((use: { id: string; may: string[]; state: string }) => [
      use.id,
      use.state,
      use.may.join(),
    ])
    expect(seen.map(([, state, may]: string[]) => `${state} ${may}`)).toEqual([
      'waiting ',
      'used void',
      'returned void',
      'voided ',
      'used void',
    ])
    expect(seen[0]?.[0]).toBe(waits.id)
    expect(await shift(owner)).toMatchObject({ uses_count: 1, sum_fen: 9_900 })
    expect(JSON.stringify(own)).not.toContain('9900')
  })
  it('shows ten, and another day begins anew with nothing to void', async () => {
    const second = await counter.holds({ lots: [BREAD], service: '蛋糕' })
    for (let i = 1; i <= 11; i++) await uses({ amount_fen: 100 + i }, till, i % 2 ? card : second)
    const own = await shift()
    expect([own.uses_count, own.latest.length, own.latest[0]!.units]).toEqual([11, 10, 111])
    counter.advance(DAY_MS)
    till = await counter.till()
    expect(await shift()).toMatchObject({ day: '2026-03-03', uses_count: 0, latest: [] })
    expect((await corrects(own.latest[0]!.id, 'void')).body.code).toBe('void_is_for_today')
  })
  it('lets a wrong sale be voided by whoever made it, once', async () => {
    const use = await uses({ amount_fen: 4_800 })
    good(await corrects(use.id, 'void'))
    expect((await corrects(use.id, 'void')).body.code).toBe('correction_exceeds_use')
    expect((await shift()).latest[0]).toMatchObject({ state: 'voided', may: [] })
  })
  it('is staff’s alone', async () => {
    const asked = await counter.call('GET', '/v1/me/shift', { token: counter.li.token })
    expect(asked.status).toBe(403)
  })
})
