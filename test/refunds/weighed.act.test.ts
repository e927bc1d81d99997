import { beforeEach, describe, expect, it } from 'vitest'
import { ENGINE } from '#storage'
import { checkBooks } from '../../src/books/check'
import { confirmSilentClaims } from '../../src/holds/clock'
import { DAY_MS } from '../../src/kernel/time'
import { sendNotices } from '../../src/notify/notices'
import { sql } from '../../src/platform/d1'
import { type Desk, good, openDesk } from './support'

/** Twenty-four piano lessons for ¥3,800, each at its list price; a master class costs ¥360 and takes two of them. */
let school: Desk
let card: string
beforeEach(async () => {
  school = await openDesk(3)
  card = await school.buysCard(0)
})

const itemCalled = async (name: string) => {
  const items = good(await school.says(school.owner, 'GET', '/v1/price-items')).data as {
    id: string
    name: string
  }[]
  return items.find((item) => item.name.startsWith(name))?.id
}
/** Claimed without a code, told at once, and confirmed by silence. */
async function takesMasterClass(): Promise<void> {
  const what = { card_id: card, item_id: await itemCalled('名师课') }
  good(await school.says(school.shop.cashier_id, 'POST', '/v1/claims', what))
  await sendNotices(school.world, 10)
  school.advance(16 * DAY_MS)
  await confirmSilentClaims(school.world, 10)
}
/** What the holder's own wish leaves: on the card, in the quote, and the list value that was deducted. */
async function figures() {
  const seen = good(await school.says(school.li.id, 'GET', `/v1/cards/${card}`)).refund_now
  const quote = good(
    await school.says(school.li.id, 'GET', `/v1/cards/${card}/refund-quote?cause=consumer`),
  )
  const [lot] = seen.lots
  const listed = lot!.consumer_cause.lines.find((line: { article: string }) =>
    line.article.includes('第十九条'),
  )
  return [seen.consumer_cause_fen, quote.total_fen, listed?.amount_fen ?? 0]
}

describe(`an item that takes two visits, on ${ENGINE}`, () => {
  it('is deducted at its own list price, not at twice the price of one', async () => {
    const paid_fen = 380_000
    expect(await figures()).toEqual([paid_fen, paid_fen, 0])
    await takesMasterClass()
    expect(await school.rows(sql`SELECT units, list_value_fen FROM redemptions`)).toEqual([
      { units: 2, list_value_fen: 36_000 },
    ])
    expect(await figures()).toEqual([paid_fen - 36_000, paid_fen - 36_000, -36_000])
    expect((await checkBooks(school.db)).divergences).toEqual([])
  })

  it('counts no more once it was given back', async () => {
    await takesMasterClass()
    const [taken] = await school.rows(sql`SELECT id FROM redemptions`)
    good(
      await school.says(school.owner, 'POST', `/v1/redemptions/${taken?.id}/corrections`, {
        kind: 'refund',
        units: 1,
        reason: '只上了一半',
      }),
    )
    expect((await figures())[2]).toBe(-18_000)
  })
})
