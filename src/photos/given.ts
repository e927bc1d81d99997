import { hex } from '../environment/crypto'
import { Refusal, refuse } from '../kernel/refusals'
import { imageFrom, PHOTO_BYTES_MAX } from './image-rules'
import type { Given } from './photo'

const MEDIA: readonly string[] = ['image/jpeg', 'image/png']
/**
 * The picture of a request as it is kept, or why it is none: whoever may not bring one is told that first, so the
 * refusal is said by the act.
 */
export async function broughtPhoto(request: Request): Promise<Given | Refusal> {
  try {
    const type = request.headers.get('content-type') ?? ''
    if (!MEDIA.includes(type.split(';')[0]?.trim().toLowerCase() ?? ''))
      refuse('shop_photo_media_type')
    return await givenPhoto(await photoBytes(request))
  } catch (error) {
    if (error instanceof Refusal) return error
    throw error
  }
}

/** The body as bytes, no more of them than a picture may have. Refuses `shop_photo_too_large`. */
async function photoBytes(request: Request): Promise<Uint8Array> {
  if (Number(request.headers.get('content-length') ?? 0) > PHOTO_BYTES_MAX)
    refuse('shop_photo_too_large')
  const bytes = new Uint8Array(await request.arrayBuffer())
  if (bytes.length > PHOTO_BYTES_MAX) refuse('shop_photo_too_large')
  return bytes
}

/** The picture as it is kept. Refuses what `imageFrom` does. */
export async function givenPhoto(bytes: Uint8Array): Promise<Given> {
  const { bytes: cleaned, ...image } = imageFrom(bytes)
  const digest = await crypto.subtle.digest('SHA-256', cleaned)
  return { ...image, content: base64(cleaned), content_hash: hex(new Uint8Array(digest)) }
}
const PIECE = 0x6000
export function base64(bytes: Uint8Array): string {
  let out = ''
  for (let at = 0; at < bytes.length; at += PIECE)
    out += btoa(String.fromCharCode(...bytes.subarray(at, at + PIECE)))
  return out
}
