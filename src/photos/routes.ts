import * as z from 'zod'
import { requestFingerprint } from '../environment/fingerprint'
import { Refusal, refuse } from '../kernel/refusals'
import { sql } from '../platform/d1'
import { identify, newRouter, operation, serveAct, serveRead } from '../platform/http'
import { cursorKey, listSchema, pageFrom, pageQuery } from '../platform/page'
import { replyWith } from '../platform/problem'
import { idempotencyKey } from '../schemas/request'
import { broughtPhoto } from './given'
import { ruleOnShopPhoto, stateShopPhoto, withdrawShopPhoto } from './photo'
import { readContent, readPhotoShown, readPhotos } from './store'
import { NewRuling, PhotoId, presentPhoto, ShopPhoto, ShopPhotoImage } from './views'

export const photoRoutes = newRouter()
const tags = ['shops']
const MANAGEMENT = { owner: 'tenant', manager: 'tenant' } as const
const OPERATOR = { operator: 'all' } as const
const params = z.strictObject({ id: PhotoId })
const MEDIA = ['image/jpeg', 'image/png']
const ruled = { 200: { description: '照片现在的样子', schema: ShopPhoto } }

export const stateShopPhotoOperation = operation({
  method: 'post',
  path: '/v1/shop-photos',
  operationId: 'stateShopPhoto',
  tags,
  summary: '店家传一张门面照片；平台看过，顾客才看得到',
  summary_en: 'States a picture of the shop’s front; customers see it once the operator has looked',
  description:
    '内容就是照片本身，JPG 或 PNG，最大 400 KB，边长 320 到 4096 像素。拍摄的时间、地点、机型和照片以外的字节不保存，只留朝向。',
  policy: MANAGEMENT,
  raw_body: {
    media: MEDIA,
    description: '照片本身，至多 400 KB · The picture itself, at most 400 KB',
  },
  answers: { 201: { description: '收下了，等平台看', schema: ShopPhoto } },
  refuses: [
    'shop_photo_media_type',
    'shop_photo_too_large',
    'shop_photo_unreadable',
    'shop_photo_size',
    'shop_photos_used_up',
  ],
})
/** Outside `serveAct`: the body is the picture itself, read as bytes and never as JSON. */
photoRoutes.on(stateShopPhotoOperation.method, stateShopPhotoOperation.path, async (c) => {
  const { operationId, policy } = stateShopPhotoOperation
  const key = idempotencyKey(c)
  const who = await identify(c, policy)
  const brought = await broughtPhoto(c.req.raw)
  const hash = brought instanceof Refusal ? brought.code : brought.content_hash
  const ask = {
    who,
    key,
    policy,
    operation: operationId,
    request_id: c.get('request_id'),
    fingerprint: requestFingerprint(operationId, [hash]),
    shape: (_status: number, body: object) => ShopPhoto.parse(body),
  }
  return replyWith(c, await stateShopPhoto(c.get('world'), ask, brought))
})

export const listShopPhotosOperation = operation({
  method: 'get',
  path: '/v1/shop-photos',
  operationId: 'listShopPhotos',
  tags,
  summary: '门面照片，新的在前：店家看自己的，平台看全部',
  summary_en: 'Lists pictures of shops’ fronts, newest first',
  policy: { ...MANAGEMENT, ...OPERATOR },
  query: z.strictObject({
    ...pageQuery,
    state: z
      .enum(['waiting', 'shown'])
      .optional()
      .meta({ description: '只要等着的，或顾客看得到的' }),
  }),
  answers: { 200: { description: '照片', schema: listSchema(ShopPhoto, 'ShopPhotoList') } },
  refuses: ['cursor_invalid'],
})
serveRead(photoRoutes, listShopPhotosOperation, {
  reads: (who, { query: { state, cursor, limit } }) => {
    const before = cursorKey(cursor)
    const wanted = state ?? null
    return {
      photos: readPhotos(sql`(${who.merchant_id} IS NULL OR p.merchant_id = ${who.merchant_id})
          AND (${before} IS NULL OR p.id < ${before})
          AND (${wanted} IS NULL OR (e.ruling IS NULL AND is_replaced = 0
               AND coalesce(s.ruling, 'waiting') = ${wanted}))
          ORDER BY p.id DESC LIMIT ${limit + 1}`),
    }
  },
  present: ({ rows }, { query }) =>
    pageFrom(rows.photos, query.limit, ({ id }) => id, presentPhoto),
})

