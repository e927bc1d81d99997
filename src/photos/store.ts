import type { Instant, LocalDate } from '../kernel/time'
import { type Statement, sql } from '../platform/d1'
import type { Media } from './image-rules'

export type Ruling = 'shown' | 'refused' | 'removed' | 'withdrawn'

export type PhotoRow = {
  id: string
  merchant_id: string
  merchant_name: string
  shop_code: string
  address: string
  media: Media
  width: number
  height: number
  content_hash: string
  stated_at: Instant
  /** The last that was said of it; null while it waits. */
  ruling: Ruling | null
  reason: string | null
  ruled_at: Instant | null
  /** A newer one has been shown, or, while this one waits, stated. */
  is_replaced: number
}
/** Pictures with what was said of them last; of one that was shown and taken down that is the taking down. */
export const readPhotos = (where: Statement) =>
  sql<PhotoRow>`SELECT p.id, p.merchant_id, m.name AS merchant_name, m.code AS shop_code, m.address, p.media, p.width, p.height,
           p.content_hash, p.stated_at, coalesce(e.ruling, s.ruling) AS ruling, coalesce(e.reason, s.reason) AS reason,
           coalesce(e.ruled_at, s.ruled_at) AS ruled_at,
           EXISTS (SELECT 1 FROM shop_photos n LEFT JOIN shop_photo_rulings nr ON nr.photo_id = n.id
                    WHERE n.merchant_id = p.merchant_id AND n.id > p.id
                      AND (nr.ruling = 'shown' OR (s.ruling IS NULL AND nr.ruling IS NULL))) AS is_replaced
      FROM shop_photos p
      JOIN merchants m ON m.id = p.merchant_id
      LEFT JOIN shop_photo_rulings s ON s.photo_id = p.id AND s.ruling = 'shown'
      LEFT JOIN shop_photo_rulings e ON e.photo_id = p.id AND e.ruling <> 'shown'
     WHERE ${where}`
/** The picture that customers of a shop see, if there is one: the newest that was ever shown, while nobody took it down. */
export const readPhotoShown = (merchant_id: Statement) =>
  sql<PhotoShownRow>`SELECT p.id, p.width, p.height FROM shop_photos p
     WHERE p.id = (SELECT max(a.id) FROM shop_photos a
                     JOIN shop_photo_rulings ar ON ar.photo_id = a.id AND ar.ruling = 'shown'
                    WHERE a.merchant_id = ${merchant_id})
       AND NOT EXISTS (SELECT 1 FROM shop_photo_rulings r WHERE r.photo_id = p.id AND r.ruling <> 'shown')`
export type PhotoShownRow = Pick<PhotoRow, 'id' | 'width' | 'height'>

export const readContent = (where: Statement) =>
  sql<ContentRow>`SELECT p.id, p.media, p.content FROM shop_photos p WHERE ${where}`
type ContentRow = Pick<PhotoRow, 'id' | 'media'> & { content: string }

export const readStatedToday = (merchant_id: Statement, today: LocalDate) =>
  sql<{
    count: number
  }>`SELECT count(*) AS count FROM shop_photos WHERE merchant_id = ${merchant_id} AND stated_on = ${today}`

type NewPhotoRow = Pick<
  PhotoRow,
  'id' | 'merchant_id' | 'media' | 'width' | 'height' | 'content_hash' | 'stated_at'
> & { content: string; stated_by: string; stated_on: LocalDate }
export const insertPhoto = (p: NewPhotoRow): Statement =>
  sql`INSERT INTO shop_photos (id, merchant_id, media, width, height, content_hash, content, stated_by, stated_on, stated_at)
      VALUES (${p.id}, ${p.merchant_id}, ${p.media}, ${p.width}, ${p.height}, ${p.content_hash}, ${p.content},
              ${p.stated_by}, ${p.stated_on}, ${p.stated_at})`

type NewRuling = {
  photo_id: string
  ruling: Ruling
  reason: string | null
  ruled_by: string
  ruled_at: Instant
}
export const insertRuling = (r: NewRuling): Statement =>
  sql`INSERT INTO shop_photo_rulings (photo_id, ruling, reason, ruled_by, ruled_at)
      VALUES (${r.photo_id}, ${r.ruling}, ${r.reason}, ${r.ruled_by}, ${r.ruled_at})`
