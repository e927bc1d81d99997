import { expect } from 'vitest'
import { HOLDERS } from '../../src/demo/cast'
import { visitor } from '../../src/demo/people'
import type { CarriedBody, PackCard } from '../../src/packs/rules'
import { hashCard, packHash } from '../../src/packs/steps'
import { readCardsPage } from '../../src/packs/store'
import { type Office, openOffice } from './support'

/** A desk with two cards, their money in custody and a day closed; who reads its packs, and whether they are true. */
export async function openArchive() {
  const office: Office = await openOffice()
  const li_card = await office.buysCard(1)
  await office.sells(HOLDERS.wang.phone)
  await office.banks()
  await office.closes()
  office.advance(3 * 3_600_000)
  const path = () => `/v1/resolution-packs/${office.shop.id}` as const
  const packOf = (day: string) => office.read(office.supervisor, `${path()}?day=${day}`)
  const cardsOf = async (day: string): Promise<PackCard[]> =>
    (await office.read(office.supervisor, `${path()}/cards?limit=100&day=${day}`)).data
  const fileOf = async (day: string): Promise<string> => {
    const reader = visitor(office.client, 'regulator', office.supervisor)
    const file = await reader.must('GET /v1/resolution-packs/:merchant_id/file', {
      params: { merchant_id: office.shop.id },
      query: { day },
    })
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(file)
  }
  /** Whoever reads a pack makes its hashes again from what was read. */
  const verifies = async (day: string): Promise<void> => {
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
    expect(packHash(carried_from ? own : body), day).toBe(content_hash)
    if (carried_from) expect((await packOf(carried_from)).content_hash).toBe(carried_hash)
    let cards_hash = ''
    for (const card of await cardsOf(day)) cards_hash = hashCard(cards_hash, card)
    expect(cards_hash, day).toBe(pack.cards_hash)
  }
  /** The stored list says of a day what reading every card anew says of it. */
  const isExact = async (day: string): Promise<void> => {
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
  return { ...office, li_card, path, packOf, cardsOf, fileOf, verifies, isExact }
}
