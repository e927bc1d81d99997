import { cancelByLinkOperation, readStoppableOperation } from '../../recoveries/link-routes'
import { key, page } from '../door'
import { Frame } from '../frame'
import { Notice, When } from '../ui/text'
import { waitingTone } from '../ui/tones'

/**
 * Where the message about a recovery leads, without signing in: one button to stop it. Opening it changes nothing
 * (machines that read messages open links); it shows nothing of the person, and finishes nothing.
 */
page(
  'GET',
  '/stop/:token',
  'public',
  async ({ params, ask, t }) => {
    const seen = await ask(readStoppableOperation, { params })
    return (
      <Frame sheet="public" title={t('是您本人吗？', 'Was it you?')}>
        <Notice is={waitingTone(seen.may_cancel)} live>
          {t(seen.message, seen.message_en)}
        </Notice>
        {seen.may_cancel ? (
          <form method="post" action={`/stop/${params.token}`} class="card">
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
  },
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
