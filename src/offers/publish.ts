import { fen } from '../kernel/money'
import { insist, refuse } from '../kernel/refusals'
import { localDate } from '../kernel/time'
import type { District, EntityType, Sector } from '../merchants/places'
import { maySell } from '../merchants/rules'
import { sha256 } from '../platform/crypto'
import { sql } from '../platform/d1'
import { type Answer, type Ask, answerOnce } from '../platform/journal'
import type { World } from '../platform/world'
import { CONTRACT_TEMPLATE_VERSION, contractFor } from './contract'
import { decideNewOffer, type NewOffer } from './rules'
import { SALE_REGIONS, type SaleRegion } from './sale-rule'
import { decideOffer } from './sale-rules'
import {
  insertContract,
  insertItem,
  insertOffer,
  itemsIn,
  listItems,
  offerFrom,
  readItem,
  readOffers,
  type StoredOffer,
  withdrawItem,
  withdrawOffer,
} from './store'
import { presentItem, presentOffer } from './views'

const PRICE_LIST_MAX = 200
type ShopRow = {
  id: string
  name: string
  licence_no: string
  legal_representative: string
  entity_type: EntityType
  district: District
  sector: Sector
  address: string
  licence_expires_on: string | null
  lease_ends_on: string | null
  admitted_at: string | null
  sales_held_at: string | null
}

/**
 * Puts an offer on sale. The contract is generated from it with today's price list, hashed and kept; a changed
 * offer is a new offer with a contract of its own. Refuses what `maySell`, `decideNewOffer` and `decideOffer` do.
 */
export function publishOffer(world: World, ask: Ask, draft: NewOffer): Promise<Answer> {
  return answerOnce(world, ask, {
    reads: (who) => [
      sql`SELECT * FROM merchants WHERE id = ${who.merchant_id}`,
      listItems(who.merchant_id, null, PRICE_LIST_MAX),
    ],
    decide: async ({ rows, now }) => {
      const shop = (rows[0]?.[0] ?? refuse('merchant_not_found')) as ShopRow
      const on = localDate(now)
      maySell(shop, on)
      const terms = decideNewOffer(draft)
      const region = regionOf(world)
      const { rules } = decideOffer(terms, shop, on, region)
      const contract = contractFor({
        offer: terms,
        region,
        rules,
        merchant: { ...shop, legal_rep: shop.legal_representative },
        price_list: itemsIn(rows[1]).map(({ id, name, list_price_fen }) => ({
          id,
          name,
          list_price_fen: fen(list_price_fen),
        })),
      })
      const hash = await sha256(contract.text)
      const offer: StoredOffer = {
        ...terms,
        id: world.newId('off'),
        merchant_id: shop.id,
        contract_hash: hash,
        created_at: now,
        withdrawn_at: null,
      }
      return {
        status: 201,
        subject_id: offer.id,
        body: presentOffer(offer),
        statements: [
          insertContract({
            hash,
            offer_id: offer.id,
            version: CONTRACT_TEMPLATE_VERSION,
            contract,
            now,
          }),
          insertOffer(offer),
        ],
      }
    },
  })
}

export function regionOf({ config }: World): SaleRegion {
  insist(config.region in SALE_REGIONS, `YFB_REGION ${config.region} is a known region`)
  return config.region as SaleRegion
}

/** Takes an offer off the shelf; cards bought with it keep their contract. Asked again, the answer is the same. */
export function takeOffer(world: World, ask: Ask, offer_id: string): Promise<Answer> {
  return answerOnce(world, ask, {
    reads: (who) => [readOffers(sql`id = ${offer_id} AND merchant_id = ${who.merchant_id}`)],
    decide: ({ rows, now }) => {
      const offer = offerFrom(rows[0]?.[0] ?? refuse('offer_not_found'))
      const withdrawn_at = offer.withdrawn_at ?? now
      return {
        status: 200,
        subject_id: offer.id,
        body: presentOffer({ ...offer, withdrawn_at }),
        statements: [withdrawOffer(offer.id, now)],
      }
    },
  })
}

export function addItem(
  world: World,
  ask: Ask,
  request: { name: string; list_price_fen: number },
): Promise<Answer> {
  return answerOnce(world, ask, {
    reads: () => [],
    decide: ({ actor, now }) => {
      insist(actor.merchant_id, 'staff have a merchant')
      const item = {
        id: world.newId('itm'),
        merchant_id: actor.merchant_id,
        ...request,
        created_at: now,
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

/** A price changes by a new item; the old one stays in the contracts that name it. */
export function takeItem(world: World, ask: Ask, item_id: string): Promise<Answer> {
  return answerOnce(world, ask, {
    reads: (who) => [readItem(who.merchant_id, item_id)],
    decide: ({ rows, now }) => {
      const item = itemsIn(rows[0])[0] ?? refuse('item_not_found')
      return {
        status: 200,
        subject_id: item.id,
        body: presentItem({ ...item, withdrawn_at: now }),
        statements: [withdrawItem(item.id, now)],
      }
    },
  })
}
