import { readConsumer } from '../identity/store'
import { refuse } from '../kernel/refusals'
import type { Instant } from '../kernel/time'
import type { Ask } from '../platform/act'
import { PUBLIC } from '../platform/actor'
import { type Statement, sql } from '../platform/d1'
import { answerOnce } from '../platform/journal'
import type { Kit, World } from '../platform/world'
import { readSessionDevice } from '../recoveries/store'
import { endDeviceStatements } from '../sessions/device-store'
import { unionFromToken } from './link'
import { unionStatements } from './move'
import { isOpenAt, requireQuiet, requireRipe } from './rules'
import {
  emitUnion,
  endUnionStatement,
  isUnionParty,
  readJoinedCards,
  readUnions,
  readWaitingAt,
  type UnionDetailRow,
} from './store'
import { presentStoppable, presentUnion } from './views'

/**
 * What waited its day is done, by the account that goes on, on the device that asked: if by now nothing waits at either.
 * Refuses union_not_found, union_still_cooling, union_not_open, union_on_other_device, what `requireQuiet` refuses.
 */
export function finishUnion(world: World, ask: Ask, id: string) {
  const from_id = sql`(SELECT from_id FROM account_unions WHERE id = ${id})`
  return answerOnce(world, ask, {
    reads: (who, now) => ({
      union: readUnions(sql`u.id = ${id} AND u.into_id = ${who.subject_id}`),
      from: readConsumer(sql`id = ${from_id}`),
      into: readConsumer(sql`id = ${who.subject_id}`),
      device: readSessionDevice(who.session),
      waiting: readWaitingAt({ from_id, into_id: who.subject_id }, now),
      cards: readJoinedCards({ from_id, into_id: who.subject_id }),
    }),
    decide: ({ actor, rows, now, kit }) => {
      const union = rows.union[0] ?? refuse('union_not_found')
      const [from] = rows.from
      const [into] = rows.into
      if (!from || !into) refuse('union_not_found')
      requireRipe(union, now)
      const device_id = rows.device[0]?.device_id ?? null
      if (union.device_id !== device_id) refuse('union_on_other_device')
      requireQuiet(rows.waiting[0] ?? refuse('union_changed_meanwhile'))

      const done = { ...union, state: 'done' as const, ended_at: now }
      const told = { to: [from.id, into.id], at: now }
      return {
        status: 200,
        subject_id: id,
        body: presentUnion(done, { now, subject_id: actor.id, device_id }),
        statements: [
          ...emitUnion(kit, union, { type: 'account_union.done' }, told),
          ...unionStatements({ from, into, cards: rows.cards }, now),
          endUnionStatement(done),
        ],
      }
    },
  })
}

/** Either account stops it; from the one that would have ended, the device that asked is signed out as well. */
export const cancelUnion = (world: World, ask: Ask, id: string) =>
  answerOnce(world, ask, {
    reads: (who) => ({
      union: readUnions(sql`u.id = ${id} AND ${isUnionParty(who.subject_id)}`),
      device: readSessionDevice(who.session),
    }),
    decide: ({ actor, rows, now, kit }) => {
      const union = rows.union[0] ?? refuse('union_not_found')
      const by = union.into_id === actor.id ? 'into' : 'from'
      const { after, statements } = planStop(kit, union, by, now)
      const device_id = rows.device[0]?.device_id ?? null
      const body = presentUnion(after, { now, subject_id: actor.id, device_id })
      return { status: 200, subject_id: id, body, statements }
    },
  })

/** One tap of the message's link stops it. Refuses union_link_invalid, union_not_open. */
export async function cancelUnionByLink(world: World, ask: Ask, { token }: { token: string }) {
  const id = await unionFromToken(world, token)
  return answerOnce(
    world,
    { ...ask, who: { ...PUBLIC, id: `union:${id}` } },
    {
      reads: () => ({ union: readUnions(sql`u.id = ${id}`) }),
      decide: ({ rows, now, kit }) => {
        const union = rows.union[0] ?? refuse('union_link_invalid')
        const { after, statements } = planStop(kit, union, 'link', now)
        return { status: 201, subject_id: id, body: presentStoppable(after, now), statements }
      },
    },
  )
}

function planStop(
  kit: Kit,
  union: UnionDetailRow,
  by: NonNullable<UnionDetailRow['cancelled_by']>,
  now: Instant,
): { after: UnionDetailRow; statements: Statement[] } {
  if (!isOpenAt(union, now)) refuse('union_not_open')
  const after = { ...union, state: 'cancelled' as const, ended_at: now, cancelled_by: by }
  const told = { to: [union.from_id, union.into_id], at: now }
  const out =
    by !== 'into' && union.device_id !== null ? endDeviceStatements(union.device_id, now) : []
  return {
    after,
    statements: [
      endUnionStatement(after),
      ...out,
      ...emitUnion(kit, union, { type: 'account_union.cancelled' }, told),
    ],
  }
}
