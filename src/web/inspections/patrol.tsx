import type { FC } from 'hono/jsx'
import {
  readPatrolOperation,
  readPatrolPhotoOperation,
  reportPatrolOperation,
} from '../../inspections/routes'
import { districtName } from '../../kernel/city'
import { base64 } from '../../photos/given'
import { PHOTO_BYTES_MAX } from '../../photos/image-rules'
import { useSay } from '../around'
import { key, page } from '../door'
import { imageResponse } from '../figures/picture'
import { Frame } from '../frame'
import { Check, Choice, Words } from '../ui/form'
import { Island } from '../ui/island'
import { Notice } from '../ui/text'
import { ANSWER_WORDS, ANSWERS, FOUND_WORDS } from './words'

/** The list, a picture and, where the phone gives it, the place. */
const Report: FC<{ id: string; now: string }> = ({ id, now }) => {
  const t = useSay()
  return (
    <form
      method="post"
      action={`/r/patrols/${id}/finding`}
      enctype="multipart/form-data"
      class="card"
      data-patrol
      data-photo
    >
      {key()}
      <input type="hidden" name="seen_at" value={now} />
      <input type="hidden" name="lat" value="" />
      <input type="hidden" name="lon" value="" />
      <Choice
        name="found"
        label={t('门开着吗', 'Is the door open')}
        of={Object.entries(FOUND_WORDS).map(([code, words]) => [code, t(...words)])}
      />
      <fieldset>
        <legend>{t('看到了就勾上', 'Tick what you see')}</legend>
        {ANSWERS.map((name) => (
          <Check name={name}>{t(...ANSWER_WORDS[name])}</Check>
        ))}
      </fieldset>
      <Words
        name="note"
        label={t('怎么样', 'How it is')}
        hint={t('谁说了什么、贴了什么、邻店怎么说。', 'Who said what, what is on the door.')}
        required
        maxlength={1_000}
      />
      <div class="field">
        <label for="file">
          {t('照片', 'Picture')}
          <span class="hint">
            {t(
              'JPG 或 PNG，最大 400 KB；手机会先缩小，地点和机型会去掉。',
              'JPG or PNG, at most 400 KB; made smaller first, place and phone are taken out.',
            )}
          </span>
        </label>
        <input
          id="file"
          name="file"
          type="file"
          accept="image/jpeg,image/png"
          capture="environment"
        />
      </div>
      <p class="small mute" data-said role="status">
        {t(
          '地点只留到几百米，不给也可以。',
          'The place is kept to some hundred metres; it may be left out.',
        )}
      </p>
      <button type="submit">{t('报告', 'Report')}</button>
    </form>
  )
}

/** The list for one door, on a phone: without script it is a form like any other; with it, it waits for the network. */
page(
  'GET',
  '/r/patrols/:id',
  'regulator',
  async ({ ask, params, t, c, city }) => {
    const of = await ask(readPatrolOperation, { params })
    return (
      <Frame title={of.merchant_name} lead={`${districtName(city, of.district)} · ${of.address}`}>
        {of.note === null ? null : (
          <Notice is="warn">
            {of.asked_by_name}：{of.note}
          </Notice>
        )}
        {of.done_at === null ? (
          <Report id={of.id} now={c.var.world.now()} />
        ) : (
          <Notice is="safe">{t('这次巡查已经有结果。', 'This patrol is done.')}</Notice>
        )}
        <p class="buttons links">
          <a class="button plain" href="/r/patrols">
            {t('回巡查', 'Patrols')}
          </a>
        </p>
        <Island name="photo" />
        <Island name="patrol" />
      </Frame>
    )
  },
  { place: true },
)

page(
  'POST',
  '/r/patrols/:id/finding',
  'regulator',
  async ({ ask, params, form, file, c }) => {
    const said = (name: string) => form.get(name)?.trim() ?? ''
    const ticked = (name: string) => form.get(name) === 'yes'
    const [lat, lon] = [said('lat'), said('lon')]
    const photos = file && file.size > 0 ? [base64(new Uint8Array(await file.arrayBuffer()))] : []
    const body = {
      found: said('found'),
      answers: {
        sale_sign: ticked('sale_sign'),
        staff_present: ticked('staff_present'),
        stock_present: ticked('stock_present'),
        sold_outside: ticked('sold_outside'),
      },
      note: said('note'),
      seen_at: said('seen_at'),
      ...(lat !== '' && lon !== '' ? { place: { lat: Number(lat), lon: Number(lon) } } : {}),
      photos,
    }
    await ask(reportPatrolOperation, { params, body }, form.get('key') ?? undefined)
    return c.redirect('/r/patrols', 303)
  },
  {
    again: '/r/patrols/:id',
    file: { bytes_max: PHOTO_BYTES_MAX, too_large: 'shop_photo_too_large' },
  },
)

page('GET', '/r/patrol-photos/:id', 'regulator', async ({ ask, params }) =>
  imageResponse(await ask(readPatrolPhotoOperation, { params }), 'private, max-age=3600'),
)
