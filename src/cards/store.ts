import type { Instant, LocalDate } from '../kernel/time'
import { openAccount } from '../ledger/book'
import { accountsOfCard } from '../ledger/chart'
import { type Row, type Statement, sql } from '../platform/d1'
import type { Card, Lot, LotUse } from './rules'

/** Cards with their lots, oldest first, in one row each; `where` limits them to what the asker may see. */
export const readCard = (where: Statement): Statement =>
  sql`SELECT * FROM cards_with_lots WHERE ${where}`

/** A card as it stands in the books: the rules' card, and what only readers need. */
export type StoredLot = Lot & { bonus_units: number }
export type StoredCard = Omit<Card, 'lots'> & { opened_at: Instant; lots: StoredLot[] }

export function cardFrom(row: Row): StoredCard {
  return { ...(row as unknown as StoredCard), lots: JSON.parse(String(row.lots)) as StoredLot[] }
}

/** The card that a purchase tops up: one per holder, shop, kind and service. */
export const cardToTopUp = (of: {
  consumer_id: string
  merchant_id: string
  kind: string
  service: string
}): Statement =>
  readCard(sql`consumer_id = ${of.consumer_id} AND merchant_id = ${of.merchant_id}
               AND kind = ${of.kind} AND service = ${of.service}`)

/** Takes units from lots. The database refuses a card that moved on since it was read. */
export function useCard(card: Pick<Card, 'id' | 'version'>, uses: readonly LotUse[]): Statement[] {
  return [
    advanceCard(card),
    ...uses.map(
      (
        use,
      ) => sql`UPDATE lots SET used_units = ${use.used_units_after}, released_fen = ${use.released_fen_after}
                   WHERE id = ${use.lot_id} AND card_id = ${card.id}`,
    ),
  ]
}

const advanceCard = (card: Pick<Card, 'id' | 'version'>): Statement =>
  sql`UPDATE cards SET version = ${card.version + 1} WHERE id = ${card.id}`

export type NewCard = {
  id: string
  merchant_id: string
  consumer_id: string
  kind: string
  service: string
  opened_at: Instant
}
export function openCard(card: NewCard): Statement[] {
  return [
    sql`INSERT INTO cards (id, merchant_id, consumer_id, kind, service, opened_at)
        VALUES (${card.id}, ${card.merchant_id}, ${card.consumer_id}, ${card.kind}, ${card.service}, ${card.opened_at})`,
    ...accountsOfCard(card.id).map(openAccount),
  ]
}

export type NewLot = {
  id: string
  card_id: string
  purchase_id: string
  offer_id: string
  contract_hash: string
  paid_fen: number
  face_units: number
  bonus_units: number
  list_price_fen: number
  bought_at: Instant
  starts_on: LocalDate
  ends_on: LocalDate | null
  cool_off_ends_at: Instant
}
/** A top-up adds a lot; `card` is given when it exists already, so that stale decisions about it fail. */
export function addLot(lot: NewLot, card?: Pick<Card, 'id' | 'version'>): Statement[] {
  return [
    ...(card ? [advanceCard(card)] : []),
    sql`INSERT INTO lots (id, card_id, purchase_id, offer_id, contract_hash, paid_fen, face_units, bonus_units,
                          list_price_fen, bought_at, starts_on, ends_on, cool_off_ends_at)
        VALUES (${lot.id}, ${lot.card_id}, ${lot.purchase_id}, ${lot.offer_id}, ${lot.contract_hash},
                ${lot.paid_fen}, ${lot.face_units}, ${lot.bonus_units}, ${lot.list_price_fen},
                ${lot.bought_at}, ${lot.starts_on}, ${lot.ends_on}, ${lot.cool_off_ends_at})`,
  ]
}
