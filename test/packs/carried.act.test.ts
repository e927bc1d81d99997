import { beforeEach, describe, expect, it } from 'vitest'
import { ENGINE } from '#storage'
import { handOverCard } from '../../src/cards/freeze'
import { localDate } from '../../src/kernel/time'
import { setBankFault } from '../../src/mocks/bank-faults'
import { deliverDueWebhooks } from '../../src/mocks/stripe/app'
import type { CarriedBody, PackCard } from '../../src/packs/pack-rules'
import { readCardsPage } from '../../src/packs/pack-store'
import { hashCard, hashOfPack } from '../../src/packs/steps'
import { sql } from '../../src/platform/d1'
import { good } from '../refunds/support'
import { type Office, openOffice } from './support'

let office: Office
let li_card: string
beforeEach(async () => {
  office = await openOffice()
  li_card = await office.buysCard(1)
  await office.sells('13900000002')
  await office.banks()
  await office.closes()
  office.advance(3 * 3_600_000)
})
const path = () => `/v1/resolution-packs/${office.shop.id}`
const packOf = (day: string) => office.read(office.supervisor, `${path()}?day=${day}`)
const cardsOf = async (day: string): Promise<PackCard[]> =>
  (await office.read(office.supervisor, `${path()}/cards?limit=100&day=${day}`)).data
const fileOf = async (day: string): Promise<string> => {
  const reply = await office.app.fetch(
    new Request(`http://127.0.0.1:8787${path()}/file?day=${day}`, {
      headers: { Authorization: `Bearer ${await office.as(office.supervisor)}` },
    }),
    {} as Env,
  )
  return reply.text()
}
/** Whoever reads a pack makes its hashes again from what was read. */
async function verifies(day: string): Promise<void> {
  const pack = await packOf(day)
  const { object: _object, sealed_at: _at, content_hash, ...body } = pack
  const { merchant_id, carried_from, carried_hash, bank_days, previous_hash } = pack
  const own: CarriedBody = {
    merchant_id,
    day,
    carried_from,
    carried_hash,
    bank_days,
    previous_hash,
  }
  expect(await hashOfPack(carried_from ? own : body), day).toBe(content_hash)
  if (carried_from) expect((await packOf(carried_from)).content_hash).toBe(carried_hash)
  let cards_hash = ''
  for (const card of await cardsOf(day)) cards_hash = await hashCard(cards_hash, card)
  expect(cards_hash, day).toBe(pack.cards_hash)
}
/** The stored list says of a day what reading every card anew says of it. */
async function isExact(day: string): Promise<void> {
  const of = { merchant_id: office.shop.id, day, after: '', limit: 100, touched: null }
  const anew = (await office.rows(readCardsPage(of))) as unknown as PackCard[]
  const figures = ({ card_id, escrow_fen, held_fen, refunding_fen }: PackCard) => ({
    card_id,
    escrow_fen,
    held_fen,
    refunding_fen,
  })
  const owed = anew.filter((c) => c.escrow_fen + c.held_fen + c.refunding_fen > 0)
  expect((await cardsOf(day)).map(figures)).toEqual(owed.map(figures))
  expect(await packOf(day)).toMatchObject({ ties_out: true })
}

/** Everything by which a shop's pack may become another one. */
const CHANGES: Record<string, () => Promise<unknown>> = {
  'a use': () => office.uses(li_card, 12_000),
  'a top-up': () => office.buysCard(1),
  'a new card of somebody new': () => office.sells('13900000003'),
  'a refund that was asked for': async () =>
    good(
      await office.says(office.li.id, 'POST', `/v1/cards/${li_card}/refunds`, {
        ground: 'shop_moved',
      }),
    ),
  'money tied to a booking': async () => {
    const starts_at = new Date(Date.parse(office.world.now()) + 5 * 86_400_000).toISOString()
    const what = { card_id: li_card, amount_fen: 12_000, starts_at }
    good(await office.says(office.li.id, 'POST', '/v1/bookings', what))
  },
  'another holder': async () => {
    const { id } = await office.joins('13900000005')
    const [card] = await office.rows(sql`SELECT id, version FROM cards WHERE id = ${li_card}`)
    const to = { consumer_id: id, now: office.world.now() }
    await office.db.batch([handOverCard({ id: li_card, version: Number(card?.version) }, to)])
  },
  'a payment contested at the provider': async () => {
    const [charge] = await office.rows(
      sql`SELECT o.id FROM mock_stripe_objects o JOIN purchases p ON p.provider_ref = o.payment_intent
           WHERE o.object = 'charge' AND p.card_id = ${li_card}`,
    )
    await office.call('POST', `/mock/stripe/__mock/dispute/${charge?.id}`, {
      token: 'sk_test_of_the_test_suite',
      key: null,
    })
    if (office.stripe_mock_deps) await deliverDueWebhooks(office.stripe_mock_deps)
    expect(await office.rows(sql`SELECT card_id FROM disputes`)).toEqual([{ card_id: li_card }])
  },
  'a licence that ends another day': () =>
    office.db.batch([
      sql`UPDATE merchants SET licence_expires_on = '2031-01-01', version = version + 1 WHERE id = ${office.shop.id}`,
    ]),
  'money at the bank that nobody knows': async () => {
    const [row] = await office.rows(
      sql`SELECT custody_account_no AS account_no FROM merchants WHERE id = ${office.shop.id}`,
    )
    const of = { day: localDate(office.world.now()), account_no: String(row?.account_no) }
    await setBankFault(office.db, { ...of, kind: 'unknown_credit', amount_fen: 777 })
  },
}

