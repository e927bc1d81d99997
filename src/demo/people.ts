import type { Token, Yufubao } from '../client/client'
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
export async function devSignIn({ yufubao }: Client, subject_id: string): Promise<string> {
  const { token } = await yufubao.must('POST /dev/sign-in', { body: { subject_id } })
  return token
}

/** The API for somebody who stays signed in between visits, as people do: a new sign-in only when the old one ended. */
export function visitor<K extends Kind>(client: Client, kind: K, subject_id: string): Yufubao<K> {
  const { tokens } = client
  const token: Token = async (refused) => {
    const known = tokens.get(subject_id)
    if (known !== undefined && known !== refused) return known
    const renewed = await devSignIn(client, subject_id)
    tokens.set(subject_id, renewed)
    return renewed
  }
  return client.yufubao.as(kind, token)
}

/** The six digits last sent to a phone, from the development outbox. */
export async function newestCode({ yufubao }: Client, phone: string): Promise<string> {
  const { data } = await yufubao.must('GET /dev/sms-outbox', { query: { phone, limit: 20 } })
  const code = data.map(({ text }) => /验证码 (\d{6})/.exec(text)?.[1]).find(Boolean)
  if (!code) throw new Error(`no code was sent to ${phone}`)
  return code
}
