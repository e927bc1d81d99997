import type { FC } from 'hono/jsx'
import { cancelByLinkOperation, readStoppableOperation } from '../../recoveries/link-routes'
import { cancelUnionByLinkOperation, readStoppableUnionOperation } from '../../unions/routes'
import { useSay } from '../around'
import { key, page } from '../door'
import { Frame } from '../frame'
import { Notice, When } from '../ui/text'
import { waitingTone } from '../ui/tones'

type Stoppable = { may_cancel: boolean; ripe_at: string; message: string; message_en: string }
const Stop: FC<{ at: string; seen: Stoppable }> = ({ at, seen }) => {
  const t = useSay()
  return (
    <Frame sheet="public" title={t('是您本人吗？', 'Was it you?')}>
      <Notice is={waitingTone(seen.may_cancel)} live>
        {t(seen.message, seen.message_en)}
      </Notice>
      {seen.may_cancel ? (
        <form method="post" action={at} class="card">
          {key()}
          <p>
            {t('最早可以办：', 'Takes effect from: ')}
            <When at={seen.ripe_at} />
          </p>
          <button type="submit" class="block danger">
            {t('不是我，马上取消', 'Not me: cancel')}
          </button>
          <p class="note">{t('是您本人申请的，就不用管。', 'If it was you, do nothing.')}</p>
        </form>
      ) : null}
    </Frame>
  )
}

/**
 * Where the message about a recovery leads, without signing in: one button to stop it. Opening it changes nothing
 * (machines that read messages open links); it shows nothing of the person, and finishes nothing.
 */
page(
  'GET',
  '/stop/:token',
  'public',
  async ({ params, ask }) => (
    <Stop at={`/stop/${params.token}`} seen={await ask(readStoppableOperation, { params })} />
  ),
  { secret: true },
)
page(
  'POST',
  '/stop/:token',
  'public',
  async ({ c, params, form, ask }) => {
    await ask(cancelByLinkOperation, { params }, form.get('key') ?? undefined)
    return c.redirect(`/stop/${params.token}`, 303)
  },
  { again: '/stop/:token', secret: true },
)

/** The same for the message about two accounts being made one. */
page(
  'GET',
  '/stop-union/:token',
  'public',
  async ({ params, ask }) => (
    <Stop
      at={`/stop-union/${params.token}`}
      seen={await ask(readStoppableUnionOperation, { params })}
    />
  ),
  { secret: true },
)
page(
  'POST',
  '/stop-union/:token',
  'public',
  async ({ c, params, form, ask }) => {
    await ask(cancelUnionByLinkOperation, { params }, form.get('key') ?? undefined)
    return c.redirect(`/stop-union/${params.token}`, 303)
  },
  { again: '/stop-union/:token', secret: true },
)
