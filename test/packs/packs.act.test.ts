import { beforeEach, describe, expect, it } from 'vitest'
import { ENGINE } from '#storage'
import { HOLDERS } from '../../src/demo/cast'
import { localDate } from '../../src/kernel/time'
import { setBankFault } from '../../src/mocks/bank-faults'
import type { PackBody } from '../../src/packs/rules'
import { sealPacks } from '../../src/packs/seal'
import { hashCard, packHash } from '../../src/packs/steps'
import { sql } from '../../src/platform/d1'
import { good } from '../refunds/support'
import { type Office, openOffice } from './support'

let office: Office
let li_card: string
beforeEach(async () => {
  office = await openOffice()
  li_card = await office.buysCard(1)
  await office.buysCard(0)
  await office.sells(HOLDERS.wang.phone)
  await office.banks()
  await office.closes()
  office.advance(3 * 3_600_000)
})
const path = () => `/v1/resolution-packs/${office.shop.id}` as const
const bare = (pack: Record<string, unknown>) => {
  const { object: _object, sealed_at: _at, content_hash: _hash, ...body } = pack
  return body as unknown as PackBody
}
const cardsOf = async (query = '') =>
  (await office.read(office.supervisor, `${path()}/cards?limit=100${query}`)).data
/** A use, a refund on its way, and a credit at the bank that nobody knows. */
async function aBadDay(): Promise<void> {
  await office.uses(li_card, 60_000)
  good(
    await office.says(office.li.id, 'POST', `/v1/cards/${li_card}/refunds`, {
      ground: 'shop_moved',
    }),
  )
  const [row] = await office.rows(
    sql`SELECT custody_account_no AS account_no FROM merchants WHERE id = ${office.shop.id}`,
  )
  const account_no = String(row?.account_no)
  const day = localDate(office.world.now())
  await setBankFault(office.db, { day, kind: 'unknown_credit', account_no, amount_fen: 777 })
}

