import { type Client, must, type Said, say, textOf } from './client'

/** Signs somebody in the way people do: a code by SMS (read from the development outbox), then the code. */
export async function signIn(
  client: Client,
  who: { phone: string; kind: string },
): Promise<{ token: string; person_id: string }> {
  await must(client, 'POST', '/v1/sms-codes', {
    body: { phone: who.phone, kind: who.kind, purpose: 'sign_in' },
  })
  const code = await newestCode(client, who.phone)
  const session = await must(client, 'POST', '/v1/sessions', {
    body: { phone: who.phone, kind: who.kind, code },
  })
  return {
    token: textOf(session, 'token'),
    person_id: textOf(session.person as Record<string, unknown>, 'id'),
  }
}

/** One-click sign-in of somebody known (development only), for the many short visits of the story. */
export async function devSignIn(client: Client, subject_id: string): Promise<string> {
  return textOf(await must(client, 'POST', '/dev/sign-in', { body: { subject_id } }), 'token')
}

const kept = new WeakMap<Client, Map<string, string>>()
/** Says it as somebody who stays signed in between visits, as people do: a new sign-in only when the old one ended. */
export async function sayAs(
  client: Client,
  subject_id: string,
  ...[method, path, options = {}]: Request
): Promise<Said> {
  const tokens = kept.get(client) ?? new Map<string, string>()
  kept.set(client, tokens)
  const known = tokens.get(subject_id)
  if (known !== undefined) {
    const said = await say(client, method, path, { ...options, token: known })
    if (said.status !== 401) return said
  }
  const token = await devSignIn(client, subject_id)
  tokens.set(subject_id, token)
  return say(client, method, path, { ...options, token })
}
type Request = [method: string, path: string, options?: { body?: object }]

/** The same, where the story cannot go on without it. */
export async function mustAs(
  client: Client,
  subject_id: string,
  ...request: Request
): Promise<Record<string, unknown>> {
  const { status, body } = await sayAs(client, subject_id, ...request)
  if (status >= 400) throw new Error(`${request.join(' ')} → ${status} ${JSON.stringify(body)}`)
  return body
}

/** The six digits last sent to a phone, from the development outbox. */
export async function newestCode(client: Client, phone: string): Promise<string> {
  const outbox = await must(client, 'GET', `/dev/sms-outbox?phone=${phone}&limit=20`, {
    headers: { 'X-Dev-Token': client.dev_token },
  })
  const messages = outbox.data as { text: string }[]
  const code = messages.map(({ text }) => /验证码 (\d{6})/.exec(text)?.[1]).find(Boolean)
  if (!code) throw new Error(`no code was sent to ${phone}`)
  return code
}
