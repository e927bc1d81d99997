import type { FC } from 'hono/jsx'
import { readMeOperation } from '../../identity/routes'
import type { Assertion } from '../../passkeys/objects'
import { challengeMeOperation } from '../../passkeys/routes'
import {
  cancelUnionOperation,
  finishUnionOperation,
  type listUnionsOperation,
  sendUnionCodeOperation,
  startUnionOperation,
} from '../../unions/routes'
import {
  keepTicket,
  PASSKEY_BYTES_MAX,
  PasskeyForm,
  passkeyIn,
  passkeyOrigin,
} from '../access/passkey-form'
import { actPage } from '../act-page'
import { useSay } from '../around'
import { type AnswerFor, key, page, type Visit } from '../door'
import { Frame } from '../frame'
import { Field } from '../ui/form'
import { Notice, When } from '../ui/text'

type UnionAnswer = AnswerFor<typeof listUnionsOperation, 'consumer'>['data'][number]

/** What waits its day, on the pages of both accounts: to be stopped with one tap, or to be finished. */
export const Unions: FC<{ all: readonly UnionAnswer[] }> = ({ all }) => (
  <>
    {all
      .filter(({ state }) => state === 'cooling' || state === 'ripe')
      .map((one) => (
        <Waiting one={one} />
      ))}
  </>
)
const Waiting: FC<{ one: UnionAnswer }> = ({ one }) => {
  const t = useSay()
  return (
    <section class="card">
      <Notice is="warn">{t(one.message, one.message_en)}</Notice>
      <p>
        {t(
          `${one.from_phone_mask} 的账户并到 ${one.into_phone_mask}。最早可以办：`,
          `The account of ${one.from_phone_mask} goes into that of ${one.into_phone_mask}, from: `,
        )}
        <When at={one.ripe_at} />
      </p>
      {one.state === 'ripe' && one.is_here ? (
        <form method="post" action={`/c/unions/${one.id}/finish`}>
          {key()}
          <button type="submit">{t('现在合并', 'Join them now')}</button>
        </form>
      ) : null}
      <form method="post" action={`/c/unions/${one.id}/cancel`}>
        {key()}
        <button type="submit" class="danger">
          {one.is_here ? t('不办了，取消', 'Cancel') : t('不是我，马上取消', 'Not me: cancel')}
        </button>
      </form>
    </section>
  )
}
actPage('/c/unions/:id/finish', 'consumer', {
  act: finishUnionOperation,
  says: ({ params }) => ({ params }),
  leads: '/c',
  again: '/c/me',
})
actPage('/c/unions/:id/cancel', 'consumer', {
  act: cancelUnionOperation,
  says: ({ params }) => ({ params }),
  leads: '/c/me',
  again: '/c/me',
})

/** Two accounts of one person: first a code to each number, then what proves them, or the wait. */
page('GET', '/c/union', 'consumer', async ({ ask, form, refusal, t }) => {
  const me = await ask(readMeOperation)
  return (
    <Frame title={t('我有两个账户', 'I have two accounts')}>
      <p>
        {t(
          `换过号码、有两个号码的，可以合成一个：另一个账户的卡、付款、退款和陪护都归到现在这个（${me.phone_mask}），钱一分不动；另一个账户结束。`,
          `Make them one: what the other account has comes to this one (${me.phone_mask}). No money moves; the other one ends.`,
        )}
      </p>
      <form method="post" action="/c/union/codes" class="card">
        {key()}
        <Field
          name="phone"
          label={t('另一个账户的手机号', 'Number of the other account')}
          type="tel"
          inputmode="tel"
          value={refusal ? (form.get('phone') ?? '') : ''}
          required
        />
        <button type="submit">{t('给两个号码各发一条验证码', 'Send a code to each number')}</button>
      </form>
    </Frame>
  )
})
page(
  'POST',
  '/c/union/codes',
  'consumer',
  async (visit) => {
    const { form, ask } = visit
    const sent = form.get('key') ?? crypto.randomUUID()
    const phone = form.get('phone')?.trim() ?? ''
    await ask(sendUnionCodeOperation, { body: { phone } }, sent)
    await ask(sendUnionCodeOperation, { body: {} }, `${sent}-own`)
    return proving(visit)
  },
  { again: '/c/union', secret: true },
)
page(
  'GET',
  '/c/union/next',
  'consumer',
  async (visit) => (visit.refusal ? proving(visit) : visit.c.redirect('/c/union', 303)),
  { secret: true },
)

