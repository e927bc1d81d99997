import { type Instant, type LocalDate, localDate } from '../kernel/time'
import type { Card, Lot } from '../law/lots'
import { type DaysOff, scheduled } from '../law/period'
import { openAccountStatement } from '../ledger/book'
import { cardAccounts } from '../ledger/chart'
import { type Statement, sql } from '../platform/d1'

/** A card with its lots and days off as JSON, oldest first. */
export type CardWithLotsRow = {
  id: string
  merchant_id: string
  consumer_id: string
  kind: Card['kind']
  service: string
  status: Card['status']
  version: number
  opened_at: Instant
  earn_due_on: LocalDate | null
  counter_pin: number
  frozen_at: Instant | null
  frozen_by: string | null
  frozen_reason: 'lost_phone' | 'other' | null
  transferred_at: Instant | null
  base_service: string | null
  lots: string
  days_off: string
}
/** Cards with their lots, oldest first, in one row each; `where` limits them to what the asker may see. */
export const readCard = (where: Statement) =>
  sql<CardWithLotsRow>`SELECT * FROM cards_with_lots WHERE ${where}`

/** A card as it stands in the books: the rules' card, and what only readers need. */
export type StoredLot = Lot & { bonus_units: number }
export type StoredCard = Omit<Card, 'lots'> & {
  opened_at: Instant
  lots: StoredLot[]
  days_off: DaysOff[]
}

/** Lots of a period card come with the dates that its days off leave them. */
export function cardFrom<R extends Pick<CardWithLotsRow, keyof StoredCard>>(
  row: R,
): Omit<R, 'lots' | 'days_off'> & Pick<StoredCard, 'lots' | 'days_off'> {
  const lots = JSON.parse(row.lots) as StoredLot[]
  const days_off = JSON.parse(row.days_off) as DaysOff[]
  return { ...row, days_off, lots: scheduled(lots, days_off) }
}

/**
 * Writes what became of a card's lots: used, held and released, of those that changed. The database refuses a
 * card that moved on since it was read. `earn_due_on` is given when days were earned.
 */
export function updateLotsStatements(
  card: Pick<StoredCard, 'id' | 'version' | 'lots'>,
  after: readonly Lot[],
  earn_due_on?: LocalDate | null,
): Statement[] {
  const before = new Map<string, Lot>(card.lots.map((lot) => [lot.id, lot]))
  const changed = after.filter((lot) => {
    const old = before.get(lot.id)
    return lot.used_units !== old?.used_units || lot.held_units !== old.held_units
  })
  return [
    earn_due_on === undefined
      ? advanceCardStatement(card)
      : advanceEarningStatement(card, earn_due_on),
    ...changed.map(
      (lot) => sql`UPDATE lots SET used_units = ${lot.used_units}, held_units = ${lot.held_units},
                                   released_fen = ${lot.released_fen}
                    WHERE id = ${lot.id} AND card_id = ${card.id}`,
    ),
  ]
}

/** The same, with the day on which days of a period card are to be earned next. */
export const advanceEarningStatement = (
  card: Pick<Card, 'id' | 'version'>,
  earn_due_on: LocalDate | null,
): Statement =>
  sql`UPDATE cards SET version = ${card.version + 1}, earn_due_on = ${earn_due_on} WHERE id = ${card.id}`

/** Says that a card was decided upon as it stood: whoever read it earlier decides again. */
export const advanceCardStatement = (card: Pick<Card, 'id' | 'version'>): Statement =>
  sql`UPDATE cards SET version = ${card.version + 1} WHERE id = ${card.id}`

/** Payment by PIN at the shop's counter, on or off. */
export const switchCounterPinStatement = (
  card: Pick<Card, 'id' | 'version'>,
  on: boolean,
): Statement =>
  sql`UPDATE cards SET version = ${card.version + 1}, counter_pin = ${on ? 1 : 0} WHERE id = ${card.id}`

type NewCard = {
  id: string
  merchant_id: string
  consumer_id: string
  kind: string
  service: string
  opened_at: Instant
}
export function openCardStatements(card: NewCard): Statement[] {
  return [
    sql`INSERT INTO cards (id, merchant_id, consumer_id, kind, service, opened_at, earn_due_on)
        VALUES (${card.id}, ${card.merchant_id}, ${card.consumer_id}, ${card.kind}, ${card.service},
                ${card.opened_at}, ${card.kind === 'period' ? localDate(card.opened_at) : null})`,
    ...cardAccounts(card.id).map(openAccountStatement),
  ]
}

type NewLot = {
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
  /** What the database holds this lot to, whoever else pays at the same moment; null: no limit. */
  card_cap_fen: number | null
  holder_cap_fen: number | null
}
/** A top-up adds a lot; `card` is given when it exists already, so that stale decisions about it fail. */
export function addLotStatements(
  lot: NewLot,
  card?: Pick<Card, 'id' | 'version' | 'kind'>,
): Statement[] {
  return [
    ...(card
      ? [
          card.kind === 'period'
            ? advanceEarningStatement(card, lot.starts_on)
            : advanceCardStatement(card),
        ]
      : []),
    sql`INSERT INTO lots (id, card_id, purchase_id, offer_id, contract_hash, paid_fen, face_units, bonus_units,
                          list_price_fen, bought_at, starts_on, ends_on, cool_off_ends_at, card_cap_fen, holder_cap_fen)
        VALUES (${lot.id}, ${lot.card_id}, ${lot.purchase_id}, ${lot.offer_id}, ${lot.contract_hash},
                ${lot.paid_fen}, ${lot.face_units}, ${lot.bonus_units}, ${lot.list_price_fen},
                ${lot.bought_at}, ${lot.starts_on}, ${lot.ends_on}, ${lot.cool_off_ends_at}, ${lot.card_cap_fen},
                ${lot.holder_cap_fen})`,
  ]
}
