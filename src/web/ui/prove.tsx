import type { FC } from 'hono/jsx'
import { useSay } from '../around'
import { Frame } from '../frame'
import { Field } from './form'

/** Fields of this page itself, beside those of the form that was being sent. */
const OWN = ['prove_to', 'prove_pin', 'prove_key']

/** What a form says of the PIN: nothing where it was left empty, and then the proof is asked for. */
export const pinIn = (form: URLSearchParams): { pin?: string } => {
  const pin = form.get('pin')?.trim()
  return pin ? { pin } : {}
}

/** What was being sent, as it was; `but`: fields that are said anew. */
export const Kept: FC<{ said: URLSearchParams; but?: readonly string[] }> = ({ said, but = [] }) =>
  [...said]
    .filter(([name]) => !OWN.includes(name) && !but.includes(name))
    .map(([name, value]) => <input type="hidden" name={name} value={value} />)

/**
 * "Is it you?": asks for the PIN, or for a passkey of whoever has one, and then sends on what was being sent, with every
 * field as it was. `to`: the address of the form that wants the proof.
 */
export const Prove: FC<{ to: string; said: URLSearchParams; by_passkey: boolean }> = ({
  to,
  said,
  by_passkey,
}) => {
  const t = useSay()
  return (
    <Frame title={t('请证明是您本人', 'Is it you?')}>
      <form method="post" action="/c/prove" class="card">
        <input type="hidden" name="prove_key" value={crypto.randomUUID()} />
        <input type="hidden" name="prove_to" value={to} />
        <Kept said={said} />
        <p>
          {t(
            '这一步关系到您的钱，请输一次支付密码。输对了马上接着办，5 分钟内不用再输。',
            'This step is about your money. Type your PIN; it then goes on at once, and for five minutes without asking.',
          )}
        </p>
        <Field
          name="prove_pin"
          label={t('支付密码（6 位）', 'PIN (6 digits)')}
          type="password"
          inputmode="numeric"
          autocomplete="off"
          required
        />
        <button type="submit">{t('是我，接着办', 'It is me: go on')}</button>
        {by_passkey ? (
          <button type="submit" class="plain" formaction="/c/prove/passkey" formnovalidate>
            {t('不输密码，用通行密钥', 'Use a passkey instead')}
          </button>
        ) : null}
      </form>
      <p>
        <a class="inline" href="/c/pin">
          {t('还没有支付密码，先设一个', 'No PIN yet: set one')}
        </a>
        {' · '}
        <a class="inline" href="/c/recover">
          {t('忘了支付密码', 'Forgotten it')}
        </a>
      </p>
    </Frame>
  )
}
