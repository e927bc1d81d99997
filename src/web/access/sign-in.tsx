import { devSignInOperation } from '../../dev/people'
import { sendSignInCodeOperation, signInOperation, signOutOperation } from '../../identity/routes'
import { clearedCookie } from '../../identity/tokens'
import { refuse } from '../../kernel/refusals'
import type { Assertion } from '../../passkeys/objects'
import { challengeSignInOperation, signInWithPasskeyOperation } from '../../passkeys/routes'
import type { Kind } from '../../platform/actor'
import { isAboutSilence, OldPin, SilentWays } from '../account/silent'
import type { Say } from '../around'
import { key, page, type Visit } from '../door'
import { Frame } from '../frame'
import { HOME } from '../nav'
import { ownPath } from '../own-path'
import { Field } from '../ui/form'
import {
  keepTicket,
  PASSKEY_BYTES_MAX,
  PasskeyForm,
  passkeyIn,
  passkeyOrigin,
} from './passkey-form'
import { browserDevice, keepSession } from './session-cookie'

const KINDS: readonly Kind[] = ['consumer', 'staff', 'bank', 'regulator', 'operator']
const kindIn = (said: string | null | undefined): Kind =>
  KINDS.find((kind) => kind === said) ?? 'consumer'
const WHO: Record<Kind, [string, string]> = {
  consumer: ['顾客', 'customer'],
  staff: ['店家', 'shop'],
  bank: ['银行', 'bank'],
  regulator: ['监管', 'regulator'],
  operator: ['平台', 'operator'],
}

const Carried = ({ as, next }: { as: Kind; next: string }) => (
  <>
    <input type="hidden" name="as" value={as} />
    <input type="hidden" name="next" value={next} />
  </>
)
const PhoneForm = ({ as, next, pass, t }: { as: Kind; next: string; pass: string; t: Say }) => (
  <form method="post" action="/sign-in/code" class="card">
    {key()}
    <Carried as={as} next={next} />
    {pass ? <input type="hidden" name="pass" value={pass} /> : null}
    <Field
      name="phone"
      label={t('手机号', 'Phone number')}
      hint={t('我们发一条短信验证码；不用密码。', 'We send a code by SMS; no password.')}
      type="tel"
      inputmode="tel"
      autocomplete="tel"
      required
    />
    <button type="submit">{t('发验证码', 'Send the code')}</button>
  </form>
)
type CodeFormOf = {
  as: Kind
  next: string
  phone: string
  challenge: string
  is_silent: boolean
  t: Say
}
const CodeForm = ({ as, next, phone, challenge, is_silent, t }: CodeFormOf) => (
  <form method="post" action="/sign-in/session" class="card">
    {key()}
    <Carried as={as} next={next} />
    <input type="hidden" name="phone" value={phone} />
    <input type="hidden" name="challenge" value={challenge} />
    <Field
      name="code"
      label={t('短信验证码（6 位）', 'SMS code (6 digits)')}
      inputmode="numeric"
      autocomplete="one-time-code"
      pattern="\d{6}"
      required
    />
    {is_silent ? <OldPin /> : null}
    <button type="submit">{t('登录', 'Sign in')}</button>
  </form>
)

/** Whoever acts for others: by passkey; the message below is for who has none yet, or has lost them. */
async function byPasskey(visit: Visit, as: Exclude<Kind, 'consumer'>, next: string) {
  const { t, ask } = visit
  const elsewhere = passkeyOrigin(visit)
  if (elsewhere !== null)
    return (
      <p class="note">
        {t('通行密钥只在这个地址能用：', 'Passkeys work at this address only: ')}
        <a class="inline" href={`${elsewhere}/sign-in?as=${as}`}>
          {elsewhere}
        </a>
      </p>
    )
  const challenge = await ask(challengeSignInOperation, { body: { kind: as } })
  keepTicket(visit, challenge)
  return (
    <PasskeyForm
      action="/sign-in/passkey"
      challenge={challenge}
      button={t('用通行密钥登录', 'Sign in with a passkey')}
    >
      <Carried as={as} next={next} />
      <p>
        {t(
          '用指纹、面容或设备密码。短信验证码只用来第一次设置通行密钥。',
          'With your fingerprint, face or device PIN. A code by SMS only lets you set the first passkey.',
        )}
      </p>
    </PasskeyForm>
  )
}
page(
  'POST',
  '/sign-in/passkey',
  'public',
  async (visit) => {
    const { c, form, ask } = visit
    const kind = kindIn(form.get('as'))
    const said = passkeyIn<Assertion>(visit)
    const session = await ask(
      signInWithPasskeyOperation,
      { body: { kind, ...said } },
      form.get('key') ?? undefined,
    )
    keepSession(c, session)
    return c.redirect(ownPath(form.get('next'), kind), 303)
  },
  { again: '/sign-in', secret: true, form_bytes_max: PASSKEY_BYTES_MAX },
)

