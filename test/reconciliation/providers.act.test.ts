import { beforeEach, describe, expect, it } from 'vitest'
import { ENGINE } from '#storage'
import { settleIntoCustody } from '../../src/custody/settle'
import { sql } from '../../src/platform/d1'
import { type Counter, openCounter } from '../intake/support'

let bank: Counter
beforeEach(async () => {
  bank = await openCounter()
})
const shown = async () =>
  (await bank.says(bank.teller, 'GET', '/v1/bank/breaks')).body.data as Record<string, unknown>[]

describe(`the provider’s bill in the reconciliation on ${ENGINE}`, () => {
  it('is a break for each line that agrees with no order, until it does', async () => {
    await bank.banks()
    const park = (ref: string, reason: string, our_no: string | null) =>
      sql`INSERT INTO parked_lines (provider, ref, our_no, currency, gross_fen, fee_fen, net_fen, available_at, reason, parked_at)
          VALUES ('stripe', ${ref}, ${our_no}, 'cny', 700, 5, 695, ${bank.world.now()}, ${reason}, ${bank.world.now()})`
    const [bought] = await bank.rows(sql`SELECT substr(id, 5) AS no FROM purchases LIMIT 1`)
    await bank.db.batch([
      park('txn_1', 'purchase_unknown', null),
      park('txn_2', 'amount_differs', String(bought?.no)),
      park('txn_3', 'purchase_settled_before', null),
      park('txn_4', 'currency_differs', null),
      park('txn_5', 'fee_implausible', null),
    ])
    await bank.closes()
    const breaks = await shown()
    expect(breaks.map((one) => one.class).sort()).toEqual(['B10', 'B2', 'B3', 'B5', 'B9'])
    expect(breaks.every((one) => one.leg === 'provider' && one.difference_fen === 0)).toBe(true)
    expect(breaks.find((one) => one.class === 'B3')).toMatchObject({
      merchant_id: bank.shop.id,
      ledger_fen: 30_000,
      provider_fen: 700,
      may_end_as: ['note'],
    })
    await bank.db.batch([
      sql`UPDATE parked_lines SET resolved_at = ${bank.world.now()} WHERE ref = 'txn_1'`,
    ])
    await bank.closes()
    expect((await shown()).map((one) => one.class)).not.toContain('B2')
  })
  it('is missing a payment when it is not on it a week later, until it is', async () => {
    await bank.closes()
    for (let i = 0; i < 7; i++) await bank.closes()
    expect(await shown()).toMatchObject([
      { class: 'B1', leg: 'provider', ledger_fen: 30_000, merchant_id: bank.shop.id },
    ])
    await bank.closes()
    expect(await shown()).toHaveLength(1)
    await settleIntoCustody(bank.world, 100)
    await bank.closes()
    expect(await shown()).toEqual([])
  })
})
