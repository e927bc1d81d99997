import { beforeEach, describe, expect, it } from 'vitest'
import { ENGINE } from '#storage'
import { CHECKS } from '../../src/checks/checks'
import { STORED_CHECKPOINTS } from '../../src/checks/flows'
import { fen } from '../../src/kernel/money'
import { openAccountStatement, post } from '../../src/ledger/book'
import { all, type Row, sql } from '../../src/platform/d1'
import { type Desk, openDesk } from '../refunds/support'
import { asked } from '../support/asked'

let desk: Desk
beforeEach(async () => {
  desk = await openDesk()
})

/** What the check found when it read every transfer of the city for each shop. */
const byTransfers = sql`SELECT t.merchant_id AS id, -coalesce(a.balance_fen, 0) AS found,
    coalesce((SELECT sum(amount_fen) FROM advances WHERE merchant_id = t.merchant_id), 0)
    - coalesce((SELECT sum(advance_repaid_fen) FROM payouts WHERE merchant_id = t.merchant_id), 0)
    - coalesce((SELECT sum(x.amount_fen) FROM ledger_transfers x
                 WHERE x.to_account_id = 'advance:' || t.merchant_id AND x.reason = 'advance_set_off'), 0) AS expected
  FROM merchant_totals t LEFT JOIN ledger_accounts a ON a.id = 'advance:' || t.merchant_id WHERE found <> expected`

describe(`an advance that is set off, on ${ENGINE}`, () => {
  it('is counted by the account as it was by all transfers', async () => {
    const { world, db, shop } = desk
    const advance = `advance:${shop.id}`
    const move = (from: string, to: string, amount: number, reason: string) =>
      post(world, {
        from,
        to,
        amount_fen: fen(amount),
        reason,
        subject_id: 'pyo_of_the_test',
        event_at: world.now(),
      })
    const missing = (await all(db, sql<Row>`SELECT id FROM ledger_accounts`)).map(({ id }) => id)
    const opened = [advance, `payable:${shop.id}`].filter((id) => !missing.includes(id))
    await db.batch([
      ...opened.map(openAccountStatement),
      ...move(advance, `payable:${shop.id}`, 900, 'advance_paid'),
      ...move(`payable:${shop.id}`, advance, 400, 'advance_set_off'),
      ...move(`payable:${shop.id}`, advance, 50, 'payout_created'),
    ])
    const check = CHECKS.find(({ name }) => name === 'advances_match_the_ledger')
    const by_account = await all(db, check!.divergences(sql`merchant_totals`, STORED_CHECKPOINTS))
    expect(by_account).toEqual([{ id: shop.id, found: 450, expected: -400 }])
    expect(by_account).toEqual(await asked(db, byTransfers))
  })
})