export const readShopPhotoImageOperation = operation({
  method: 'get',
  path: '/v1/shop-photos/:id/image',
  operationId: 'readShopPhotoImage',
  tags,
  summary: '一张门面照片本身，也包括还没有给顾客看的',
  summary_en: 'Reads the picture itself, also before customers see it',
  policy: { ...MANAGEMENT, ...OPERATOR },
  params,
  answers: { 200: { description: '照片', schema: ShopPhotoImage } },
  refuses: ['shop_photo_not_found'],
})
serveRead(photoRoutes, readShopPhotoImageOperation, {
  reads: (who, { params: { id } }) => ({
    found: readContent(
      sql`p.id = ${id} AND (${who.merchant_id} IS NULL OR p.merchant_id = ${who.merchant_id})`,
    ),
  }),
  present: ({ rows }) => presentImage(rows.found[0]),
})
export const readShopPhotoOperation = operation({
  method: 'get',
  path: '/v1/shops/:code/photo',
  operationId: 'readShopPhoto',
  tags,
  summary: '一家店给顾客看的门面照片',
  summary_en: 'Reads the picture of a shop’s front that customers see',
  policy: 'public',
  params: z.strictObject({ code: z.string().regex(/^[0-9A-Za-z]{4,16}$/) }),
  answers: { 200: { description: '照片', schema: ShopPhotoImage } },
  refuses: ['shop_photo_not_found'],
})
serveRead(photoRoutes, readShopPhotoOperation, {
  reads: (_who, { params: { code } }) => {
    const merchant = sql`(SELECT id FROM merchants WHERE code = ${code.toUpperCase()})`
    const shown = readPhotoShown(merchant)
    return { found: readContent(sql`p.id = (SELECT id FROM (${shown}))`) }
  },
  present: ({ rows }) => presentImage(rows.found[0]),
})
const presentImage = (
  row: { id: string; media: 'image/jpeg' | 'image/png'; content: string } | undefined,
) => {
  const { id, media, content } = row ?? refuse('shop_photo_not_found')
  return { object: 'shop_photo_image' as const, photo_id: id, media, content }
}

export const ruleOnShopPhotoOperation = operation({
  method: 'post',
  path: '/v1/shop-photos/:id/ruling',
  operationId: 'ruleOnShopPhoto',
  tags,
  summary: '平台看过一张门面照片：给顾客看、不给看，或撤下已经给看的',
  summary_en: 'Rules on a picture of a shop’s front: shown, refused, or taken down',
  description: '照片里有收款码、电话、别家的招牌、人脸或证件的，不给看。',
  policy: OPERATOR,
  params,
  body: NewRuling,
  answers: ruled,
  refuses: ['shop_photo_not_found', 'shop_photo_is_over'],
})
serveAct(photoRoutes, ruleOnShopPhotoOperation, (world, ask, { params: { id }, body }) =>
  ruleOnShopPhoto(world, ask, {
    id,
    ruling: body.ruling,
    reason: body.ruling === 'shown' ? null : body.reason,
  }),
)

export const withdrawShopPhotoOperation = operation({
  method: 'post',
  path: '/v1/shop-photos/:id/withdrawal',
  operationId: 'withdrawShopPhoto',
  tags,
  summary: '店家撤下自己的门面照片',
  summary_en: 'Takes the shop’s own picture back',
  policy: MANAGEMENT,
  params,
  answers: ruled,
  refuses: ['shop_photo_not_found', 'shop_photo_is_over'],
})
serveAct(photoRoutes, withdrawShopPhotoOperation, (world, ask, { params: { id } }) =>
  withdrawShopPhoto(world, ask, id),
)
