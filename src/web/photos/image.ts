import { readShopPhotoImageOperation, readShopPhotoOperation } from '../../photos/routes'
import { page } from '../door'
import { imageResponse } from '../figures/picture'

/** An hour, so that one that was taken down is gone soon. */
page('GET', '/s/:code/photo', 'public', async ({ ask, params }) =>
  imageResponse(await ask(readShopPhotoOperation, { params }), 'public, max-age=3600'),
)
page('GET', '/m/photo/:id/image', 'staff', async ({ ask, params }) =>
  imageResponse(await ask(readShopPhotoImageOperation, { params }), 'private, max-age=3600'),
)
page('GET', '/o/photos/:id/image', 'operator', async ({ ask, params }) =>
  imageResponse(await ask(readShopPhotoImageOperation, { params }), 'private, max-age=3600'),
)
