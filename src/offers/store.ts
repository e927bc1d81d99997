import type { Instant } from '../kernel/time'
import type { Offer } from '../law/offer-terms'
import { UNSTATED, type UseTerms } from '../law/use-terms'
import { type Statement, sql } from '../platform/d1'
import type { Contract } from './contract'

/** An offer as it stands in the books. */
export type StoredOffer = Offer &
  UseTerms & {
    /** Where it is accepted; none: at all shops of the merchant. */
    shop_ids: string[]
    contract_hash: string
    /** Which version of the rules read its clauses; null: published before versions were kept. */
    linter_version: string | null
    created_at: Instant
    withdrawn_at: Instant | null
  }
export type ItemRow = {
  id: string
  merchant_id: string
  name: string
  list_price_fen: number
  visits: number
  /** 1: the shop says how many visits of a count card it takes; 0: it says nothing of count cards. */
  weighed: number
  created_at: Instant
  withdrawn_at: Instant | null
}
export type ContractRow = {
  hash: string
  offer_id: string
  template_version: string
  text: string
  price_list: string
  created_at: Instant
}

export const readOffers = (where: Statement) => sql<OfferRow>`SELECT * FROM offers WHERE ${where}`
/** The row keeps its lists as JSON. */
export type OfferRow = Omit<StoredOffer, 'clauses' | 'shops' | 'shop_ids' | 'expiry_refund'> & {
  expiry_refund: number
  clauses: string
  shops: string
  shop_ids: string
}
export function offerFrom(row: OfferRow): StoredOffer {
  return {
    ...row,
    expiry_refund: row.expiry_refund === 1,
    clauses: JSON.parse(row.clauses) as string[],
    shops: JSON.parse(row.shops) as string[],
    shop_ids: JSON.parse(row.shop_ids) as string[],
  }
}

/** As many items as a price list may hold; the table refuses one more (`price_list_full`). */
export const PRICE_LIST_MAX = 200
/** An item of this shop's price list that is still on it. */
export const readItem = (merchant_id: Statement, item_id: string) =>
  sql<ItemRow>`${readAnyItem(merchant_id, item_id)} AND withdrawn_at IS NULL`
/** The same, on the list or taken off it. */
export const readAnyItem = (merchant_id: Statement, item_id: string) =>
  sql<ItemRow>`SELECT * FROM price_items WHERE id = ${item_id} AND merchant_id = ${merchant_id}`
export const listItems = (merchant_id: Statement, after: string | null, limit: number) =>
  sql<ItemRow>`SELECT * FROM price_items
       WHERE merchant_id = ${merchant_id} AND withdrawn_at IS NULL AND id > ${after ?? ''}
       ORDER BY id LIMIT ${limit}`
/** The whole price list of a shop. */
export const readPriceList = (merchant_id: Statement) =>
  listItems(merchant_id, null, PRICE_LIST_MAX)
/** The visits of a count card that one such service takes; null: a count card does not buy it. */
export const itemVisits = (item: Pick<ItemRow, 'visits' | 'weighed'>): number | null =>
  item.weighed === 1 ? item.visits : null

export const insertItem = (item: Omit<ItemRow, 'withdrawn_at'>): Statement =>
  sql`INSERT INTO price_items (id, merchant_id, name, list_price_fen, visits, weighed, created_at)
      VALUES (${item.id}, ${item.merchant_id}, ${item.name}, ${item.list_price_fen}, ${item.visits}, ${item.weighed},
              ${item.created_at})`
export const withdrawItemStatement = (id: string, now: Instant): Statement =>
  sql`UPDATE price_items SET withdrawn_at = ${now} WHERE id = ${id}`

/** A contract exists once per text: the same terms sold again carry the same hash. */
export const insertContract = (of: {
  hash: string
  offer_id: string
  version: string
  contract: Contract
  now: Instant
}): Statement =>
  sql`INSERT INTO contracts (hash, offer_id, template_version, text, price_list, created_at)
      SELECT ${of.hash}, ${of.offer_id}, ${of.version}, ${of.contract.text},
             ${JSON.stringify(of.contract.price_list)}, ${of.now}
       WHERE NOT EXISTS (SELECT 1 FROM contracts WHERE hash = ${of.hash})`
export const readOfferContract = (offer_id: string) =>
  sql<
    ContractRow & { merchant_name: string }
  >`SELECT k.*, m.name AS merchant_name FROM offers o JOIN contracts k ON k.hash = o.contract_hash
        JOIN merchants m ON m.id = o.merchant_id WHERE o.id = ${offer_id}`

/** The terms an offer is kept with: what it states, and the platform's figures for the rest. */
export const offerUseTerms = ({ stated }: Pick<Offer, 'stated'>): UseTerms => ({
  ...UNSTATED,
  ...stated,
})
export const insertOffer = (o: Omit<StoredOffer, 'withdrawn_at'>): Statement =>
  sql`INSERT INTO offers (id, merchant_id, kind, name, service, price_fen, bonus_units, discount_bp, face_units,
                          list_price_fen, valid_days, use_limit, shops, clauses, contract_hash, created_at,
                          no_show_bp, free_cancel_hours, pauses_max, pause_days_max, pause_days_min, visits_max,
                          expiry_refund, shop_ids, linter_version)
      VALUES (${o.id}, ${o.merchant_id}, ${o.kind}, ${o.name}, ${o.service}, ${o.price_fen}, ${o.bonus_units},
              ${o.discount_bp}, ${o.face_units}, ${o.list_price_fen}, ${o.valid_days}, ${o.use_limit},
              ${JSON.stringify(o.shops)}, ${JSON.stringify(o.clauses)}, ${o.contract_hash}, ${o.created_at},
              ${o.no_show_bp}, ${o.free_cancel_hours}, ${o.pauses_max}, ${o.pause_days_max}, ${o.pause_days_min},
              ${o.visits_max}, ${o.expiry_refund ? 1 : 0}, ${JSON.stringify(o.shop_ids)}, ${o.linter_version})`
export const withdrawOfferStatement = (id: string, now: Instant): Statement =>
  sql`UPDATE offers SET withdrawn_at = ${now} WHERE id = ${id}`
