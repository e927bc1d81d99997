import { beforeEach, describe, expect, it } from 'vitest'
import { ENGINE } from '#storage'
import { checkBooks } from '../../src/books/check'
import { MINUTE_MS } from '../../src/kernel/time'
import { payDaily } from '../../src/payouts/pay'
import { settlePayouts } from '../../src/payouts/settle'
import { sql } from '../../src/platform/d1'
import { ABOUT_THE_REST } from '../complaints/support'
import { type Court, good, openCourt } from '../disputes/support'

let court: Court
let card: string
beforeEach(async () => {
  court = await openCourt()
  card = await court.buysCard()
  await court.banks()
})
const clean = async () => expect((await checkBooks(court.db)).divergences).toEqual([])
const payable = () => court.balance(`payable:${court.shop.id}`)
/** What one use of ¥60 of the card earns the shop. */
const earns = async () => {
  const before = await payable()
  await court.uses(card, 6_000)
  return (await payable()) - before
}
/** The clock's run, and the bank's word; what it paid in all. */
const paid = async () => {
  const looked_at = await payDaily(court.world, 100)
  for (let i = 0; i < 2; i++) {
    await settlePayouts(court.world, 100)
    court.advance(11 * MINUTE_MS)
  }
  const [row] = await court.rows(
    sql`SELECT coalesce(sum(amount_fen), 0) AS n FROM payouts WHERE state = 'paid'`,
  )
  await clean()
  return { looked_at, sum_fen: Number(row?.n) }
}
const newest = async () => (await court.rows(sql`SELECT * FROM payouts ORDER BY id DESC`))[0]
const complains = async (amount_fen: number) => {
  const [use] = await court.rows(
    sql`SELECT id FROM redemptions WHERE card_id = ${card} ORDER BY id DESC LIMIT 1`,
  )
  const about = { ...ABOUT_THE_REST, kind: 'overcharged', wish: 'give_back' } as const
  const body = { ...about, use_ids: [String(use?.id)], amount_fen }
  return good(await court.says(court.li.id, 'POST', `/v1/cards/${card}/complaints`, body)).id
}
const withdraws = async (id: string) =>
  good(await court.says(court.li.id, 'POST', `/v1/complaints/${id}/withdrawal`))
/** A use is marked, as the triggers of `redemptions` mark it, and not payable for a day. */
const marks = (fen: number) =>
  court.db.batch([
    sql`INSERT INTO insider_marks (redemption_id, kind, merchant_id, card_id, consumer_id, fen, made_at, withheld_until)
        SELECT r.id, 'same_phone', r.merchant_id, r.card_id, ${court.li.id}, ${fen}, ${court.world.now()},
               ${court.world.now()} FROM redemptions r ORDER BY r.id DESC LIMIT 1`,
  ])

describe(`a payout of a shop with money in question, on ${ENGINE}`, () => {
  it('takes what is free, leaves what a complaint is about, and the rest follows when it ends', async () => {
    const first = await earns()
    const id = await complains(1_000)
    const second = await earns()
    expect(await paid()).toEqual({ looked_at: 1, sum_fen: first + second - 1_000 })
    expect(await payable()).toBe(1_000)
    expect((await paid()).looked_at).toBe(0)
    const of = String((await newest())?.id)
    const seen = good(await court.says(court.owner, 'GET', `/v1/payouts/${of}`))
    expect(seen.lines).toContainEqual({ kind: 'reserved', count: 1, amount_fen: -1_000 })
    expect(seen.lines.reduce((sum, line) => sum + line.amount_fen, 0)).toBe(seen.amount_fen)
    const [used] = await court.rows(sql`SELECT id FROM redemptions ORDER BY id DESC LIMIT 1`)
    const of_use = await court.says(
      court.owner,
      'GET',
      `/v1/redemptions/${String(used?.id)}/payout`,
    )
    expect(good(of_use).message).toContain('有 ¥10.00 因争议、投诉或法院冻结先留着没付')
    const third = await earns()
    expect(await paid()).toEqual({ looked_at: 1, sum_fen: first + second + third - 1_000 })
    await withdraws(id)
    expect(await paid()).toEqual({ looked_at: 1, sum_fen: first + second + third })
    expect(await newest()).toMatchObject({ reserved_before_fen: 1_000, reserved_fen: 0 })
    expect(await payable()).toBe(0)
  })

  it('that the bank rejects is due again, less what is in question', async () => {
    const account = (tail: string) =>
      court.says(court.owner, 'POST', '/v1/merchants/me/settlement-account', {
        settlement_account_no: `622202000000${tail}`,
      })
    const first = await earns()
    const id = await complains(1_000)
    good(await account('1111'))
    expect(await paid()).toEqual({ looked_at: 1, sum_fen: 0 })
    expect(await newest()).toMatchObject({ state: 'rejected', amount_fen: first - 1_000 })
    expect(await payable()).toBe(first)
    good(await account('8888'))
    expect((await paid()).sum_fen).toBe(first - 1_000)
    await withdraws(id)
    expect((await paid()).sum_fen).toBe(first)
  })

  it('stops before a marked use as well, and takes nothing that is in question', async () => {
    const first = await earns()
    const id = await complains(1_000)
    await earns()
    await marks(await earns())
    const before = (await payable()) - first
    const run = await paid()
    expect(run).toEqual({ looked_at: 1, sum_fen: first + before / 2 - 1_000 })
    expect((await paid()).looked_at).toBe(0)
    await withdraws(id)
    // The marked use is next in line: what was left behind waits with it.
    expect(await paid()).toEqual({ looked_at: 0, sum_fen: first + before / 2 - 1_000 })
    await court.db.batch([
      sql`UPDATE insider_marks SET ended_at = ${court.world.now()}, ended_by = 'time'`,
    ])
    expect((await paid()).sum_fen).toBe(first + before)
  })

  it('repays an advance out of what is free alone', async () => {
    await court.raises(court.shop.id, 'AAA')
    good(await court.says(court.owner, 'POST', '/v1/advances', { amount_fen: 10_000 }))
    expect((await paid()).sum_fen).toBe(10_000)
    const first = await earns()
    const id = await complains(first - 101)
    expect(await paid()).toEqual({ looked_at: 1, sum_fen: 10_051 })
    expect(await newest()).toMatchObject({ amount_fen: 51, advance_repaid_fen: 50 })
    await withdraws(id)
    const half = Math.floor((first - 101) / 2)
    expect((await paid()).sum_fen).toBe(10_051 + first - 101 - half)
    expect(await court.balance(`advance:${court.shop.id}`)).toBe(half + 50 - 10_000)
  })

  it('leaves a disputed part, and what a lost dispute claims is never paid out', async () => {
    const first = await earns()
    await court.contests(card, { amount: 99_000 })
    const [dispute] = await court.disputes(card)
    const reserved = Number(dispute?.reserved_fen)
    expect(reserved).toBeGreaterThan(0)
    expect(reserved).toBeLessThan(first)
    expect(await paid()).toEqual({ looked_at: 1, sum_fen: first - reserved })
    await court.decides(String(dispute?.provider_ref), 'lost')
    expect((await paid()).looked_at).toBe(0)
    await court.reviews()
    expect([await court.claims(), await payable()]).toEqual([0, 0])
    card = await court.buysCard()
    await court.banks()
    const next = await earns()
    expect((await paid()).sum_fen).toBe(first - reserved + next)
    expect(await newest()).toMatchObject({ amount_fen: next, reserved_fen: 0 })
  })
})
