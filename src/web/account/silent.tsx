import type { FC } from 'hono/jsx'
import type { RefusalCode } from '../../kernel/refusals'
import {
  joinWithOldNumberOperation,
  recoverSilentNumberOperation,
} from '../../recoveries/link-routes'
import { browserDevice, keepSession } from '../access/session-cookie'
import { useSay } from '../around'
import { key, page, type Visit } from '../door'
import { Frame } from '../frame'
import { ownPath } from '../own-path'
import { Field } from '../ui/form'
import { When } from '../ui/text'

const ASKING: readonly RefusalCode[] = ['number_silent', 'pin_wrong', 'pin_locked', 'pin_not_set']
/** Whether a sign-in was refused because its number was silent for long. */
export const isAboutSilence = (code: RefusalCode | undefined): boolean =>
  code !== undefined && ASKING.includes(code)

/** Beside the code: the PIN that a silent number takes as well. */
export const OldPin: FC = () => (
  <Field
    name="pin"
    label={useSay()('原来的支付密码（6 位）', 'Your PIN from before (6 digits)')}
    type="password"
    inputmode="numeric"
    autocomplete="off"
  />
)

type Carried = { phone: string; challenge: string; code: string; next: string }
const Hidden: FC<{ of: Carried }> = ({ of }) => (
  <>
    {key()}
    {Object.entries(of).map(([name, value]) => (
      <input type="hidden" name={name} value={value} />
    ))}
  </>
)
/** The two other ways past a silent number: wait a day, or be somebody new. */
export const SilentWays: FC<{ of: Carried }> = ({ of }) => {
  const t = useSay()
  return (
    <>
      <form method="post" action="/sign-in/recover" class="card">
        <Hidden of={of} />
        <h2>{t('是我，忘了支付密码', 'It is me; I forgot the PIN')}</h2>
        <p>
          {t(
            '等 24 小时，再用这台设备登录。我们马上告诉陪护您的家人，谁都能取消。',
            'Wait 24 hours, then sign in on this device. Your companions are told; anybody can cancel.',
          )}
        </p>
        <button type="submit" class="plain">
          {t('申请，等 24 小时', 'Ask, and wait')}
        </button>
      </form>
      <form method="post" action="/sign-in/new-account" class="card">
        <Hidden of={of} />
        <h2>{t('这个号码是我新办的', 'This number is new to me')}</h2>
        <p>
          {t(
            '给您开一个全新的账户；原来那个人的卡和记录您看不到，也动不了。',
            'You get an account of your own; nothing of the person before is shown to you.',
          )}
        </p>
        <button type="submit" class="plain">
          {t('开新账户', 'Start anew')}
        </button>
      </form>
    </>
  )
}

const silent = (c: Visit['c'], form: URLSearchParams) => ({
  phone: form.get('phone') ?? '',
  challenge: form.get('challenge') ?? '',
  code: form.get('code') ?? '',
  device: browserDevice(c),
})
page(
  'POST',
  '/sign-in/recover',
  'public',
  async ({ c, form, ask, t }) => {
    const said = { body: silent(c, form) }
    const waits = await ask(recoverSilentNumberOperation, said, form.get('key') ?? undefined)
    return (
      <Frame title={t('已申请，请等 24 小时', 'Asked: please wait 24 hours')}>
        <p class="notice" role="status">
          {t(
            '到这个时候以后，用这台设备照常登录：',
            'After this, sign in on this device as usual: ',
          )}
          <When at={waits.ripe_at} />
        </p>
      </Frame>
    )
  },
  { again: '/sign-in', secret: true },
)
page(
  'POST',
  '/sign-in/new-account',
  'public',
  async ({ c, form, ask }) => {
    const said = { body: silent(c, form) }
    const session = await ask(joinWithOldNumberOperation, said, form.get('key') ?? undefined)
    keepSession(c, session)
    return c.redirect(ownPath(form.get('next'), 'consumer'), 303)
  },
  { again: '/sign-in', secret: true },
)
