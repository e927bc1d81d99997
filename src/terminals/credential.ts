import { refuse } from '../kernel/refusals'
import { MINUTE_MS, plusMs } from '../kernel/time'
import type { Credential, Seal } from '../platform/actor'
import type { World } from '../platform/world'
import { mayAsk } from './acts'
import {
  actsIn,
  readSeal,
  type SealRow,
  spendNonceStatement,
  touchTerminalStatement,
} from './store'
import { mustBeSignedBy, mustBeTimely, readShown, type Shown, thrownRefusal } from './verify'

/**
 * What a signed request shows for itself: its terminal's id, held to the signature. Whatever is wrong with it is refused
 * where the key is known, in the same words for a key that nobody has.
 */
export async function signedCredential(
  world: Pick<World, 'config' | 'machine_ms'>,
  request: Request,
  request_id: string,
): Promise<Credential> {
  const shown = await readShown(request, world.config).catch(thrownRefusal)
  if (shown instanceof Error)
    return { kind: 'terminal', token_hash: '', seal: refusing('', '', shown) }
  return { kind: 'terminal', token_hash: shown.keyid, seal: sealOf(world, shown, request_id) }
}

const refusing = (keyid: string, nonce: string, refusal: Error): Seal => ({
  reads: readSeal(keyid, nonce),
  check: () => Promise.reject(refusal),
})

const sealOf = (world: Pick<World, 'machine_ms'>, shown: Shown, request_id: string): Seal => ({
  reads: readSeal(shown.keyid, shown.nonce),
  async check(signers: readonly SealRow[], { operation, now }) {
    const terminal = signers[0] ?? refuse('terminal_signature_wrong')
    await mustBeSignedBy(terminal.public_key, shown)
    mustBeTimely(shown, world.machine_ms())
    if (terminal.revoked_at !== null) refuse('terminal_revoked')
    const { spent_by } = terminal
    if (spent_by !== null && spent_by !== request_id) refuse('terminal_signature_replayed')
    if (!mayAsk(actsIn(terminal), operation)) refuse('terminal_act_not_allowed')
    const { nonce, created_s } = shown
    const spent = { terminal_id: terminal.id, nonce, request_id, created_s }
    const { last_used_at } = terminal
    const is_old = last_used_at === null || plusMs(last_used_at, MINUTE_MS) <= now
    return [
      ...(spent_by === null ? [spendNonceStatement(spent)] : []),
      ...(is_old ? [touchTerminalStatement(terminal.id, now)] : []),
    ]
  },
})
