import * as z from 'zod'
import { idPattern } from '../kernel/ids'
import { Line, MerchantId } from '../merchants/views'
import type { PhotoRow, PhotoShownRow } from './store'

export const PhotoId = z.string().regex(idPattern('pho'))
const MEDIA = ['image/jpeg', 'image/png'] as const
const Media = z.enum(MEDIA).meta({ description: '照片的格式' })
const STATES = ['waiting', 'replaced', 'shown', 'refused', 'removed', 'withdrawn'] as const

export const ShopPhoto = z
  .strictObject({
    id: PhotoId,
    object: z.literal('shop_photo'),
    merchant_id: MerchantId,
    merchant_name: z.string(),
    shop_code: z.string().meta({ description: '店铺码' }),
    address: z.string(),
    media: Media,
    width: z.int().meta({ description: '宽，像素' }),
    height: z.int().meta({ description: '高，像素' }),
    content_hash: z.string().meta({ description: '存下的字节的 SHA-256' }),
    state: z.enum(STATES).meta({
      description:
        'waiting 等平台看 · shown 顾客看得到 · refused 没有通过 · removed 平台撤下 · withdrawn 店家撤下 · replaced 换了新的',
    }),
    reason: z.string().nullable().meta({ description: '没有通过或撤下的原因' }),
    stated_at: z.string().meta({ description: '店家几时传的，UTC' }),
    ruled_at: z.string().nullable().meta({ description: '几时有的结果，UTC' }),
  })
  .meta({ id: 'ShopPhoto', description: '店家传的门面照片；平台看过才给顾客看' })
export const presentPhoto = ({
  ruling,
  is_replaced,
  ...row
}: PhotoRow): z.input<typeof ShopPhoto> => ({
  object: 'shop_photo',
  ...row,
  state:
    is_replaced && (ruling === null || ruling === 'shown') ? 'replaced' : (ruling ?? 'waiting'),
})

export const NewRuling = z
  .discriminatedUnion('ruling', [
    z.strictObject({ ruling: z.literal('shown').meta({ description: '给顾客看' }) }),
    z.strictObject({
      ruling: z
        .enum(['refused', 'removed'])
        .meta({ description: 'refused 不给看 · removed 撤下已经给看的' }),
      reason: Line({ min: 2, max: 200 }).meta({ description: '为什么，店家看得到' }),
    }),
  ])
  .meta({ id: 'NewShopPhotoRuling', description: '平台看过照片：给顾客看，不给看，或撤下' })

/** The bytes of a picture. */
export const ShopPhotoImage = z
  .strictObject({
    object: z.literal('shop_photo_image'),
    photo_id: PhotoId.meta({ description: '哪张照片' }),
    media: Media,
    content: z.string().meta({ description: '照片，base64' }),
  })
  .meta({ id: 'ShopPhotoImage', description: '照片本身' })

/** What the page of a shop needs to show its picture. */
export const PhotoShown = z
  .strictObject({
    id: PhotoId,
    width: z.int().meta({ description: '宽，像素' }),
    height: z.int().meta({ description: '高，像素' }),
  })
  .nullable()
  .meta({ description: '门面照片，平台看过的；没有是 null' })
export const presentPhotoShown = (row: PhotoShownRow | undefined): z.input<typeof PhotoShown> =>
  row ?? null
