import type { FC } from 'hono/jsx'
import { useSay } from '../around'
import { Frame } from '../frame'
import { Field } from './form'

/** Fields of this page itself, beside those of the form that was being sent. */
const OWN = ['prove_to', 'prove_pin', 'prove_key']

/**
 * "Is it you?": asks for the PIN and then sends on what was being sent, with every field as it was. `to`: the address of
 * the form that wants the proof.
 */
export const Prove: FC<{ to: string; said: URLSearchParams }> = ({ to, said }) => {
  const t = useSay()
  return (
    <Frame title={t('请证明是您本人', 'Is it you?')}>
      <form method="post" action="/c/prove" class="card">
        <input type="hidden" name="prove_key" value={crypto.randomUUID()} />
        <input type="hidden" name="prove_to" value={to} />
        {[...said]
          .filter(([name]) => !OWN.includes(name))
          .map(([name, value]) => (
            <input type="hidden" name={name} value={value} />
          ))}
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
