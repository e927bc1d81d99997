import { LINTER_VERSION } from '../clauses/read'
import { sha256 } from '../environment/crypto'
import type { City } from '../kernel/city'
import { fen } from '../kernel/money'
import { insist, refuse } from '../kernel/refusals'
import { type Instant, localDate } from '../kernel/time'
import { decideNewOffer, type NewOffer } from '../law/offer-terms'
import { decideOffer, maySell } from '../law/sale-rules'
import { readShops, type ShopDetailRow } from '../merchants/shop-store'
import type { MerchantRow } from '../merchants/store'
import type { Ask } from '../platform/act'
import { type Statement, sql } from '../platform/d1'
import { answerOnce } from '../platform/journal'
import type { World } from '../platform/world'
import { CONTRACT_TEMPLATE_VERSION, contractFor, type PriceListItem } from './contract'
import { placeOn, underSaleRules } from './region'
import {
  type ItemRow,
  insertContract,
  insertItem,
  insertOffer,
  itemVisits,
  offerFrom,
  offerUseTerms,
  PRICE_LIST_MAX,
  readAnyItem,
  readOffers,
  readPriceList,
  type StoredOffer,
  withdrawItemStatement,
  withdrawOfferStatement,
} from './store'
import { presentItem, presentOffer } from './views'

/**
 * Puts an offer on sale. The contract is generated from it with today's price list, hashed and kept. Neither
 * ever changes: a shop that changes terms or prices publishes anew and withdraws the old offer; who bought
 * before keeps the old contract. `shop_ids`: where it is accepted, none for everywhere. Refuses, in this order, what
 * `maySell` does, shop_not_found, shop_closed, and what `decideNewOffer` and `decideOffer` do.
 */
export function publishOffer(world: World, ask: Ask, draft: NewOffer, shop_ids: readonly string[]) {
  return answerOnce(world, ask, {
    reads: (who) => offerReading(who.merchant_id, shop_ids),
    decide: async ({ rows, now, city, kit }) => {
      const { shop, terms, contract, listed } = decideContract({ rows, now, city, draft, shop_ids })

      const contract_hash = await sha256(contract.text)
      const offer: StoredOffer = {
        ...terms,
        ...offerUseTerms(terms),
        id: kit.newId('off'),
        merchant_id: shop.id,
        shop_ids: listed.map(({ id }) => id),
        contract_hash,
        linter_version: LINTER_VERSION,
        created_at: now,
        withdrawn_at: null,
      }
      const kept = { hash: contract_hash, offer_id: offer.id, version: CONTRACT_TEMPLATE_VERSION }
      return {
        status: 201,
        subject_id: offer.id,
        body: presentOffer(offer),
        statements: [insertContract({ ...kept, contract, now }), insertOffer(offer)],
      }
    },
  })
}

/** What an offer is decided by: its shop, today's price list, and where it may be accepted. */
export const offerReading = (merchant_id: Statement, shop_ids: readonly string[]) => ({
  merchants: sql<MerchantRow>`SELECT * FROM merchants WHERE id = ${merchant_id}`,
  price_list: readPriceList(merchant_id),
  shops: readShops(
    sql`s.merchant_id = ${merchant_id}
        AND (s.closed_at IS NULL OR s.id IN (SELECT value FROM json_each(${JSON.stringify(shop_ids)})))`,
  ),
})
/**
 * The terms and the contract an offer would be published with; pure, so that a preview asks the same. Refuses what
 * `publishOffer` does.
 */
export function decideContract(of: {
  rows: { merchants: readonly MerchantRow[]; price_list: ItemRow[]; shops: ShopDetailRow[] }
  now: Instant
  city: City
  draft: NewOffer
  shop_ids: readonly string[]
}) {
  const { rows, city, draft, shop_ids } = of
  const shop = rows.merchants[0] ?? refuse('merchant_not_found')
  const on = localDate(of.now)
  maySell(shop, on)
  const shops = rows.shops
  const listed = listedShops(shops, shop_ids)
  const place = placeOn(city, shop.district, on)
  const terms = decideNewOffer({ ...draft, shops: listed.map(({ name }) => name) }, place.here)
  const { region, merchant: issuer } = underSaleRules(city, shop, on)
  const { rules } = decideOffer(terms, issuer, on, region)
  const merchant = { ...shop, legal_rep: shop.legal_representative }
  const price_list = priceListFrom(rows.price_list)
  const open_shops = shops.filter(({ closed_at }) => closed_at === null).map(({ name }) => name)
  const contract = contractFor({
    ...{ offer: terms, merchant, place, price_list, region, rules },
    open_shops,
  })
  return { shop, terms, contract, listed }
}

