import type { FC } from 'hono/jsx'
import { cookieToken } from '../../identity/tokens'
import { Refusal } from '../../kernel/refusals'
import {
  lockTillOperation,
  readTillPinOperation,
  setTillPinOperation,
  unlockTillOperation,
} from '../../tills/routes'
import { actPage } from '../act-page'
import { useSay } from '../around'
import { type AnswerFor, key, page } from '../door'
import { Frame } from '../frame'
import { ownPath } from '../own-path'
import { Field } from '../ui/form'
import { Notice, When } from '../ui/text'

type PinAnswer = AnswerFor<typeof readTillPinOperation, 'staff'>

const PinField: FC<{ name: string; label: string; hint?: string; required?: boolean }> = (of) => (
  <Field {...of} type="password" inputmode="numeric" autocomplete="off" pattern="\d{6}" />
)

/** A till that was idle too long or locked: the PIN of whoever signed in here opens it, a message does too. */
page('GET', '/m/unlock', 'public', async ({ c, form, t, refusal }) => {
  const next = ownPath(refusal ? form.get('next') : c.req.query('next'), 'staff')
  const sign_in = `/sign-in?as=staff&next=${encodeURIComponent(next)}`
  return (
    <Frame title={t('收银台已锁', 'The till is locked')}>
      <form method="post" action="/m/unlock" class="card">
        {key()}
        <input type="hidden" name="next" value={next} />
        <PinField
          name="pin"
          label={t('您自己的收银密码（6 位）', 'Your own till PIN (6 digits)')}
          required
        />
        <button type="submit">{t('开屏，接着用', 'Open and go on')}</button>
      </form>
      <p>
        <a class="inline" href={sign_in}>
          {t('没设收银密码，或换人：短信登录', 'No PIN yet, or somebody else: sign in by SMS')}
        </a>
      </p>
    </Frame>
  )
})
/** What only a sign-in mends. */
const OVER = ['not_signed_in', 'session_expired', 'till_pin_not_set'] as const
page(
  'POST',
  '/m/unlock',
  'public',
  async ({ c, form, ask }) => {
    const next = ownPath(form.get('next'), 'staff')
    const signs_in = `/sign-in?as=staff&next=${encodeURIComponent(next)}`
    const token = cookieToken(c.req.raw, 'staff', c.var.world.config.stage)
    if (!token) return c.redirect(signs_in, 303)
    const body = { token, pin: form.get('pin') ?? '' }
    try {
      await ask(unlockTillOperation, { body }, form.get('key') ?? undefined)
    } catch (error) {
      const over = error instanceof Refusal && OVER.some((code) => code === error.code)
      if (over) return c.redirect(signs_in, 303)
      throw error
    }
    return c.redirect(next, 303)
  },
  { again: '/m/unlock', secret: true },
)

actPage('/m/lock', 'staff', {
  act: lockTillOperation,
  says: () => ({}),
  leads: '/m/unlock',
  again: '/m',
})

page('GET', '/m/pin', 'staff', async ({ ask, t }) => {
  const pin = await ask(readTillPinOperation)
  return (
    <Frame title={t('我的收银密码', 'My till PIN')}>
      <Notice>
        {t(
          '收银台闲置半小时会锁住，用这 6 位数字就能接着收银，不用再等短信。撤销和退回也要输它。别告诉别人。',
          'An idle till locks after half an hour; these six digits open it without a message. Voids ask for it, too.',
        )}
      </Notice>
      {pin.set_at === null ? null : (
        <p class="mute">
          {t('上次设置：', 'Set: ')}
          <When at={pin.set_at} />
        </p>
      )}
      <form method="post" action="/m/pin" class="card">
        {key()}
        <PinField name="pin" label={t('新的收银密码（6 位数字）', 'New PIN (6 digits)')} required />
        <PinField
          name="old_pin"
          label={t('原来的收银密码', 'The PIN before')}
          hint={t('刚登录的（10 分钟内）可以不写。', 'Not needed within 10 minutes of signing in.')}
        />
        <button type="submit">{t('设好', 'Set it')}</button>
      </form>
    </Frame>
  )
})
actPage('/m/pin', 'staff', {
  act: setTillPinOperation,
  says: ({ form }) => {
    const old_pin = form.get('old_pin')
    return { body: { pin: form.get('pin') ?? '', ...(old_pin ? { old_pin } : {}) } }
  },
  leads: '/m',
  again: '/m/pin',
})

/** The way to lock this till, or to a PIN where there is none yet. */
export const Lock: FC<{ pin: PinAnswer }> = ({ pin }) => {
  const t = useSay()
  return pin.is_set ? (
    <form method="post" action="/m/lock" class="line">
      {key()}
      <button type="submit" class="plain mini">
        {t('锁屏', 'Lock')}
      </button>
      <a class="inline small" href="/m/pin">
        {t('换收银密码', 'Change my PIN')}
      </a>
    </form>
  ) : (
    <p class="small">
      <a class="inline" href="/m/pin">
        {t(
          '设一个收银密码：锁屏后 6 位数字接着收银，不等短信',
          'Set a till PIN: no message after a lock',
        )}
      </a>
    </p>
  )
}
