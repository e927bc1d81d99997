import type { Child, FC } from 'hono/jsx'
import type * as z from 'zod'
import { SECOND_MS } from '../../kernel/time'
import type { PasskeyChallenge } from '../../passkeys/objects'
import { CHALLENGE_TTL_MS, relyingParty } from '../../passkeys/rules'
import { useSay } from '../around'
import { key, type Visit } from '../door'
import { Island } from '../ui/island'

type Challenge = z.output<typeof PasskeyChallenge>

/** As long as a form with a passkey's answer may be, in bytes. */
export const PASSKEY_BYTES_MAX = 65_536

/** The ticket of a challenge stays with this browser: no script and no other page sees it. */
const COOKIE = 'yfb_ticket'
export function keepTicket({ c }: Visit, { ticket }: Challenge): void {
  const secure = c.var.world.config.stage === 'dev' ? '' : '; Secure'
  const age_s = CHALLENGE_TTL_MS / SECOND_MS
  const kept = `${COOKIE}=${ticket}; Path=/; Max-Age=${age_s}; HttpOnly; SameSite=Strict${secure}`
  c.header('Set-Cookie', kept, { append: true })
}
const ticketIn = ({ c }: Visit): string =>
  new RegExp(`(?:^|; )${COOKIE}=([^;]*)`).exec(c.req.header('cookie') ?? '')?.[1] ?? ''

/** What a form with a passkey says: the browser's ticket, and the answer that its script put in. */
export function passkeyIn<T>(visit: Visit): { ticket: string; passkey: T } {
  const said = visit.form.get('passkey') ?? ''
  const passkey = (isJson(said) ? JSON.parse(said) : {}) as T
  return { ticket: ticketIn(visit), passkey }
}
function isJson(said: string): boolean {
  try {
    return typeof JSON.parse(said) === 'object'
  } catch {
    return false
  }
}

/** Where passkeys work, if it is not here: browsers make none for a numeric address. */
export const passkeyOrigin = ({ c }: Visit): string | null => {
  const { origin } = relyingParty(c.var.world.config)
  return new URL(c.req.url).host === new URL(origin).host ? null : origin
}

type Form = { action: string; challenge: Challenge; button: Child; children?: Child }
/** A form that a passkey answers. It needs the browser's script; without one it says so. */
export const PasskeyForm: FC<Form> = ({ action, challenge, button, children }) => {
  const t = useSay()
  return (
    <form
      method="post"
      action={action}
      class="card"
      data-options={JSON.stringify(challenge.public_key)}
      data-none={t(
        '这个浏览器没有通行密钥，请换一个。',
        'This browser has no passkeys; use another.',
      )}
      data-failed={t('没有完成。请再点一次。', 'Not finished. Try once more.')}
    >
      {key()}
      <input type="hidden" name="passkey" value="" />
      {children}
      <button type="submit">{button}</button>
      <p class="note" role="status" data-said></p>
      <noscript>
        <p class="note">
          {t('通行密钥要用脚本，请打开 JavaScript。', 'Passkeys need JavaScript.')}
        </p>
      </noscript>
      <Island name="passkey" />
    </form>
  )
}
