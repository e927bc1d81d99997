import type { FC } from 'hono/jsx'
import { cookieCredential } from '../../identity/tokens'
import { refuse } from '../../kernel/refusals'
import { PHOTO_BYTES_MAX } from '../../photos/image-rules'
import {
  listShopPhotosOperation,
  photoRoutes,
  stateShopPhotoOperation,
  withdrawShopPhotoOperation,
} from '../../photos/routes'
import { actPage } from '../act-page'
import { useSay } from '../around'
import { key, page } from '../door'
import { Frame } from '../frame'
import { broughtThrough } from '../intake/through-api'
import { Island } from '../ui/island'
import { Empty, Facts, Notice, Tag, When } from '../ui/text'
import { stateTone } from '../ui/tones'
import { type PhotoAnswer, photoState } from './front'

/** The owner's own pictures of the front: a new one, and what became of the others. */
page('GET', '/m/photo', 'staff', async ({ ask, t }) => {
  const photos = await ask(listShopPhotosOperation, { query: { limit: '6' } })
  return (
    <Frame
      title={t('门面照片', 'Picture of the front')}
      lead={t(
        '顾客扫码时对一对照片，就知道码是您家的，没有被人换掉。',
        'Customers compare it with your door: the code is yours, and nobody pasted another over it.',
      )}
    >
      <div class="ga">
        <New />
        <div class="gr">
          {photos.data.length === 0 ? <Empty>{t('还没有照片。', 'No picture yet.')}</Empty> : null}
          {photos.data.map((photo) => (
            <Own photo={photo} />
          ))}
        </div>
      </div>
    </Frame>
  )
})
const New: FC = () => {
  const t = useSay()
  return (
    <form method="post" action="/m/photo" enctype="multipart/form-data" class="card" data-photo>
      {key()}
      <h2>{t('传一张', 'Bring one')}</h2>
      <div class="field">
        <label for="file">
          {t('门面照片', 'Picture of the front')}
          <span class="hint">
            {t(
              'JPG 或 PNG；手机照片会先缩小。照片里的时间、地点、机型不保存。',
              'JPG or PNG, made smaller first. Time, place and phone in it are not kept.',
            )}
          </span>
        </label>
        <input id="file" type="file" name="file" accept="image/jpeg,image/png" required />
      </div>
      <ul class="small mute">
        <li>
          {t(
            '拍得到招牌和大门，白天拍，横着拍',
            'Show sign and door, by day, the phone held level',
          )}
        </li>
        <li>
          {t(
            '不要有收款码、电话、别家招牌、看得清的人脸',
            'No payment code, telephone number, other shop’s sign, nor a face one can recognise',
          )}
        </li>
      </ul>
      <button type="submit">{t('传给平台看', 'Send it to be looked at')}</button>
      <Island name="photo" />
    </form>
  )
}

const Own: FC<{ photo: PhotoAnswer }> = ({ photo }) => {
  const t = useSay()
  return (
    <article class="card">
      <img
        class="front"
        src={`/m/photo/${photo.id}/image`}
        alt={t('您传的照片', 'The picture you brought')}
        width={photo.width}
        height={photo.height}
        loading="lazy"
      />
      <p>
        <Tag is={stateTone('photo', photo.state)}>{photoState(photo, t)}</Tag>
      </p>
      <Facts of={[[t('几时传的', 'Brought'), <When at={photo.stated_at} />]]} />
      {photo.reason ? (
        <Notice is="warn">
          {t('平台说：', 'The operator says: ')}
          {photo.reason}
        </Notice>
      ) : null}
      {photo.state === 'waiting' || photo.state === 'shown' ? (
        <form method="post" action={`/m/photo/${photo.id}/withdrawal`}>
          {key()}
          <button type="submit" class="plain">
            {t('撤下这张', 'Take it back')}
          </button>
        </form>
      ) : null}
    </article>
  )
}

page(
  'POST',
  '/m/photo',
  'staff',
  async (visit) => {
    const { c, form, file } = visit
    if (file === null || file.name === '') refuse('request_invalid', { errors: [NO_FILE] })
    const who = await cookieCredential(c.req.raw, 'staff', c.var.world.config.stage)
    const bytes = new Uint8Array(await file.arrayBuffer())
    await broughtThrough<PhotoAnswer>(visit, {
      routes: photoRoutes,
      who: who ?? refuse('not_signed_in'),
      url: new URL(stateShopPhotoOperation.path, c.req.url),
      // What it is is read from its bytes; the browser's guess is not asked.
      file: { bytes, type: 'image/jpeg', key: form.get('key') ?? '' },
    })
    return c.redirect('/m/photo', 303)
  },
  { again: '/m/photo', file: { bytes_max: PHOTO_BYTES_MAX, too_large: 'shop_photo_too_large' } },
)
const NO_FILE = { pointer: '/file', code: 'file_missing', detail: '请先选一张照片' }

actPage('/m/photo/:id/withdrawal', 'staff', {
  act: withdrawShopPhotoOperation,
  says: ({ params }) => ({ params }),
  leads: '/m/photo',
  again: '/m/photo',
})
