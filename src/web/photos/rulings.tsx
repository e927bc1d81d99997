import type { FC } from 'hono/jsx'
import { listShopPhotosOperation, ruleOnShopPhotoOperation } from '../../photos/routes'
import { actPage } from '../act-page'
import { useSay } from '../around'
import { key, page } from '../door'
import { Frame } from '../frame'
import { Effect } from '../look/desk'
import { Field } from '../ui/form'
import { More } from '../ui/table'
import { Empty, Facts, When } from '../ui/text'
import type { PhotoAnswer } from './front'

/** Pictures that wait for somebody to look at them, and those that customers see. */
page('GET', '/o/photos', 'operator', async ({ c, ask, t }) => {
  const [waiting, shown] = await Promise.all([
    ask(listShopPhotosOperation, { query: { state: 'waiting', limit: '30' } }),
    ask(listShopPhotosOperation, {
      query: { state: 'shown', limit: '12', cursor: c.req.query('cursor') },
    }),
  ])
  return (
    <Frame
      title={t('门面照片', 'Pictures of shops')}
      lead={t(
        '有收款码、电话、别家招牌、人脸或证件的，不给顾客看。',
        'Not shown: payment codes, telephone numbers, other shops’ signs, faces, papers.',
      )}
    >
      {waiting.data.length === 0 ? (
        <Empty>{t('没有等着看的照片。', 'No picture waits.')}</Empty>
      ) : (
        <>
          <h2>{t('等着看的', 'Waiting')}</h2>
          <div class="gd">
            {waiting.data.map((photo) => (
              <Ruled photo={photo} />
            ))}
          </div>
        </>
      )}
      {shown.data.length === 0 ? null : <h2>{t('顾客看得到的', 'Shown to customers')}</h2>}
      <div class="gd">
        {shown.data.map((photo) => (
          <Ruled photo={photo} />
        ))}
      </div>
      <More of={shown} href="/o/photos" word={t('更早的', 'Earlier')} />
    </Frame>
  )
})

const Ruled: FC<{ photo: PhotoAnswer }> = ({ photo }) => {
  const t = useSay()
  const waits = photo.state === 'waiting'
  const action = `/o/photos/${photo.id}`
  return (
    <article class="card">
      <h3>{photo.merchant_name}</h3>
      <img
        class="front"
        src={`/o/photos/${photo.id}/image`}
        alt={t(`${photo.merchant_name}传的照片`, `The picture of ${photo.merchant_name}`)}
        width={photo.width}
        height={photo.height}
        loading="lazy"
      />
      <Facts
        of={[
          [t('地址', 'Address'), photo.address],
          [t('几时传的', 'Brought'), <When at={photo.stated_at} />],
        ]}
      />
      {waits ? (
        <form method="post" action={action}>
          {key()}
          <input type="hidden" name="ruling" value="shown" />
          <Effect>
            {t(
              '扫这家店的码的人，都看得到这张照片。',
              'Everybody who scans this shop’s code sees this picture.',
            )}
          </Effect>
          <button type="submit">{t('给顾客看', 'Show it')}</button>
        </form>
      ) : null}
      <form method="post" action={action}>
        {key()}
        <input type="hidden" name="ruling" value={waits ? 'refused' : 'removed'} />
        <Field
          name="reason"
          id={`reason-${photo.id.slice(-6)}`}
          label={t('原因，店家看得到', 'Why; the shop reads it')}
          minlength={2}
          maxlength={200}
          required
        />
        <button type="submit" class="plain danger">
          {waits ? t('不给看', 'Refuse') : t('撤下', 'Take down')}
        </button>
      </form>
    </article>
  )
}

actPage('/o/photos/:id', 'operator', {
  act: ruleOnShopPhotoOperation,
  says: ({ params, form }) => {
    const ruling = form.get('ruling') ?? ''
    const reason = form.get('reason') ?? ''
    return { params, body: ruling === 'shown' ? { ruling } : { ruling, reason } }
  },
  leads: '/o/photos',
  again: '/o/photos',
})
