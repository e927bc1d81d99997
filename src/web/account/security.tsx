import type { FC } from 'hono/jsx'
import type { Assertion, Registration } from '../../passkeys/objects'
import {
  challengeMeOperation,
  enrolPasskeyOperation,
  listPasskeysOperation,
  proveByPasskeyOperation,
  removePasskeyOperation,
} from '../../passkeys/routes'
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
import { Tag, When } from '../ui/text'

type PasskeyAnswer = AnswerFor<typeof listPasskeysOperation, 'consumer'>['data'][number]
const AT = '/c/security'

/** How somebody proves that it is them: the PIN, and passkeys that take its place. */
page(
  'GET',
  AT,
  'consumer',
  async (visit) => {
    const { ask, t } = visit
    const { data } = await ask(listPasskeysOperation, { query: { limit: '20' } })
    return (
      <Frame title={t('登录与安全', 'Sign-in and passkeys')}>
        <p>
          {t(
            '通行密钥是这台手机的指纹、面容或锁屏密码。设好以后，换收款账户、转让、解冻、换密码、换手机号时可以代替支付密码。',
            'A passkey is your phone’s fingerprint, face or screen lock. It stands in for the PIN where rights change.',
          )}
        </p>
        {data.map((one) => (
          <Own one={one} />
        ))}
        {await adding(visit, data.length > 0)}
        <ul class="list card">
          <li>
            <a href="/c/pin">{t('支付密码', 'PIN')}</a>
          </li>
          <li>
            <a href="/c/devices">{t('谁登录着：我的手机和电脑', 'Where I am signed in')}</a>
          </li>
          <li>
            <a href="/c/phone">{t('换手机号', 'Change my number')}</a>
          </li>
        </ul>
      </Frame>
    )
  },
  { secret: true },
)

const Own: FC<{ one: PasskeyAnswer }> = ({ one }) => {
  const t = useSay()
  return (
    <article class="card">
      <h2>{one.name}</h2>
      <p>
        {one.suspended_at === null ? null : (
          <Tag is="bad">{t('可能被复制，已停用', 'maybe copied: suspended')}</Tag>
        )}
        {one.device === 'single' ? t('只在一台设备上', 'on one device') : t('随账号同步', 'synced')}
        {' · '}
        {one.last_used_at === null ? (
          t('没用过', 'never used')
        ) : (
          <span>
            {t('上次用：', 'last used: ')}
            <When at={one.last_used_at} />
          </span>
        )}
      </p>
      <form method="post" action={`${AT}/passkeys/${one.id}/removal`}>
        {key()}
        <button type="submit" class="danger">
          {t('删掉', 'Remove')}
          <span class="skip">{one.name}</span>
        </button>
      </form>
    </article>
  )
}

/** Passkeys are made at the platform's own address, by who has proved it: by PIN, or by the one they have. */
async function adding(visit: Visit, has: boolean) {
  const { ask, t } = visit
  const elsewhere = passkeyOrigin(visit)
  if (elsewhere !== null)
    return (
      <p class="note">
        {t('通行密钥只在这个地址能用：', 'Passkeys work at this address only: ')}
        <a class="inline" href={elsewhere + AT}>
          {elsewhere}
        </a>
      </p>
    )
  const add = (
    <p>
      <a class={has ? 'button plain' : 'button'} href={`${AT}/add`}>
        {has
          ? t('输支付密码，再添加一把', 'Add one more, with the PIN')
          : t('添加一把通行密钥', 'Add a passkey')}
      </a>
    </p>
  )
  if (!has) return add
  const challenge = await ask(challengeMeOperation, { body: { purpose: 'step_up' } })
  keepTicket(visit, challenge)
  return (
    <>
      <PasskeyForm
        action={`${AT}/proof`}
        challenge={challenge}
        button={t('用通行密钥证明，再添加一把', 'Prove it by passkey, then add one more')}
      />
      {add}
    </>
  )
}
page(
  'POST',
  `${AT}/proof`,
  'consumer',
  async (visit) => {
    const { c, form, ask } = visit
    const body = passkeyIn<Assertion>(visit)
    await ask(proveByPasskeyOperation, { body }, form.get('key') ?? undefined)
    return c.redirect(`${AT}/add`, 303)
  },
  { again: AT, form_bytes_max: PASSKEY_BYTES_MAX },
)

page(
  'GET',
  `${AT}/add`,
  'consumer',
  async (visit) => {
    const { ask, t } = visit
    const challenge = await ask(challengeMeOperation, { body: { purpose: 'enrol' } })
    keepTicket(visit, challenge)
    return (
      <Frame title={t('添加一把通行密钥', 'Add a passkey')}>
        <PasskeyForm
          action={`${AT}/passkeys`}
          challenge={challenge}
          button={t('添加这台设备', 'Add this device')}
        >
          <p>
            {t(
              '要先证明是您本人；我们会发短信告诉您。钱不动。',
              'It takes a proof that it is you, and we tell you by SMS. No money moves.',
            )}
          </p>
          <Field
            name="name"
            label={t('叫什么', 'Its name')}
            hint={t('比如：我的手机', 'Such as: my phone')}
            required
            maxlength={40}
          />
        </PasskeyForm>
        <p>
          <a class="inline" href="/c/recover">
            {t('忘了支付密码：等 24 小时换一个', 'Forgotten the PIN: another one in 24 hours')}
          </a>
        </p>
      </Frame>
    )
  },
  { secret: true },
)
page(
  'POST',
  `${AT}/passkeys`,
  'consumer',
  async (visit) => {
    const { c, form, ask } = visit
    const said = passkeyIn<Registration>(visit)
    const body = { name: form.get('name')?.trim() ?? '', ...said }
    await ask(enrolPasskeyOperation, { body }, form.get('key') ?? undefined)
    return c.redirect(AT, 303)
  },
  { again: `${AT}/add`, form_bytes_max: PASSKEY_BYTES_MAX },
)
actPage(`${AT}/passkeys/:id/removal`, 'consumer', {
  act: removePasskeyOperation,
  says: ({ params }) => ({ params }),
  leads: AT,
  again: AT,
})
