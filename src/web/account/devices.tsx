import type { FC } from 'hono/jsx'
import { listPushSubscriptionsOperation } from '../../pushes/routes'
import {
  listDevicesOperation,
  renameDeviceOperation,
  signOutDeviceOperation,
} from '../../sessions/device-routes'
import { actPage } from '../act-page'
import { useSay } from '../around'
import { type AnswerFor, key, page } from '../door'
import { Frame } from '../frame'
import { Field } from '../ui/form'
import { Tag, When } from '../ui/text'
import { Pushes } from './push'

type DeviceAnswer = AnswerFor<typeof listDevicesOperation, 'consumer'>['data'][number]

/** Where somebody is signed in: what is not theirs goes out with one tap. */
page('GET', '/c/devices', 'consumer', async ({ ask, t }) => {
  const { data } = await ask(listDevicesOperation)
  const pushes = await ask(listPushSubscriptionsOperation)
  return (
    <Frame title={t('登录过的设备', 'Devices')}>
      <p>
        {t(
          '这些手机和电脑登录过您的账户。有不认识的，就让它退出：它上面的消费码马上作废，卡里的钱不动。',
          'These phones and computers were signed in. Sign out what you do not know: its pay codes die, no money moves.',
        )}
      </p>
      <Pushes pushes={pushes} />
      {data.map((device) => (
        <Device device={device} />
      ))}
      <form method="post" action="/c/me/everywhere" class="card">
        {key()}
        <h2>{t('全部退出', 'Sign out everywhere')}</h2>
        <p>
          {t(
            '所有设备都退出，这台也是；所有消费码作废。',
            'Every device is signed out, this one too; all pay codes die.',
          )}
        </p>
        <button type="submit" class="danger">
          {t('全部退出', 'Sign out everywhere')}
        </button>
      </form>
      <p>
        <a class="button plain" href="/c/me">
          {t('回“我的”', 'Back to Me')}
        </a>
      </p>
    </Frame>
  )
})

const Device: FC<{ device: DeviceAnswer }> = ({ device }) => {
  const t = useSay()
  const { id, name, is_current, is_signed_in, last_used_at } = device
  return (
    <article class="card">
      <h2>{name}</h2>
      <p>
        {is_current ? <Tag is="safe">{t('就是这台', 'This one')}</Tag> : null}
        {is_signed_in || is_current ? null : <Tag>{t('已退出', 'Signed out')}</Tag>}
        {last_used_at === null ? null : (
          <span>
            {t(' 最近使用：', ' Last used: ')}
            <When at={last_used_at} />
          </span>
        )}
      </p>
      <form method="post" action={`/c/devices/${id}/name`}>
        {key()}
        <Field
          name="name"
          id={`name-${id}`}
          label={t('给它起个名字', 'Its name')}
          value={name}
          required
          maxlength={20}
        />
        <button type="submit" class="plain">
          {t('改名', 'Rename')}
        </button>
      </form>
      {is_current ? null : (
        <form method="post" action={`/c/devices/${id}/sign-out`}>
          {key()}
          <button type="submit" class="danger">
            {t('不是我的，让它退出', 'Not mine: sign it out')}
          </button>
        </form>
      )}
    </article>
  )
}

actPage('/c/devices/:id/name', 'consumer', {
  act: renameDeviceOperation,
  says: ({ params, form }) => ({ params, body: { name: form.get('name')?.trim() ?? '' } }),
  leads: '/c/devices',
  again: '/c/devices',
})
actPage('/c/devices/:id/sign-out', 'consumer', {
  act: signOutDeviceOperation,
  says: ({ params }) => ({ params }),
  leads: '/c/devices',
  again: '/c/devices',
})