describe(`a resolution pack on ${ENGINE}`, () => {
  it('says who is owed what, and agrees with the close of the day to the fen', async () => {
    await aBadDay()
    const day = await office.night()
    const pack = await office.read(office.supervisor, path())
    // ¥1,000 for ¥1,200: 60,000 used is 50,000 earned; 40,000 goes back at once, 10,000 waits for the shop. ¥300 on the
    // same card are untouched and go back whole; ¥300 on somebody else's stay.
    expect(pack).toMatchObject({
      day,
      merchant: {
        name: office.shop.plan.name,
        legal_representative: office.shop.plan.legal_representative,
      },
      holders_count: 2,
      cards_count: 2,
      escrow_fen: 40_000,
      refunding_fen: 70_000,
      owed_fen: 110_000,
      refundable_fen: 40_000,
      requirement_fen: 110_000,
      ties_out: true,
      open_refunds: { count: 1, asked_fen: 80_000, paid_fen: 0 },
      payable_fen: 50_000,
      advance_fen: 0,
      deposit_fen: 0,
    })
    expect(pack.bank_days[0]).toMatchObject({
      day,
      status: 'sealed',
      requirement_fen: 110_000,
      open_breaks_count: 1,
      open_breaks_in_fen: 777,
    })
    expect(pack.bank_days.map((one: { day: string }) => one.day)).toHaveLength(
      (await office.rows(sql`SELECT day FROM bank_closes`)).length,
    )
    expect(pack.contracts).toHaveLength(2)
    for (const { cards_count } of pack.contracts) expect([1, 2]).toContain(cards_count)
    expect(JSON.stringify(pack)).not.toMatch(/(?<![0-9a-f])1[3-9]\d{9}(?![0-9a-f])/)
  })
  it('lists each card with its payments, and its hashes can be made again from what is read', async () => {
    await aBadDay()
    await office.night()
    const pack = await office.read(office.supervisor, path())
    const cards = await cardsOf()
    const mine = cards.find(({ card_id }) => card_id === li_card)
    expect(mine).toMatchObject({ owed_fen: 80_000, escrow_fen: 10_000, refunding_fen: 70_000 })
    const payments = await office.rows(
      sql`SELECT id AS purchase_id, provider_ref FROM purchases WHERE card_id = ${li_card} ORDER BY id`,
    )
    expect(mine?.payments).toMatchObject(payments)
    expect(payments[0]?.provider_ref).toMatch(/^pi_/)
    expect(mine?.payments.map(({ left_fen }) => left_fen)).toEqual([50_000, 30_000])
    expect(cards.reduce((sum, { owed_fen }) => sum + owed_fen, 0)).toBe(pack.requirement_fen)
    let cards_hash = ''
    for (const card of cards) cards_hash = hashCard(cards_hash, card)
    expect(cards_hash).toBe(pack.cards_hash)
    expect(packHash(bare(pack))).toBe(pack.content_hash)
    expect(JSON.stringify(cards)).not.toMatch(/csm_|(?<![0-9a-f])1[3-9]\d{9}(?![0-9a-f])|nickname/)
  })
  it('is made for each day, in a chain, and an earlier one still says what it said', async () => {
    await office.seals()
    const first = await office.read(office.supervisor, path())
    const cards = await cardsOf(`&day=${first.day}`)
    await aBadDay()
    const day = await office.night()
    const second = await office.read(office.supervisor, path())
    expect(second).toMatchObject({ day, previous_hash: first.content_hash })
    expect(await office.read(office.supervisor, `${path()}?day=${first.day}`)).toEqual(first)
    expect(await cardsOf(`&day=${first.day}`)).toEqual(cards)
    const next = await office.night()
    const third = await office.read(office.supervisor, path())
    expect(third).toMatchObject({ day: next, owed_fen: second.owed_fen, ties_out: true })
    const written = await office.rows(
      sql`SELECT count(*) AS n FROM resolution_cards WHERE day = ${next}`,
    )
    expect(written, 'a night without news writes no card').toEqual([{ n: 0 }])
  })
  it('shows a card as it was when the day ended, however late the pack is made', async () => {
    const day = await office.closes()
    await office.uses(li_card, 12_000)
    await office.seals()
    const cards = await cardsOf(`&day=${day}`)
    const mine = cards.find(({ card_id }) => card_id === li_card)
    expect(mine).toMatchObject({ owed_fen: 130_000 })
    expect(mine?.payments.map(({ left_fen }) => left_fen)).toEqual([null, null])
    const pack = await office.read(office.supervisor, `${path()}?day=${day}`)
    expect(pack).toMatchObject({ owed_fen: 160_000, requirement_fen: 160_000, ties_out: true })
  })
  it('goes on after being killed at any step, card by card, and never doubles', async () => {
    await aBadDay()
    await office.sells(HOLDERS.zhao.phone, 1)
    await office.sells(HOLDERS.wu.phone)
    const day = await office.closes()
    let n = 0
    office.faulty.next = () => (n++ % 3 === 1 ? 'after' : n % 7 === 0 ? 'before' : null)
    for (let i = 0; i < 80; i++) {
      await sealPacks(office.world, 1, 1).catch(() => 0)
      office.advance(60_000)
    }
    office.faulty.next = () => null
    office.advance(3_600_000)
    await office.seals(50, 1)
    const pack = await office.read(office.supervisor, `${path()}?day=${day}`)
    expect(pack).toMatchObject({ cards_count: 4, holders_count: 4, ties_out: true })
    const rows = await office.rows(
      sql`SELECT card_id, count(*) AS n FROM resolution_cards WHERE day = ${day} GROUP BY card_id HAVING count(*) > 1`,
    )
    expect(rows).toEqual([])
    let cards_hash = ''
    for (const card of await cardsOf(`&day=${day}`)) cards_hash = hashCard(cards_hash, card)
    expect(cards_hash).toBe(pack.cards_hash)
    const nights = await office.rows(
      sql`SELECT packs_count, missed_count FROM resolution_nights WHERE day = ${day}`,
    )
    expect(nights).toEqual([{ packs_count: 1, missed_count: 0 }])
  })
  it('is tried again after a while when it fails', async () => {
    const day = await office.closes()
    await office.seals()
    await office.uses(li_card, 12_000)
    const lost = await office.closes()
    office.faulty.next = (statements) =>
      statements.some(({ text }) => text.startsWith('INSERT INTO resolution_cards'))
        ? 'before'
        : null
    await office.seals()
    const nights = () =>
      office.rows(sql`SELECT day, packs_count, missed_count FROM resolution_nights
                       WHERE day >= ${day} ORDER BY day`)
    expect(await nights()).toEqual([{ day, packs_count: 1, missed_count: 0 }])
    office.faulty.next = () => null
    office.advance(4 * 60_000)
    await office.seals()
    expect((await office.says(office.teller, 'GET', `${path()}?day=${lost}`)).status).toBe(404)
    office.advance(60_000)
    await office.seals()
    expect(await office.read(office.teller, `${path()}?day=${lost}`)).toMatchObject({
      ties_out: true,
    })
    expect(await nights()).toHaveLength(2)
  })
  it('is given up once the next day is sealed: that day’s pack is the better one', async () => {
    await office.seals()
    await office.uses(li_card, 12_000)
    const lost = await office.closes()
    await office.uses(li_card, 12_000)
    const day = await office.closes()
    office.faulty.next = (statements) =>
      statements.some(
        ({ text, values }) => /INTO resolution_cards/.test(text) && values[0] === lost,
      )
        ? 'before'
        : null
    await office.seals()
    expect((await office.says(office.teller, 'GET', `${path()}?day=${lost}`)).status).toBe(404)
    expect(await office.read(office.teller, path())).toMatchObject({
      day,
      owed_fen: 140_000,
      ties_out: true,
    })
    const missed = await office.rows(
      sql`SELECT packs_count, missed_count FROM resolution_nights WHERE day >= ${lost} ORDER BY day`,
    )
    expect(missed).toEqual([
      { packs_count: 0, missed_count: 1 },
      { packs_count: 1, missed_count: 0 },
    ])
  })
  it('is changed by nobody, not even past the application', async () => {
    const day = await office.night()
    const of = { merchant_id: office.shop.id, day }
    for (const attack of [
      sql`UPDATE resolution_packs SET body = '{}', version = version + 1`,
      sql`UPDATE resolution_packs SET content_hash = 'x'`,
      sql`DELETE FROM resolution_packs`,
      sql`INSERT OR REPLACE INTO resolution_packs (merchant_id, day, began_at) VALUES (${of.merchant_id}, ${day}, 'x')`,
      sql`UPDATE resolution_cards SET escrow_fen = 0`,
      sql`DELETE FROM resolution_cards`,
      sql`INSERT OR REPLACE INTO resolution_cards SELECT card_id, ${day}, merchant_id, holder_no, 1, 0, 0, contract_hash,
                 first_paid_on, payments FROM resolution_cards LIMIT 1`,
      sql`INSERT INTO resolution_cards SELECT card_id, '2031-01-01', merchant_id, holder_no, 1, 0, 0, contract_hash,
                 first_paid_on, payments FROM resolution_cards LIMIT 1`,
      sql`UPDATE resolution_nights SET missed_count = 9`,
      sql`DELETE FROM resolution_nights`,
    ])
      await expect(office.db.batch([attack]), attack.text).rejects.toThrow(
        /pack_is_sealed|pack_changed_meanwhile/,
      )
  })
})
