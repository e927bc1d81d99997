import { insist } from '../kernel/refusals'
import type { Ask } from '../platform/act'
import { answerOnce } from '../platform/journal'
import { proofEnds } from '../platform/step-up'
import type { World } from '../platform/world'
import { proveSessionStatement } from '../sessions/store'
import { keyedAsk } from './asks'
import { decidePin, readPinState } from './pin'

/**
 * Proves in this session that it is the person themselves, for what a mere session may not do (`step_up` of a route).
 * Refuses the PIN's refusals.
 */
export async function proveMyself(world: World, ask: Ask, { pin }: { pin: string }) {
  return answerOnce(world, await keyedAsk(world, ask), {
    reads: (who) => ({ pin_state: readPinState(who.subject_id) }),
    decide: async ({ actor, rows, now, kit }) => {
      const { session_id } = actor
      insist(session_id !== null, 'whoever is signed in has a session')
      const passed = await decidePin(kit, rows.pin_state[0], pin, now)
      return {
        status: 201,
        subject_id: session_id,
        body: {
          object: 'proof' as const,
          by: 'pin' as const,
          proved_at: now,
          expires_at: proofEnds(now),
        },
        statements: [passed, proveSessionStatement(session_id, 'pin', now)],
      }
    },
  })
}