/** The shops an offer lists, each once, in the order of their opening. Refuses shop_not_found and shop_closed. */
function listedShops(
  shops: readonly ShopDetailRow[],
  shop_ids: readonly string[],
): ShopDetailRow[] {
  if (shop_ids.some((id) => !shops.some((shop) => shop.id === id))) refuse('shop_not_found')
  const listed = shops.filter(({ id }) => shop_ids.includes(id))
  if (listed.some(({ closed_at }) => closed_at !== null)) refuse('shop_closed')
  return listed.sort((a, b) => (a.id < b.id ? -1 : 1))
}

const priceListFrom = (items: readonly ItemRow[]): PriceListItem[] =>
  items.map((item) => {
    const { id, name, list_price_fen } = item
    const visits = itemVisits(item)
    return { id, name, list_price_fen: fen(list_price_fen), ...(visits === null ? {} : { visits }) }
  })

/** Takes an offer off the shelf; cards bought with it keep their contract. Asked again, the answer is the same. */
export function withdrawOffer(world: World, ask: Ask, offer_id: string) {
  return answerOnce(world, ask, {
    reads: (who) => ({
      offers: readOffers(sql`id = ${offer_id} AND merchant_id = ${who.merchant_id}`),
    }),
    decide: ({ rows, now }) => {
      const offer = offerFrom(rows.offers[0] ?? refuse('offer_not_found'))
      const withdrawn_at = offer.withdrawn_at ?? now
      return {
        status: 200,
        subject_id: offer.id,
        body: presentOffer({ ...offer, withdrawn_at }),
        statements: offer.withdrawn_at === null ? [withdrawOfferStatement(offer.id, now)] : [],
      }
    },
  })
}

/** Adds a service with its list price and, for count cards, the visits it takes. Refuses `item_name_taken` and `price_list_full`. */
export function addPriceItem(
  world: World,
  ask: Ask,
  request: { name: string; list_price_fen: number; visits?: number | undefined },
) {
  return answerOnce(world, ask, {
    reads: (who) => ({ price_list: readPriceList(who.merchant_id) }),
    decide: ({ actor, rows, now, kit }) => {
      insist(actor.merchant_id, 'staff have a merchant')
      const list = rows.price_list
      if (list.some(({ name }) => name === request.name)) refuse('item_name_taken')
      if (list.length >= PRICE_LIST_MAX) refuse('price_list_full')

      const { merchant_id } = actor
      const { name, list_price_fen, visits } = request
      const item = {
        ...{ id: kit.newId('itm'), merchant_id, name, list_price_fen },
        ...{ visits: visits ?? 1, weighed: visits === undefined ? 0 : 1, created_at: now },
      }
      return {
        status: 201,
        subject_id: item.id,
        body: presentItem({ ...item, withdrawn_at: null }),
        statements: [insertItem(item)],
      }
    },
  })
}

/** Takes a service off the list; contracts that name it stay. A price changes by a new item under the same name. */
export function withdrawPriceItem(world: World, ask: Ask, item_id: string) {
  return answerOnce(world, ask, {
    reads: (who) => ({ any_item: readAnyItem(who.merchant_id, item_id) }),
    decide: ({ rows, now }) => {
      const item = rows.any_item[0] ?? refuse('item_not_found')
      const withdrawn_at = item.withdrawn_at ?? now
      return {
        status: 200,
        subject_id: item.id,
        body: presentItem({ ...item, withdrawn_at }),
        statements: item.withdrawn_at === null ? [withdrawItemStatement(item.id, now)] : [],
      }
    },
  })
}