/** Who signs in for what: the address of the page that wanted it is carried along. */
const signInPage = async (visit: Visit) => {
  const { c, form, t, refusal } = visit
  const as = kindIn(refusal ? form.get('as') : c.req.query('as'))
  const next = ownPath(refusal ? form.get('next') : c.req.query('next'), as)
  const pass = (refusal ? form.get('pass') : c.req.query('pass')) ?? ''
  const [zh, en] = WHO[as]
  return (
    <Frame title={t(`${zh}登录`, `Sign in: ${en}`)}>
      {as === 'consumer' ? null : await byPasskey(visit, as, next)}
      <PhoneForm as={as} next={next} pass={pass} t={t} />
      <p class="note">{t('不是您的身份？', 'Somebody else?')}</p>
      <div class="buttons">
        {KINDS.filter((kind) => kind !== as).map((kind) => (
          <a class="button plain" href={`/sign-in?as=${kind}`}>
            {t(WHO[kind][0], WHO[kind][1])}
          </a>
        ))}
      </div>
    </Frame>
  )
}
page('GET', '/sign-in', 'public', signInPage)

const codePage = async ({ form, t, refusal }: Visit, challenge: string) => {
  const as = kindIn(form.get('as'))
  const phone = form.get('phone') ?? ''
  const next = ownPath(form.get('next'), as)
  const is_silent = isAboutSilence(refusal?.code)
  const code = form.get('code')?.trim() ?? ''
  return (
    <Frame title={t('输入验证码', 'Enter the code')}>
      <p class="notice" role="status">
        {t(
          `验证码已发到尾号 ${phone.slice(-4)} 的手机，5 分钟内有效。平台和店家都不会向您要它。`,
          `A code went to the phone ending in ${phone.slice(-4)}; it is good for 5 minutes. Nobody will ask you for it.`,
        )}
      </p>
      <CodeForm
        as={as}
        next={next}
        phone={phone}
        challenge={challenge}
        is_silent={is_silent}
        t={t}
      />
      {is_silent ? <SilentWays of={{ phone, challenge, code, next }} /> : null}
      <p>
        <a class="inline" href={`/sign-in?as=${as}`}>
          {t('没收到，换一个号码或再发一次', 'Nothing came: send again')}
        </a>
      </p>
    </Frame>
  )
}
page(
  'POST',
  '/sign-in/code',
  'public',
  async (visit) => {
    const { form, ask } = visit
    const pass = form.get('pass')
    const body = {
      phone: form.get('phone') ?? '',
      purpose: 'sign_in',
      kind: kindIn(form.get('as')),
      device: browserDevice(visit.c),
      ...(pass ? { pass } : {}),
    }
    const sent = await ask(sendSignInCodeOperation, { body }, form.get('key') ?? undefined)
    return codePage(visit, sent.challenge)
  },
  { again: '/sign-in', secret: true },
)
page('GET', '/sign-in/session', 'public', async (visit) =>
  visit.refusal
    ? codePage(visit, visit.form.get('challenge') ?? '')
    : visit.c.redirect('/sign-in', 303),
)
page(
  'POST',
  '/sign-in/session',
  'public',
  async ({ c, form, ask }) => {
    const kind = kindIn(form.get('as'))
    const body = {
      phone: form.get('phone') ?? '',
      kind,
      challenge: form.get('challenge') ?? '',
      code: form.get('code')?.trim() ?? '',
      device: browserDevice(c),
      ...(form.get('pin') ? { pin: form.get('pin') } : {}),
    }
    const session = await ask(signInOperation, { body }, form.get('key') ?? undefined)
    keepSession(c, session)
    const leads = session.passkey_needed
      ? `${HOME[kind]}/security`
      : ownPath(form.get('next'), kind)
    return c.redirect(leads, 303)
  },
  { again: '/sign-in/session', secret: true },
)

/** One click, in development only. */
page('POST', '/sign-in', 'public', async ({ c, form, ask }) => {
  if (!c.var.dev) refuse('not_found')
  const session = await ask(devSignInOperation, {
    body: { subject_id: form.get('subject_id') ?? '', device: browserDevice(c) },
  })
  keepSession(c, session)
  return c.redirect(ownPath(form.get('next'), session.kind), 303)
})

for (const kind of KINDS) {
  page('POST', `${HOME[kind]}/sign-out`, kind, async ({ c, form, ask }) => {
    await ask(signOutOperation, {}, form.get('key') ?? undefined)
    c.header('Set-Cookie', clearedCookie(kind, c.var.world.config.stage))
    return c.redirect('/', 303)
  })
}
