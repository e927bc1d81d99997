import { insist, Refusal, refuse } from '../kernel/refusals'
import { localDate } from '../kernel/time'
import { readMerchants } from '../merchants/store'
import type { Ask } from '../platform/act'
import { sql } from '../platform/d1'
import { answerOnce } from '../platform/journal'
import type { World } from '../platform/world'
import { type Media, PHOTOS_A_DAY } from './image-rules'
import {
  insertPhoto,
  insertRuling,
  type PhotoRow,
  type Ruling,
  readPhotos,
  readStatedToday,
} from './store'
import { presentPhoto } from './views'

/** A picture as it is kept; `content` in base64. */
export type Given = {
  media: Media
  width: number
  height: number
  content: string
  content_hash: string
}

/**
 * A shop states a picture of its front, cleaned before; customers see it once an operator has looked at it. One that
 * waited is replaced. Refuses what `broughtPhoto` found, and `shop_photos_used_up`.
 */
export const stateShopPhoto = (world: World, ask: Ask, brought: Given | Refusal) =>
  answerOnce(world, ask, {
    reads: (who, now) => ({
      merchants: readMerchants(sql`m.id = ${who.merchant_id}`),
      today: readStatedToday(who.merchant_id, localDate(now)),
    }),
    decide: ({ actor, rows, now, kit }) => {
      if (brought instanceof Refusal) throw brought
      if ((rows.today[0]?.count ?? 0) >= PHOTOS_A_DAY) refuse('shop_photos_used_up')
      const merchant = rows.merchants[0]
      insist(merchant, 'staff have a merchant')

      const id = kit.newId('pho')
      const { content, ...seen } = brought
      const row: PhotoRow = {
        id,
        merchant_id: merchant.id,
        merchant_name: merchant.name,
        shop_code: merchant.code,
        address: merchant.address,
        ...seen,
        stated_at: now,
        ruling: null,
        reason: null,
        ruled_at: null,
        is_replaced: 0,
      }
      const kept = { ...row, content, stated_by: actor.id, stated_on: localDate(now) }
      return {
        status: 201,
        subject_id: id,
        body: presentPhoto(row),
        statements: [insertPhoto(kept)],
      }
    },
  })

/**
 * An operator has looked: shown, refused with a reason, or taken down after it was shown. Refuses `shop_photo_not_found`,
 * `shop_photo_is_over`.
 */
export const ruleOnShopPhoto = (world: World, ask: Ask, of: Ruled) =>
  answerOnce(world, ask, {
    reads: () => ({ photos: readPhotos(sql`p.id = ${of.id}`) }),
    decide: ({ actor, rows, now }) => ruled(rows.photos[0], of, { by: actor.id, now }),
  })
/** A shop takes its own picture back, shown or not. Refuses `shop_photo_not_found`, `shop_photo_is_over`. */
export const withdrawShopPhoto = (world: World, ask: Ask, id: string) =>
  answerOnce(world, ask, {
    reads: (who) => ({
      photos: readPhotos(sql`p.id = ${id} AND p.merchant_id = ${who.merchant_id}`),
    }),
    decide: ({ actor, rows, now }) =>
      ruled(rows.photos[0], { id, ruling: 'withdrawn', reason: null }, { by: actor.id, now }),
  })
type Ruled = { id: string; ruling: Ruling; reason: string | null }

/** What may follow on what: one that waits is shown or refused, one that is shown is removed; either is withdrawn. */
const FOLLOWS: Record<Ruling, readonly (Ruling | null)[]> = {
  shown: [null],
  refused: [null],
  removed: ['shown'],
  withdrawn: [null, 'shown'],
}
function ruled(
  found: PhotoRow | undefined,
  { ruling, reason }: Ruled,
  { by, now }: { by: string; now: PhotoRow['stated_at'] },
) {
  const photo = found ?? refuse('shop_photo_not_found')
  if (photo.is_replaced || !FOLLOWS[ruling].includes(photo.ruling)) refuse('shop_photo_is_over')

  const row = { photo_id: photo.id, ruling, reason, ruled_by: by, ruled_at: now }
  return {
    status: 200,
    subject_id: photo.id,
    body: presentPhoto({ ...photo, ruling, reason, ruled_at: now }),
    statements: [insertRuling(row)],
  }
}
