import type { FC } from 'hono/jsx'
import {
  addPushSubscriptionOperation,
  type listPushSubscriptionsOperation,
  removePushSubscriptionOperation,
} from '../../pushes/routes'
import { actPage } from '../act-page'
import { useSay } from '../around'
import { type AnswerFor, key } from '../door'
import { Island } from '../ui/island'
import { Tag, When } from '../ui/text'

type PushesAnswer = AnswerFor<typeof listPushSubscriptionsOperation, 'consumer'>

/** Messages on this very device, beside the SMS: what they say is said before they are switched on. */
export const Pushes: FC<{ pushes: PushesAnswer }> = ({ pushes }) => {
  const t = useSay()
  const { data, application_server_key } = pushes
  return (
    <section class="card" id="push">
      <h2>{t('在手机上弹提醒', 'Messages on this device')}</h2>
      <p>
        {t(
          '凡是给您发短信的事（用卡、占用、异议、退款、新设备登录），打开后这台设备上也马上弹一条，字和短信一样。短信照常发。',
          'What you are told by SMS (uses, sums set aside, refunds, sign-ins) shows here too, at once and in the same words.',
        )}
      </p>
      {data.map((one) => (
        <form method="post" action={`/c/devices/push/${one.id}/off`} class="between">
          {key()}
          <span>
            {one.name ?? t('一台设备', 'A device')}{' '}
            {one.is_current ? <Tag is="safe">{t('就是这台', 'This one')}</Tag> : null}
            <br />
            <small class="mute">
              {t('打开于 ', 'On since ')}
              <When at={one.created_at} />
            </small>
          </span>
          <button type="submit" class="plain">
            {t('不再弹', 'Switch off')}
          </button>
        </form>
      ))}
      {data.some(({ is_current }) => is_current) ? null : (
        <SwitchOn server_key={application_server_key} />
      )}
    </section>
  )
}

const SwitchOn: FC<{ server_key: string }> = ({ server_key }) => {
  const t = useSay()
  const none = t(
    '这个浏览器弹不了提醒。苹果手机先把本页“添加到主屏幕”，从主屏幕打开再试。短信照常发。',
    'This browser cannot show messages. On an iPhone add this page to the home screen first. SMS go on.',
  )
  return (
    <form
      method="post"
      action="/c/devices/push"
      data-push={server_key}
      data-none={none}
      data-waits={t('请在浏览器问的时候点“允许”…', 'Please tap “Allow” when the browser asks…')}
      data-denied={t(
        '没有打开：浏览器不允许。请在浏览器设置里允许本站通知，再来点一次。短信照常发。',
        'Still off: the browser does not allow it. Allow notifications for this site, then tap again.',
      )}
      data-failed={t(
        '没有打开：这个浏览器的提醒服务没有回应（有的手机在国内用不了）。短信照常发。',
        'Still off: the message service of this browser does not answer. SMS go on.',
      )}
    >
      {key()}
      <input type="hidden" name="endpoint" />
      <input type="hidden" name="p256dh" />
      <input type="hidden" name="auth" />
      <p data-said role="status">
        {t(
          '弹提醒要浏览器允许运行脚本；现在没有运行。短信照常发。',
          'This needs scripts, which do not run here. SMS go on.',
        )}
      </p>
      <button type="submit" hidden>
        {t('在这台设备上打开', 'Switch on for this device')}
      </button>
      <Island name="push" />
    </form>
  )
}

actPage('/c/devices/push', 'consumer', {
  act: addPushSubscriptionOperation,
  says: ({ form }) => ({
    body: {
      endpoint: form.get('endpoint') ?? '',
      p256dh: form.get('p256dh') ?? '',
      auth: form.get('auth') ?? '',
    },
  }),
  leads: '/c/devices',
  again: '/c/devices',
})
actPage('/c/devices/push/:id/off', 'consumer', {
  act: removePushSubscriptionOperation,
  says: ({ params }) => ({ params }),
  leads: '/c/devices',
  again: '/c/devices',
})
