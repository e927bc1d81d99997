import { refuse } from '../kernel/refusals'
import type { Instant } from '../kernel/time'
import type { Ask } from '../platform/act'
import { PUBLIC } from '../platform/actor'
import { type Statement, sql } from '../platform/d1'
import { answerOnce } from '../platform/journal'
import type { Kit, World } from '../platform/world'
import { endDeviceStatements } from '../sessions/device-store'
import { recoveryFromToken } from './link'
import { recoveryStateAt } from './rules'
import {
  emitRecovery,
  endRecoveryStatement,
  type RecoveryRow,
  readRecoveries,
  readSessionDevice,
} from './store'
import { presentRecovery, presentStoppable } from './views'

/** Anybody signed in as the person stops it; from another device, the one that asked is signed out as well. */
export const cancelRecovery = (world: World, ask: Ask, id: string) =>
  answerOnce(world, ask, {
    reads: (who) => ({
      recovery: readRecoveries(sql`r.id = ${id} AND r.consumer_id = ${who.subject_id}`),
      device: readSessionDevice(who.session),
    }),
    decide: ({ rows, now, kit }) => {
      const recovery = rows.recovery[0] ?? refuse('account_recovery_not_found')
      const device_id = rows.device[0]?.device_id ?? null
      const by = recovery.device_id === device_id ? 'asker' : 'other_device'
      const { after, statements } = planStop(kit, recovery, by, now)
      return {
        status: 200,
        subject_id: id,
        body: presentRecovery(after, now, device_id),
        statements,
      }
    },
  })

/** One tap of the message's link stops it. Refuses recovery_link_invalid, account_recovery_not_open. */
export async function cancelByLink(world: World, ask: Ask, { token }: { token: string }) {
  const id = await recoveryFromToken(world, token)
  return answerOnce(
    world,
    { ...ask, who: { ...PUBLIC, id: `recovery:${id}` } },
    {
      reads: () => ({ recovery: readRecoveries(sql`r.id = ${id}`) }),
      decide: ({ rows, now, kit }) => {
        const recovery = rows.recovery[0] ?? refuse('recovery_link_invalid')
        const { after, statements } = planStop(kit, recovery, 'link', now)
        return { status: 201, subject_id: id, body: presentStoppable(after, now), statements }
      },
    },
  )
}

function planStop(
  kit: Kit,
  recovery: RecoveryRow,
  by: NonNullable<RecoveryRow['cancelled_by']>,
  now: Instant,
): { after: RecoveryRow; statements: Statement[] } {
  const state = recoveryStateAt(recovery, now)
  if (state !== 'cooling' && state !== 'ripe') refuse('account_recovery_not_open')
  const after = { ...recovery, state: 'cancelled' as const, ended_at: now, cancelled_by: by }
  const { id: recovery_id, kind, device_id } = recovery
  const data = { recovery_id, kind }
  return {
    after,
    statements: [
      endRecoveryStatement(after),
      ...(by !== 'asker' && device_id !== null ? endDeviceStatements(device_id, now) : []),
      emitRecovery(kit, recovery, { type: 'recovery.cancelled', data }, now),
    ],
  }
}
