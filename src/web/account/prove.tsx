import { proveMyselfOperation } from '../../identity/routes'
import type { Assertion } from '../../passkeys/objects'
import { challengeMeOperation, proveByPasskeyOperation } from '../../passkeys/routes'
import { keepTicket, PASSKEY_BYTES_MAX, PasskeyForm, passkeyIn } from '../access/passkey-form'
import { page, type Visit } from '../door'
import { Frame } from '../frame'
import { Kept, Prove } from '../ui/prove'

/** Only a form of a consumer's own pages is sent on. */
const formAt = (said: string | null): string | null =>
  said !== null && /^\/c\/[\w/-]+$/.test(said) && !said.startsWith('/c/prove') ? said : null

/** 307: the browser sends the same fields on, as the form would have. */
const sendOn = ({ c, form }: Visit): Response => {
  const to = formAt(form.get('prove_to'))
  return to === null ? c.redirect('/c/me', 303) : c.redirect(to, 307)
}

page('GET', '/c/prove', 'consumer', async ({ form }) => (
  <Prove to={formAt(form.get('prove_to')) ?? ''} said={form} by_passkey={false} />
))
page(
  'POST',
  '/c/prove',
  'consumer',
  async (visit) => {
    const { form, ask } = visit
    const body = { pin: form.get('prove_pin')?.trim() ?? '' }
    await ask(proveMyselfOperation, { body }, form.get('prove_key') ?? undefined)
    return sendOn(visit)
  },
  { again: '/c/prove', secret: true, form_bytes_max: PASSKEY_BYTES_MAX },
)

/** The same by passkey: the browser asks its holder, and what was being sent goes on. */
async function byPasskey(visit: Visit) {
  const { ask, form, t } = visit
  const challenge = await ask(challengeMeOperation, { body: { purpose: 'step_up' } })
  keepTicket(visit, challenge)
  return (
    <Frame title={t('请证明是您本人', 'Is it you?')}>
      <PasskeyForm
        action="/c/prove/passkey-answer"
        challenge={challenge}
        button={t('用通行密钥证明，接着办', 'Prove it by passkey and go on')}
      >
        <Kept said={form} but={['key', 'passkey']} />
        <input type="hidden" name="prove_key" value={crypto.randomUUID()} />
        <input type="hidden" name="prove_to" value={formAt(form.get('prove_to')) ?? ''} />
        <p>
          {t(
            '用指纹、面容或这台设备的密码。5 分钟内不用再证明。',
            'With your fingerprint, face or the device’s own PIN; for five minutes not again.',
          )}
        </p>
      </PasskeyForm>
    </Frame>
  )
}
page('GET', '/c/prove/passkey', 'consumer', async (visit) => byPasskey(visit))
page('POST', '/c/prove/passkey', 'consumer', async (visit) => byPasskey(visit), { secret: true })
page(
  'POST',
  '/c/prove/passkey-answer',
  'consumer',
  async (visit) => {
    const { form, ask } = visit
    const body = passkeyIn<Assertion>(visit)
    await ask(proveByPasskeyOperation, { body }, form.get('prove_key') ?? undefined)
    return sendOn(visit)
  },
  { again: '/c/prove/passkey', secret: true, form_bytes_max: PASSKEY_BYTES_MAX },
)