describe(`a night on which nothing was different on ${ENGINE}`, () => {
  it('refers to the pack that has the list, and every past day reads back and verifies', async () => {
    await office.uses(li_card, 1_200)
    const days = [await office.night(), await office.night(), await office.night()]
    await office.uses(li_card, 12_000)
    days.push(await office.night(), await office.night())
    const [real, once, twice, other, again] = days as [string, string, string, string, string]
    const from = async (day: string) => (await packOf(day)).carried_from
    expect(await Promise.all(days.map(from))).toEqual([undefined, real, real, undefined, other])
    const read = async (day: string) => [await packOf(day), await cardsOf(day), await fileOf(day)]
    const said = await Promise.all(days.map(read))
    for (const day of days) await verifies(day)
    expect((await packOf(twice)).previous_hash).toBe((await packOf(once)).content_hash)
    expect((await packOf(twice)).bank_days[0].day).toBe(twice)
    expect((await fileOf(twice)).trimEnd().endsWith(`${twice}（名单同 ${real}）`)).toBe(true)
    expect((await cardsOf(again)).map(({ escrow_fen }) => escrow_fen)).toContain(89_000)
    await office.sells('13900000004')
    await office.night()
    expect(await Promise.all(days.map(read))).toEqual(said)
  })
  it('reads no card again', async () => {
    await office.night()
    const seen: string[] = []
    office.faulty.next = (statements) => {
      seen.push(...statements.map(({ text }) => text))
      return null
    }
    await office.night()
    const cards = seen.filter((text) => /template_version|INTO resolution_cards/.test(text))
    expect(cards).toEqual([])
    expect(seen.some((text) => text.startsWith('INSERT INTO resolution_packs'))).toBe(true)
  })
  it.each(Object.entries(CHANGES))(
    '%s makes a pack of its own the next night',
    async (_of, act) => {
      await office.night()
      const quiet = await office.night()
      expect((await packOf(quiet)).carried_from).toBeDefined()
      await act()
      const day = await office.night()
      expect((await packOf(day)).carried_from).toBeUndefined()
      await isExact(day)
      await verifies(day)
      const next = await office.night()
      await isExact(next)
      await verifies(next)
      await isExact(quiet)
    },
  )
  it('counts what moves after the day, before its pack is made, on the next night', async () => {
    await office.night()
    const day = await office.closes()
    await office.uses(li_card, 12_000)
    await office.seals()
    await isExact(day)
    const next = await office.night()
    expect((await packOf(next)).carried_from).toBeUndefined()
    await isExact(next)
    expect((await packOf(next)).owed_fen).toBe((await packOf(day)).owed_fen - 10_000)
    for (const one of [day, next]) await verifies(one)
  })
  it('never refers past a newer list, to a night that refers itself, or with another hash', async () => {
    await office.uses(li_card, 1_200)
    const [real, carried] = [await office.night(), await office.night()]
    await office.uses(li_card, 12_000)
    const newer = await office.night()
    const day = await office.closes()
    const hash = async (of: string) => (await packOf(of)).content_hash
    const merchant_id = office.shop.id
    const refers = async (from: string, carried_hash: string) =>
      office.db.batch([
        sql`INSERT INTO resolution_packs (merchant_id, day, began_at) VALUES (${merchant_id}, ${day}, 'x')`,
        sql`UPDATE resolution_packs SET phase = 'sealed', previous_hash = ${await hash(newer)}, content_hash = 'x',
                   body = '{}', sealed_at = 'x', carried_from = ${from}, carried_hash = ${carried_hash}, version = 2
             WHERE merchant_id = ${merchant_id} AND day = ${day}`,
      ])
    for (const [from, of] of [
      [real, await hash(real)],
      [carried, await hash(carried)],
      [newer, await hash(real)],
    ] as [string, string][])
      await expect(refers(from, of)).rejects.toThrow(/pack_changed_meanwhile/)
  })
})
