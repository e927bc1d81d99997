import { OFFICIALS } from '../../src/demo/cast'
import { bootstrapToken } from '../../src/people/bootstrap'
import type { Kind } from '../../src/platform/actor'
import { openTown, type Town } from '../identity/town'
import { type Authenticator, openAuthenticator, type Wrong } from '../support/authenticator'

export const ORIGIN = 'https://weihai.yufubao.example'
export const DUTY = OFFICIALS.duty.phone

/** A town as it is in production, with its first operator, who has no passkey yet. */
export async function openGate(stage: 'dev' | 'production' = 'production') {
  const town = await openTown(stage)
  const bootstrap_token = await bootstrapToken(town.world)
  const said = { bootstrap_token, name: OFFICIALS.duty.name, phone: DUTY }
  const { body } = await town.post('/v1/operators/bootstrap', said)
  return { ...town, operator_id: String(body.id), ...actsOf(town) }
}
export type Gate = Awaited<ReturnType<typeof openGate>>

/** Who signs in with a passkey. */
type Official = Exclude<Kind, 'consumer'>
function actsOf(town: Town) {
  const { call, post } = town
  const challenge = async (purpose: 'enrol' | 'step_up', token: string) =>
    (await post('/v1/me/passkey-challenges', { purpose }, { token })).body
  const challengeIn = async (kind: Official) =>
    (await post('/v1/passkey-challenges', { kind })).body
  const enrol = async (
    token: string,
    key: Authenticator,
    { name = '我的手机', wrong = {} }: { name?: string; wrong?: Wrong } = {},
  ) => {
    const { ticket, public_key } = await challenge('enrol', token)
    const passkey = await key.create(public_key, wrong)
    return post('/v1/me/passkeys', { ticket, name, passkey }, { token })
  }
  const enter = async (key: Authenticator, kind: Official = 'operator', wrong: Wrong = {}) => {
    const { ticket, public_key } = await challengeIn(kind)
    const passkey = await key.get(public_key, wrong)
    return post('/v1/passkey-sessions', { kind, ticket, passkey })
  }
  return {
    challenge,
    challengeIn,
    enrol,
    enter,
    me: (token: string) => call('GET', '/v1/me', { token }),
    /** Somebody with their first passkey, signed in with it. */
    async enters(phone: string, kind: Official = 'operator') {
      const key = await openAuthenticator(ORIGIN)
      const { token } = await town.signIn(phone, kind)
      const made = await enrol(token, key)
      if (made.status !== 201) throw new Error(made.text)
      const { body } = await enter(key, kind)
      return { key, token: String(body.token), passkey_id: String(made.body.id) }
    },
  }
}
