import { fromBase64 } from '../../environment/crypto'

const EXTENSION = { 'image/jpeg': 'jpg', 'image/png': 'png', 'application/pdf': 'pdf' } as const
type Paper = { id: string; media: keyof typeof EXTENSION; content: string }
/** A paper to be saved, never opened within our pages: whatever is in it runs nowhere near them. */
export const paperResponse = ({ id, media, content }: Paper): Response =>
  new Response(fromBase64(content), {
    headers: {
      'Content-Type': media,
      'X-Content-Type-Options': 'nosniff',
      'Content-Security-Policy': "default-src 'none'; sandbox",
      'Cross-Origin-Resource-Policy': 'same-origin',
      'Content-Disposition': `attachment; filename="${id}.${EXTENSION[media]}"`,
      'Cache-Control': 'no-store',
    },
  })
