import { fromBase64 } from '../../environment/crypto'

/** A picture as an operation answers it: bytes in base64. */
type Image = { media: string; content: string; photo_id: string }
/** A browser shows this as the picture it says it is, and runs nothing that might be in it. */
export const imageResponse = ({ media, content, photo_id }: Image, kept: string): Response =>
  new Response(fromBase64(content), {
    headers: {
      'Content-Type': media,
      'X-Content-Type-Options': 'nosniff',
      'Content-Security-Policy': "default-src 'none'; sandbox",
      'Cross-Origin-Resource-Policy': 'same-origin',
      'Content-Disposition': `inline; filename="${photo_id}.${media === 'image/png' ? 'png' : 'jpg'}"`,
      'Cache-Control': kept,
    },
  })
