import type { Token, Yufubao } from '../client/client'
import { epochMs } from '../kernel/time'
import type { Kind } from '../platform/actor'
import type { Client } from './client'

/** Signs somebody in the way people do: a code by SMS (read from the development outbox), then the code. */
export async function signIn(
  client: Client,
  { phone, kind }: { phone: string; kind: Kind },
): Promise<{ token: string; person_id: string }> {
  const { yufubao } = client
  const asked = { phone, kind, purpose: 'sign_in' } as const
  const { challenge } = await yufubao.must('POST /v1/sms-codes', { body: asked })
  const code = await newestCode(client, phone)
  const body = { phone, kind, challenge, code }
  const { token, person } = await yufubao.must('POST /v1/sessions', { body })
  return { token, person_id: person.id }
}

/** One-click sign-in of somebody known (development only), for the many short visits of the story. */
export const devSignIn = async (client: Client, subject_id: string): Promise<string> =>
  (await signInAgain(client, subject_id)).token
const signInAgain = ({ yufubao }: Client, subject_id: string) =>
  yufubao.must('POST /dev/sign-in', { body: { subject_id } })

/**
 * The API for somebody who stays signed in between visits, as people do: a new sign-in only when the old one ended,
 * of which a session that was left alone for too long is known without asking.
 */
export function visitor<K extends Kind>(client: Client, kind: K, subject_id: string): Yufubao<K> {
  const { sessions } = client
  const token: Token = async (refused) => {
    const now = client.moment_ms()
    const known = sessions.get(subject_id)
    if (known && known.token !== refused && !hasEnded(known, now)) {
      known.used_ms = now
      return known.token
    }
    const said = await signInAgain(client, subject_id)
    sessions.set(subject_id, {
      token: said.token,
      used_ms: now,
      idle_ms: epochMs(said.expires_at) - now,
      ends_ms: epochMs(said.absolute_expires_at),
    })
    return said.token
  }
  return client.yufubao.as(kind, token)
}
type KeptSession = NonNullable<ReturnType<Client['sessions']['get']>>
const hasEnded = ({ used_ms, idle_ms, ends_ms }: KeptSession, now_ms: number): boolean =>
  now_ms >= Math.min(used_ms + idle_ms, ends_ms)

/** The six digits last sent to a phone, from the development outbox. */
export async function newestCode({ yufubao }: Client, phone: string): Promise<string> {
  const { data } = await yufubao.must('GET /dev/sms-outbox', { query: { phone, limit: 20 } })
  const code = data.map(({ text }) => /验证码 (\d{6})/.exec(text)?.[1]).find(Boolean)
  if (!code) throw new Error(`no code was sent to ${phone}`)
  return code
}