const Codes: FC<{ n: string }> = ({ n }) => {
  const t = useSay()
  return (
    <>
      <Field
        name="own_code"
        id={`own-${n}`}
        label={t('发到现在这个号码的验证码', 'Code sent to this number')}
        inputmode="numeric"
        autocomplete="one-time-code"
        required
      />
      <Field
        name="other_code"
        id={`other-${n}`}
        label={t('发到另一个号码的验证码', 'Code sent to the other number')}
        hint={t(
          '那个号码已经不用了的，空着；要有它的通行密钥。',
          'Leave it empty if that number is gone; then its passkey is needed.',
        )}
        inputmode="numeric"
        autocomplete="off"
      />
    </>
  )
}
/** What proves the other account: its PIN, its passkey, or a day's wait. */
async function proving(visit: Visit) {
  const { form, ask, t } = visit
  const phone = form.get('phone')?.trim() ?? ''
  const challenge = await ask(challengeMeOperation, { body: { purpose: 'union' } })
  if (form.get('passkey') === null || visit.refusal) keepTicket(visit, challenge)
  return (
    <Frame title={t('我有两个账户', 'I have two accounts')}>
      <form method="post" action="/c/union" class="card">
        {key()}
        <input type="hidden" name="phone" value={phone} />
        <Codes n="pin" />
        <Field
          name="other_pin"
          label={t('另一个账户的支付密码', 'PIN of the other account')}
          type="password"
          inputmode="numeric"
          autocomplete="off"
        />
        <button type="submit" name="waits" value="no">
          {t('马上合并', 'Join them now')}
        </button>
        <p>
          {t(
            '不记得密码：等 24 小时再办。两个号码和陪护您的家人都会收到短信，谁都能取消。',
            'No PIN: wait a day. Both numbers and your companions are told and can cancel.',
          )}
        </p>
        <button type="submit" name="waits" value="yes" class="plain">
          {t('等 24 小时', 'Wait a day')}
        </button>
      </form>
      {passkeyOrigin(visit) === null ? (
        <details>
          <summary>{t('另一个账户有通行密钥？', 'Does the other account have a passkey?')}</summary>
          <PasskeyForm
            action="/c/union"
            challenge={challenge}
            button={t('用它的通行密钥证明', 'Prove it by its passkey')}
          >
            <input type="hidden" name="phone" value={phone} />
            <Codes n="passkey" />
            <label>
              <input type="checkbox" name="waits" value="yes" />
              {t('等 24 小时再办', 'Wait a day')}
            </label>
          </PasskeyForm>
        </details>
      ) : null}
    </Frame>
  )
}
page(
  'POST',
  '/c/union',
  'consumer',
  async (visit) => {
    const { c, form, ask } = visit
    const [code, pin] = [form.get('other_code')?.trim(), form.get('other_pin')?.trim()]
    const has_passkey = (form.get('passkey') ?? '') !== ''
    const body = {
      phone: form.get('phone') ?? '',
      waits: form.get('waits') === 'yes',
      own_code: form.get('own_code')?.trim() ?? '',
      ...(code ? { other_code: code } : {}),
      ...(pin ? { other_pin: pin } : {}),
      ...(has_passkey ? { other_passkey: passkeyIn<Assertion>(visit) } : {}),
    }
    const union = await ask(startUnionOperation, { body }, form.get('key') ?? undefined)
    return c.redirect(union.state === 'done' ? '/c' : '/c/me', 303)
  },
  { again: '/c/union/next', secret: true, form_bytes_max: PASSKEY_BYTES_MAX },
)
