import type { signInOperation } from '../../identity/routes'
import { deviceCookie, deviceToken, sessionCookie } from '../../identity/tokens'
import { SECOND_MS } from '../../kernel/time'
import { sessionLifetime } from '../../sessions/rules'
import type { AnswerFor, Visit } from '../door'

/** Puts the session into its cookie; a shop's or an official's ends with the working day. */
export function keepSession(
  c: Visit['c'],
  { kind, token }: Pick<AnswerFor<typeof signInOperation, 'public'>, 'kind' | 'token'>,
) {
  const seconds = sessionLifetime(kind).absolute_ms / SECOND_MS
  const kept = sessionCookie(kind, token, c.var.world.config.stage, seconds)
  c.header('Set-Cookie', kept, { append: true })
}

/** What this browser is known by; kept for longer than any session. */
export function browserDevice(c: Visit['c']): string {
  const { world } = c.var
  const token = deviceToken(c.req.raw, world.config.stage, world.random)
  c.header('Set-Cookie', deviceCookie(token, world.config.stage), { append: true })
  return token
}
