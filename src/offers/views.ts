import * as z from 'zod'
import { idPattern } from '../kernel/ids'
import { ShopId } from '../shops/views'
import type { ContractArticle } from './contract'
import { isLargeSum, pricePerUse } from './stance-rules'
import { type ContractRow, type ItemRow, itemVisits, type StoredOffer } from './store'

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
    shops: z.array(z.string()).meta({ description: '可用门店在合同里的名字；空：所有门店' }),
    shop_ids: z.array(ShopId),
    clauses: z.array(z.string()),
    no_show_bp: z.int().meta({ description: '爽约或过时取消，按预约用量结清的万分数；期限卡为 0' }),
    free_cancel_hours: z.int().meta({ description: '开始前多少小时取消不收费' }),
    pauses_max: z.int().meta({ description: '期限卡可停卡几次；其他卡没有意义' }),
    pause_days_max: z.int(),
    pause_days_min: z.int(),
    visits_max: z.int().nullable().meta({ description: '限次期限卡最多到店几次；null：没有写' }),
    expiry_refund: z.boolean().meta({ description: '次卡到期没用完的，自动退' }),
    per_use: z
      .strictObject({
        of: z.enum(['visit', 'day', 'list_value']).meta({
          description: 'visit 每次，day 每天，list_value 原价每 100 元',
        }),
        price_fen: z.int().meta({ description: '合多少，赠送计入，不足一分的舍去' }),
      })
      .meta({ description: '合下来一次、一天或者 100 元原价的东西多少钱' }),
    is_large: z.boolean().meta({ description: '一次充这么多，请再想一想' }),
    contract_hash: z.string(),
    linter_version: z
      .string()
      .nullable()
      .meta({ description: '补充条款是哪一版规则看过的；更早的为 null' }),
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
    visits: z.int().nullable().meta({ description: '次卡用一次扣几次；null：不用次卡' }),
    created_at: z.string(),
    withdrawn_at: z.string().nullable(),
  })
  .meta({ id: 'PriceItem', description: '价目' })

export const ContractView = z
  .strictObject({
    object: z.literal('contract'),
    hash: z.string().regex(/^[0-9a-f]{64}$/),
    offer_id: OfferId,
    merchant_name: z.string(),
    template_version: z.string(),
    text: z.string(),
    articles: z.array(z.strictObject({ no: z.int(), title: z.string(), body: z.string() })),
    price_list: z.array(
      z.strictObject({
        id: z.string(),
        name: z.string(),
        list_price_fen: z.int(),
        visits: z.int().optional().meta({ description: '次卡用一次扣几次；没有写就不用次卡' }),
      }),
    ),
  })
  .meta({
    id: 'Contract',
    description: '付款前要读的合同；hash 是 text 的 SHA-256，articles 是 text 的各条',
  })

export const presentContract = (
  {
    hash,
    merchant_name,
    template_version,
    text,
    price_list,
  }: ContractRow & { merchant_name: string },
  offer_id: string,
): z.input<typeof ContractView> => ({
  object: 'contract',
  hash,
  offer_id,
  merchant_name,
  template_version,
  text,
  articles: articlesOf(text),
  price_list: JSON.parse(price_list) as z.input<typeof ContractView>['price_list'],
})

/** The articles as they stand in the text: what is hashed is what is shown, there is no second copy. */
function articlesOf(text: string): ContractArticle[] {
  const [, ...blocks] = text.trimEnd().split(/\n\n(?=第[零一二三四五六七八九十]+条 )/u)
  return blocks.map((block, index) => {
    const [heading = '', ...body] = block.split('\n')
    return { no: index + 1, title: heading.replace(/^\S+ /u, ''), body: body.join('\n') }
  })
}

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
  shop_ids: o.shop_ids,
  clauses: o.clauses,
  no_show_bp: o.no_show_bp,
  free_cancel_hours: o.free_cancel_hours,
  pauses_max: o.pauses_max,
  pause_days_max: o.pause_days_max,
  pause_days_min: o.pause_days_min,
  visits_max: o.visits_max,
  expiry_refund: o.expiry_refund,
  per_use: pricePerUse(o),
  is_large: isLargeSum(o.price_fen),
  contract_hash: o.contract_hash,
  linter_version: o.linter_version,
  created_at: o.created_at,
  withdrawn_at: o.withdrawn_at,
})
export const presentItem = (item: ItemRow): z.input<typeof ItemView> => ({
  id: item.id,
  object: 'price_item',
  name: item.name,
  list_price_fen: item.list_price_fen,
  visits: itemVisits(item),
  created_at: item.created_at,
  withdrawn_at: item.withdrawn_at,
})
