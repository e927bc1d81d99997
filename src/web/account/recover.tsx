import type { FC } from 'hono/jsx'
import { readMeOperation, sendPinCodeOperation } from '../../identity/routes'
import {
  cancelAccountRecoveryOperation,
  changeNumberOperation,
  finishAccountRecoveryOperation,
  type listAccountRecoveriesOperation,
  sendNumberCodeOperation,
  startAccountRecoveryOperation,
} from '../../recoveries/routes'
import { actPage } from '../act-page'
import { useSay } from '../around'
import { type AnswerFor, key, page } from '../door'
import { Frame } from '../frame'
import { Field } from '../ui/form'
import { Notice, When } from '../ui/text'

type RecoveryAnswer = AnswerFor<typeof listAccountRecoveriesOperation, 'consumer'>['data'][number]

/** What waits its day, on the page where everybody signed in comes by: to be stopped with one tap, or to be finished. */
export const Recoveries: FC<{ all: readonly RecoveryAnswer[] }> = ({ all }) => (
  <>
    {all
      .filter(({ state }) => state === 'cooling' || state === 'ripe')
      .map((one) => (
        <Waiting one={one} />
      ))}
  </>
)
const Waiting: FC<{ one: RecoveryAnswer }> = ({ one }) => {
  const t = useSay()
  return (
    <section class="card">
      <Notice is="warn">{t(one.message, one.message_en)}</Notice>
      <p>
        {t('最早可以办：', 'Takes effect from: ')}
        <When at={one.ripe_at} />
      </p>
      {one.state === 'ripe' && one.is_here ? <Finish one={one} /> : null}
      <form method="post" action={`/c/recoveries/${one.id}/cancel`}>
        {key()}
        <button type="submit" class="danger">
          {one.is_here ? t('不办了，取消', 'Cancel') : t('不是我，马上取消', 'Not me: cancel')}
        </button>
      </form>
    </section>
  )
}
const Finish: FC<{ one: RecoveryAnswer }> = ({ one }) => {
  const t = useSay()
  return (
    <form method="post" action={`/c/recoveries/${one.id}/finish`}>
      {key()}
      {one.kind === 'pin' ? (
        <Field
          name="pin"
          label={t('新的支付密码（6 位数字）', 'New PIN (6 digits)')}
          type="password"
          inputmode="numeric"
          autocomplete="new-password"
          required
        />
      ) : (
        <p>{t(`换成 ${one.phone_mask ?? ''}`, `To ${one.phone_mask ?? ''}`)}</p>
      )}
      <button type="submit">{t('现在办好', 'Finish now')}</button>
    </form>
  )
}

const Slow: FC = () => (
  <p>
    {useSay()(
      '为了不让别人冒充您，要等 24 小时才能办。我们会马上发短信告诉您和陪护您的家人，谁都能取消。钱不动。',
      'It takes 24 hours, so that nobody can pretend to be you. You and your companions hear of it at once and can cancel. No money moves.',
    )}
  </p>
)
const Code: FC = () => (
  <Field
    name="code"
    label={useSay()('短信验证码（6 位）', 'SMS code')}
    inputmode="numeric"
    autocomplete="one-time-code"
    required
  />
)

/** Forgotten PIN: first the code, then the wait. */
page('GET', '/c/recover', 'consumer', async ({ c, t, refusal }) => (
  <Frame title={t('忘了支付密码', 'Forgotten PIN')}>
    <Slow />
    {c.req.query('sent') === '1' || refusal !== null ? (
      <form method="post" action="/c/recover" class="card">
        {key()}
        <Code />
        <button type="submit">{t('申请换支付密码', 'Ask for another PIN')}</button>
      </form>
    ) : (
      <form method="post" action="/c/recover/code" class="card">
        {key()}
        <button type="submit">{t('发验证码到我的手机', 'Send a code to my phone')}</button>
      </form>
    )}
  </Frame>
))
page(
  'POST',
  '/c/recover/code',
  'consumer',
  async ({ c, form, ask }) => {
    await ask(sendPinCodeOperation, { body: { purpose: 'pin' } }, form.get('key') ?? undefined)
    return c.redirect('/c/recover?sent=1', 303)
  },
  { again: '/c/recover' },
)
actPage('/c/recover', 'consumer', {
  act: startAccountRecoveryOperation,
  says: ({ form }) => ({ body: { kind: 'pin', code: form.get('code')?.trim() ?? '' } }),
  leads: '/c/me',
  again: '/c/recover',
})
actPage('/c/recoveries/:id/cancel', 'consumer', {
  act: cancelAccountRecoveryOperation,
  says: ({ params }) => ({ params }),
  leads: '/c/me',
  again: '/c/me',
})
actPage('/c/recoveries/:id/finish', 'consumer', {
  act: finishAccountRecoveryOperation,
  says: ({ params, form }) => {
    const pin = form.get('pin')
    return { params, body: pin === null ? {} : { pin } }
  },
  leads: '/c/me',
  again: '/c/me',
})

