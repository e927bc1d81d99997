import type { Assertion, Registration } from '../../passkeys/objects'
import {
  askForRecoveryOperation,
  decideRecoveryOperation,
  listMyRecoveriesOperation,
  listRecoveriesOperation,
} from '../../passkeys/recovery-routes'
import {
  challengeMeOperation,
  endSessionOperation,
  enrolPasskeyOperation,
  listPasskeysOperation,
  listSessionsOperation,
  removePasskeyOperation,
  stepUpOperation,
} from '../../passkeys/routes'
import type { Kind } from '../../platform/actor'
import { actPage } from '../act-page'
import { AccountsComing, accountsFor, Coming, nominationsFor } from '../common/nominations'
import { type AnswerFor, page, type Visit } from '../door'
import { Frame } from '../frame'
import { HOME } from '../nav'
import { Field } from '../ui/form'
import {
  keepTicket,
  PASSKEY_BYTES_MAX,
  PasskeyForm,
  passkeyIn,
  passkeyOrigin,
} from './passkey-form'
import { Keys, Others, Places, type Recoveries, Shut } from './security-parts'
import { keepSession } from './session-cookie'

type Work = Exclude<Kind, 'consumer'>

/** One's own sign-in: passkeys, where one is signed in, and colleagues who need a second person. */
async function securityPage(visit: Visit, kind: Work) {
  const { ask, t } = visit
  const at = `${HOME[kind]}/security`
  const [passkeys, sessions, mine] = await Promise.all([
    ask(listPasskeysOperation, { query: { limit: '20' } }),
    ask(listSessionsOperation, { query: { limit: '50' } }),
    ask(listMyRecoveriesOperation, { query: { limit: '1' } }),
  ])
  const current = sessions.data.find(({ is_current }) => is_current)
  const is_shut = current?.passkey_needed === true
  const others = is_shut ? [] : await recoveriesFor(visit)
  const coming = is_shut ? [] : await nominationsFor(ask)
  const accounts = is_shut ? [] : await accountsFor(ask)
  return (
    <Frame title={t('登录和通行密钥', 'Sign-in and passkeys')}>
      {is_shut ? <Shut at={at} has={passkeys.data.length > 0} mine={mine.data[0]} /> : null}
      <Keys at={at} of={passkeys.data} is_open={current?.is_fresh === true && !is_shut} />
      {await adding(visit, at, { is_shut, is_fresh: current?.is_fresh === true, passkeys, mine })}
      <Places at={at} of={sessions.data} />
      <Others at={at} of={others} />
      <Coming at={at} of={coming} />
      <AccountsComing at={at} of={accounts} />
      {at === '/m/security' ? null : (
        <p>
          <a class="button plain" href={at.replace(/security$/, 'purposes')}>
            {t('我的查阅事由', 'What I read people’s data for')}
          </a>
        </p>
      )}
    </Frame>
  )
}

/** Whom this person may stand by; a manager stands by nobody. */
async function recoveriesFor({ ask }: Visit): Promise<Recoveries> {
  try {
    return (await ask(listRecoveriesOperation, { query: { limit: '50' } })).data
  } catch {
    return []
  }
}

type Adding = {
  is_shut: boolean
  is_fresh: boolean
  passkeys: AnswerFor<typeof listPasskeysOperation>
  mine: AnswerFor<typeof listMyRecoveriesOperation>
}
/** What may be done now: prove once more, or add a passkey. Whether it may, the act says. */
async function adding(visit: Visit, at: string, { is_shut, is_fresh, passkeys, mine }: Adding) {
  const { ask, t } = visit
  const elsewhere = passkeyOrigin(visit)
  if (elsewhere !== null)
    return (
      <p class="note">
        {t('通行密钥只在这个地址能用：', 'Passkeys work at this address only: ')}
        <a class="inline" href={elsewhere + at}>
          {elsewhere}
        </a>
      </p>
    )
  const has = passkeys.data.length > 0
  if (is_shut && has && mine.data[0]?.state !== 'agreed') return null
  const purpose = has && !is_fresh && !is_shut ? 'step_up' : 'enrol'
  const challenge = await ask(challengeMeOperation, { body: { purpose } })
  keepTicket(visit, challenge)
  if (purpose === 'step_up')
    return (
      <PasskeyForm
        action={`${at}/step-up`}
        challenge={challenge}
        button={t('先用通行密钥再验证一次', 'Prove once more by passkey')}
      >
        <p>{t('添加、删除之前要再验证一次。', 'Adding and removing needs a fresh proof.')}</p>
      </PasskeyForm>
    )
  return (
    <PasskeyForm
      action={`${at}/passkeys`}
      challenge={challenge}
      button={t('添加一把通行密钥', 'Add a passkey')}
    >
      <h2>{t('添加一把', 'Add one')}</h2>
      <Field
        name="name"
        label={t('叫什么', 'Its name')}
        hint={t('比如：我的手机、办公室电脑', 'Such as: my phone, the office computer')}
        required
        maxlength={40}
      />
    </PasskeyForm>
  )
}

for (const kind of ['staff', 'bank', 'regulator', 'operator'] as const) {
  const at = `${HOME[kind]}/security`
  const again = { again: at, form_bytes_max: PASSKEY_BYTES_MAX }
  page('GET', at as '/m/security', kind, (visit) => securityPage(visit, kind), { secret: true })
  page(
    'POST',
    `${at}/passkeys` as '/m/security/passkeys',
    kind,
    async (visit) => {
      const { c, form, ask } = visit
      const said = passkeyIn<Registration>(visit)
      const body = { name: form.get('name')?.trim() ?? '', ...said }
      await ask(enrolPasskeyOperation, { body }, form.get('key') ?? undefined)
      return c.redirect(at, 303)
    },
    again,
  )
  page(
    'POST',
    `${at}/step-up` as '/m/security/step-up',
    kind,
    async (visit) => {
      const { c, form, ask } = visit
      const body = passkeyIn<Assertion>(visit)
      keepSession(c, await ask(stepUpOperation, { body }, form.get('key') ?? undefined))
      return c.redirect(at, 303)
    },
    again,
  )
  actPage(`${at}/passkeys/:id/removal` as '/m/security/passkeys/:id/removal', kind, {
    act: removePasskeyOperation,
    says: ({ params }) => ({ params }),
    leads: at,
    again: at,
  })
  actPage(`${at}/sessions/:id/revocation` as '/m/security/sessions/:id/revocation', kind, {
    act: endSessionOperation,
    says: ({ params }) => ({ params }),
    leads: at,
    again: at,
  })
  actPage(`${at}/recovery` as '/m/security/recovery', kind, {
    act: askForRecoveryOperation,
    says: () => ({}),
    leads: at,
    again: at,
  })
  actPage(`${at}/recoveries/:id/decision` as '/m/security/recoveries/:id/decision', kind, {
    act: decideRecoveryOperation,
    says: ({ params, form }) => ({ params, body: { agreed: form.get('agreed') === 'yes' } }),
    leads: at,
    again: at,
  })
}
