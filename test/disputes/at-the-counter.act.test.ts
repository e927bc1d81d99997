import { beforeEach, describe, expect, it } from 'vitest'
import { ENGINE } from '#storage'
import { checkBooks } from '../../src/books/check'
import { HOUR_MS, MINUTE_MS } from '../../src/kernel/time'
import { noticeText } from '../../src/notify/words'
import { sql } from '../../src/platform/d1'
import { type Court, good, openCourt } from './support'

let court: Court
let card: string
const clean = async () => expect((await checkBooks(court.db)).divergences).toEqual([])
/** Shows a code, and the shop takes it: the code of what came of it. */
async function tries(what: object): Promise<string> {
  court.advance(2 * MINUTE_MS)
  good(await court.says(court.li.id, 'POST', `/v1/cards/${card}/pay-code-key`))
  const { digits: code } = good(await court.says(court.li.id, 'GET', `/v1/cards/${card}/pay-code`))
  const body = { code, ...what }
  const said = await court.says(court.shop.cashier_id, 'POST', '/v1/redemptions', body)
  return String(said.body.code ?? said.status)
}
const claims = (amount_fen: number) =>
  court.says(court.shop.cashier_id, 'POST', '/v1/claims', { card_id: card, amount_fen })
const books = (amount_fen: number) =>
  court.says(court.li.id, 'POST', '/v1/bookings', {
    card_id: card,
    amount_fen,
    starts_at: new Date(Date.parse(court.world.now()) + 20 * HOUR_MS).toISOString(),
  })

describe(`a disputed payment at the counter on ${ENGINE}`, () => {
  beforeEach(async () => {
    court = await openCourt()
    card = await court.buysCard()
  })

  it('says that the money is in dispute, and not that the card is empty', async () => {
    await court.contests(card)
    expect(await tries({ amount_fen: 1_000 })).toBe('lot_in_dispute')
    expect((await claims(1_000)).body.code).toBe('lot_in_dispute')
    expect((await books(1_000)).body.code).toBe('lot_in_dispute')
    expect(await tries({ amount_fen: 500_000 })).toBe('redemption_exceeds_balance')
    await clean()
  })

  it('lets what is not disputed be used, and names the dispute only where it is what is missing', async () => {
    expect(await court.buysCard(0)).toBe(card)
    await court.contests(card)
    // ¥300 of ¥1,500 at list price stand apart.
    expect(await tries({ amount_fen: 5_000 })).toBe('201')
    expect(await tries({ amount_fen: 130_000 })).toBe('lot_in_dispute')
    expect(await tries({ amount_fen: 150_000 })).toBe('redemption_exceeds_balance')
    await clean()
  })

  it('says it at the door of a gym, too', async () => {
    court = await openCourt(1)
    card = await court.buysCard(0)
    await court.contests(card)
    expect(await tries({})).toBe('lot_in_dispute')
    const { provider_ref } = (await court.disputes(card))[0]!
    await court.decides(provider_ref, 'won')
    expect(await tries({})).toBe('201')
    await clean()
  })

  it('undoes what was held, whoever asked for it, and tells the holder why', async () => {
    good(await claims(3_000))
    good(await books(2_000))
    await court.contests(card)
    const holds = await court.rows(
      sql`SELECT kind, status, resolved_reason FROM holds WHERE card_id = ${card} ORDER BY kind`,
    )
    const undone = { status: 'voided', resolved_reason: 'payment_disputed' }
    expect(holds).toEqual([
      { kind: 'booking', ...undone },
      { kind: 'claim', ...undone },
    ])
    const told = await court.events('hold.voided')
    expect(told.map((data) => noticeText('hold.voided', data)).sort()).toEqual([
      '【预付保】没有扣钱，¥20.00的占用已撤销：这笔付款有争议，等结果',
      '【预付保】没有扣钱，¥30.00的占用已撤销：这笔付款有争议，等结果',
    ])
    const [opened] = await court.events('dispute.opened')
    expect(noticeText('dispute.opened', opened)).toContain('¥1,000.00先另放着')
    expect(await court.balance(`held:${card}`)).toBe(0)
    await clean()
  })
})
