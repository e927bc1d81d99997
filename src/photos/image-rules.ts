import { refuse } from '../kernel/refusals'
import { cleanJpeg } from './jpeg-rules'
import type { Cleaned } from './pieces-rules'
import { cleanPng } from './png-rules'

export type Media = 'image/jpeg' | 'image/png'
type Image = Cleaned & { media: Media }

const EDGE_MIN = 320
const EDGE_MAX = 4096
/** As many as a shop may state in a day; the table holds it again. */
export const PHOTOS_A_DAY = 5
/** The largest picture that is taken, in bytes. */
export const PHOTO_BYTES_MAX = 400 * 1024

/**
 * A picture as it is kept: what it is is told by its bytes, never by a name or a header. Where and when it was taken, by
 * which phone, previews and whatever hangs behind its end are left out; the way it is to be turned stays. Refuses
 * `shop_photo_unreadable` (also what only begins like a picture) and `shop_photo_size`.
 */
export function imageFrom(bytes: Uint8Array): Image {
  const media = mediaOf(bytes) ?? refuse('shop_photo_unreadable')
  const cleaned = (media === 'image/jpeg' ? cleanJpeg : cleanPng)(bytes)
  if (!cleaned) refuse('shop_photo_unreadable')
  const { width, height } = cleaned
  if (Math.min(width, height) < EDGE_MIN || Math.max(width, height) > EDGE_MAX)
    refuse('shop_photo_size')
  return { media, ...cleaned }
}
const JPEG = [0xff, 0xd8, 0xff]
const PNG = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]
const begins = (bytes: Uint8Array, with_: readonly number[]) =>
  with_.every((byte, at) => bytes[at] === byte)
function mediaOf(bytes: Uint8Array): Media | null {
  if (begins(bytes, JPEG)) return 'image/jpeg'
  return begins(bytes, PNG) ? 'image/png' : null
}
