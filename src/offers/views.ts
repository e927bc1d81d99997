import * as z from 'zod'
import { idPattern } from '../kernel/ids'
import type { ItemRow, StoredOffer } from './store'

export const OfferId = z.string().regex(idPattern('off'))
export const ItemId = z.string().regex(idPattern('itm'))
export const OfferView = z
  .strictObject({
    id: OfferId,
    object: z.literal('offer'),
    merchant_id: z.string().regex(idPattern('mch')),
    kind: z.enum(['stored_value', 'count', 'period']),
    name: z.string(),
    service: z.string(),
    price_fen: z.int(),
    bonus_units: z.int(),
    discount_bp: z.int(),
    face_units: z.int(),
    list_price_fen: z.int(),
    valid_days: z.int().nullable(),
    use_limit: z.enum(['limited', 'unlimited']).nullable(),
    shops: z.array(z.string()),
    clauses: z.array(z.string()),
    contract_hash: z.string(),
    created_at: z.string(),
    withdrawn_at: z.string().nullable(),
  })
  .meta({
    id: 'Offer',
    description: '套餐；face_units 的单位：储值卡是分（按原价），次卡是次，期限卡是天',
  })
export const ItemView = z
  .strictObject({
    id: ItemId,
    object: z.literal('price_item'),
    name: z.string(),
    list_price_fen: z.int(),
    created_at: z.string(),
    withdrawn_at: z.string().nullable(),
  })
  .meta({ id: 'PriceItem', description: '价目' })

export const presentOffer = ({
  id,
  merchant_id,
  ...o
}: StoredOffer): z.input<typeof OfferView> => ({
  id,
  object: 'offer',
  merchant_id,
  kind: o.kind,
  name: o.name,
  service: o.service,
  price_fen: o.price_fen,
  bonus_units: o.bonus_units,
  discount_bp: o.discount_bp,
  face_units: o.face_units,
  list_price_fen: o.list_price_fen,
  valid_days: o.valid_days,
  use_limit: o.use_limit,
  shops: o.shops,
  clauses: o.clauses,
  contract_hash: o.contract_hash,
  created_at: o.created_at,
  withdrawn_at: o.withdrawn_at,
})
export const presentItem = ({
  id,
  name,
  list_price_fen,
  created_at,
  withdrawn_at,
}: ItemRow): z.input<typeof ItemView> => ({
  id,
  object: 'price_item',
  name,
  list_price_fen,
  created_at,
  withdrawn_at,
})
