import { fromBase64 } from '../../environment/crypto'
import { readShopPhotoImageOperation, readShopPhotoOperation } from '../../photos/routes'
import { type AnswerFor, page } from '../door'

type ImageAnswer = AnswerFor<typeof readShopPhotoOperation>
/** A browser shows this as the picture it says it is, and runs nothing that might be in it. */
const imageOf = ({ media, content, photo_id }: ImageAnswer, kept: string): Response =>
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

/** An hour, so that one that was taken down is gone soon. */
page('GET', '/s/:code/photo', 'public', async ({ ask, params }) =>
  imageOf(await ask(readShopPhotoOperation, { params }), 'public, max-age=3600'),
)
page('GET', '/m/photo/:id/image', 'staff', async ({ ask, params }) =>
  imageOf(await ask(readShopPhotoImageOperation, { params }), 'private, max-age=3600'),
)
page('GET', '/o/photos/:id/image', 'operator', async ({ ask, params }) =>
  imageOf(await ask(readShopPhotoImageOperation, { params }), 'private, max-age=3600'),
)
