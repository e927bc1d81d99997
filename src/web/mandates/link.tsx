import {
  objectToMandateByLinkOperation,
  readStoppableMandateOperation,
} from '../../mandates/routes'
import { key, page } from '../door'
import { Frame } from '../frame'
import { Notice, When } from '../ui/text'
import { waitingTone } from '../ui/tones'
import { causeName } from './words'

/** Where the message leads, without signing in: who asks and why, and one button. Opening it changes nothing. */
page(
  'GET',
  '/not-so/:token',
  'public',
  async ({ params, ask, t }) => {
    const seen = await ask(readStoppableMandateOperation, { params })
    return (
      <Frame sheet="public" title={t('有人要接手这个账户', 'Somebody wants to take over')}>
        <Notice is={waitingTone(seen.may_object)} live>
          {t(seen.message, seen.message_en)}
        </Notice>
        <p>
          {t(
            `有人以家属名义申请接手：本人${causeName(seen.cause, t)}。`,
            `Somebody says of you: ${causeName(seen.cause, t)}.`,
          )}
        </p>
        {seen.may_object ? (
          <form method="post" action={`/not-so/${params.token}`} class="card">
            {key()}
            <p>
              {t('最早可能生效：', 'Takes effect at the earliest: ')}
              <When at={seen.ripe_at} />
            </p>
            <button type="submit" class="block danger">
              {t('不是这样，我有异议', 'This is not so: I object')}
            </button>
            <p class="note">{t('情况属实，就不用管。', 'If it is so, do nothing.')}</p>
          </form>
        ) : null}
      </Frame>
    )
  },
  { secret: true },
)
page(
  'POST',
  '/not-so/:token',
  'public',
  async ({ c, params, form, ask }) => {
    await ask(objectToMandateByLinkOperation, { params }, form.get('key') ?? undefined)
    return c.redirect(`/not-so/${params.token}`, 303)
  },
  { again: '/not-so/:token', secret: true },
)
