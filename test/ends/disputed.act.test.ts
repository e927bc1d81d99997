import { beforeEach, expect, it } from 'vitest'
import { ENGINE } from '#storage'
import { checkBooks } from '../../src/books/check'
import { HOLDERS } from '../../src/demo/cast'
import { buy } from '../../src/demo/holders'
import { runEndings, takeStep } from '../../src/ends/run'
import { DAY_MS } from '../../src/kernel/time'
import { sql } from '../../src/platform/d1'
import { type Court, good, openCourt } from '../disputes/support'

let court: Court
let disputed: string
let other: string
beforeEach(async () => {
  court = await openCourt()
  disputed = await court.buysCard()
  const zhao = await court.joins(HOLDERS.zhao.phone)
  const offer = court.shop.offers[1]
  if (!offer) throw new Error('the bakery has two offers')
  other = String((await buy(court.client, zhao.token, offer)).card_id)
  await court.banks()
})
const clean = async () => expect((await checkBooks(court.db)).divergences).toEqual([])
const closes = async () => {
  const body = { closes_on: '2026-04-20', reason: '租约到期不再续租', contact: '店主 13800000000' }
  const { id } = good(await court.says(court.owner, 'POST', '/v1/closures', body))
  return String(id)
}
const claims = async () =>
  Object.fromEntries(
    (await court.rows(sql`SELECT card_id, owed_fen, refund_id FROM ending_claims`)).map((row) => [
      String(row.card_id),
      { owed_fen: row.owed_fen, is_open: row.refund_id !== null },
    ]),
  )
const phase = async () => (await court.rows(sql`SELECT phase FROM endings`))[0]?.phase
const runs = async () => {
  for (let i = 0; i < 4; i++) await runEndings(court.world, 100)
}

it.each(['won', 'lost'] as const)(
  `a card disputed when its shop closes is counted, and refunded once that is %s, on ${ENGINE}`,
  async (how) => {
    await closes()
    await court.contests(disputed)
    court.advance(60 * DAY_MS)
    await runs()
    expect(await phase()).toBe('done')
    expect(await claims()).toEqual({
      [disputed]: { owed_fen: 100_000, is_open: false },
      [other]: { owed_fen: 100_000, is_open: true },
    })
    const [dispute] = await court.disputes(disputed)
    await court.decides(String(dispute!.provider_ref), how)
    await court.reviews()
    await runs()
    expect((await claims())[disputed]?.is_open).toBe(how === 'won')
    expect(await court.balance(`escrow:${disputed}`)).toBe(0)
    const refunds = await court.rows(
      sql`SELECT count(*) AS n FROM refunds WHERE card_id = ${disputed}`,
    )
    expect(refunds[0]?.n).toBe(how === 'won' ? 1 : 0)
    await clean()
  },
)

it(`one card disputed after it was counted does not stop the refunds of the others, on ${ENGINE}`, async () => {
  const id = await closes()
  court.advance(60 * DAY_MS)
  for (let i = 0; i < 20 && (await phase()) !== 'refunding'; i++) await takeStep(court.world, id)
  await court.contests(disputed)
  await runs()
  expect(await phase()).toBe('done')
  expect((await claims())[other]?.is_open).toBe(true)
  expect(await court.rows(sql`SELECT * FROM job_failures`)).toEqual([])
  await clean()
})