/** Another number: a code to the new one, then the PIN at once, or the slow way. */
page('GET', '/c/phone', 'consumer', async ({ c, form, ask, t, refusal }) => {
  const me = await ask(readMeOperation)
  const phone = (refusal ? form.get('phone') : c.req.query('phone')) ?? ''
  return (
    <Frame title={t('换手机号', 'Change number')}>
      <p>
        {t('现在的号码：', 'Present number: ')}
        {me.phone_mask}
      </p>
      <form method="post" action="/c/phone/code" class="card">
        {key()}
        <Field
          name="phone"
          label={t('新的手机号', 'New number')}
          type="tel"
          inputmode="tel"
          value={phone}
          required
        />
        <button type="submit" class={phone ? 'plain' : ''}>
          {t('发验证码到新号码', 'Send a code there')}
        </button>
      </form>
    </Frame>
  )
})
page(
  'POST',
  '/c/phone/code',
  'consumer',
  async ({ form, ask, t }) => {
    const phone = form.get('phone') ?? ''
    await ask(sendNumberCodeOperation, { body: { phone } }, form.get('key') ?? undefined)
    return (
      <Frame title={t('换手机号', 'Change number')}>
        <NewNumber phone={phone} />
      </Frame>
    )
  },
  { again: '/c/phone', secret: true },
)
page('GET', '/c/phone/change', 'consumer', async ({ c, form, t, refusal }) =>
  refusal ? (
    <Frame title={t('换手机号', 'Change number')}>
      <NewNumber phone={form.get('phone') ?? ''} />
    </Frame>
  ) : (
    c.redirect('/c/phone', 303)
  ),
)
const NewNumber: FC<{ phone: string }> = ({ phone }) => {
  const t = useSay()
  return (
    <>
      <form method="post" action="/c/phone/change" class="card">
        {key()}
        <input type="hidden" name="phone" value={phone} />
        <Code />
        <p>
          {t(
            '马上换要输支付密码；原来的号码也会收到短信。',
            'Changing at once takes your PIN; the old number is told as well.',
          )}
        </p>
        <button type="submit">{t('马上换', 'Change now')}</button>
      </form>
      <details>
        <summary>{t('没有支付密码，或忘了？', 'No PIN, or forgotten?')}</summary>
        <form method="post" action="/c/phone/slow" class="card">
          {key()}
          <input type="hidden" name="phone" value={phone} />
          <Slow />
          <Field
            name="code"
            id="slow-code"
            label={t('短信验证码（6 位）', 'SMS code')}
            inputmode="numeric"
            required
          />
          <button type="submit" class="plain">
            {t('申请换号，等 24 小时', 'Ask for it, and wait')}
          </button>
        </form>
      </details>
    </>
  )
}
const typed = (form: URLSearchParams) => ({
  phone: form.get('phone') ?? '',
  code: form.get('code')?.trim() ?? '',
})
actPage('/c/phone/change', 'consumer', {
  act: changeNumberOperation,
  says: ({ form }) => ({ body: typed(form) }),
  leads: '/c/me',
  again: '/c/phone/change',
})
actPage('/c/phone/slow', 'consumer', {
  act: startAccountRecoveryOperation,
  says: ({ form }) => ({ body: { kind: 'phone', ...typed(form) } }),
  leads: '/c/me',
  again: '/c/phone/change',
})
