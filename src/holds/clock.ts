import { cardFrom } from '../cards/store'
import { refuse } from '../kernel/refusals'
import { all, type Statement, sql } from '../platform/d1'
import { eachDue, notSetAside } from '../platform/jobs'
import { type Answer, answerOnce, clockAsk } from '../platform/journal'
import type { World } from '../platform/world'
import { ended } from './resolve'
import { TABLE } from './rules'
import { type HoldSeen, holdFrom, readCardOfHold, readHolds } from './store'

/** Silence is consent once the time is over. In the order of the deadlines, at most `limit`, safe to run twice. */
export const confirmSilentClaims = (world: World, limit: number): Promise<number> =>
  endDue(world, limit, {
    job: 'confirmSilentClaims',
    due: sql`h.status = 'held' AND h.kind = 'claim' AND h.confirm_by <= ${world.now()}`,
    order: sql`h.confirm_by`,
    action: 'silence',
    end: (hold) => ({
      units: hold.units,
      by: 'silence',
      status: 'captured',
      type: 'claim.confirmed',
    }),
  })

/** Bookings that nobody took are free again, in the order of their expiry. */
export const expireBookings = (world: World, limit: number): Promise<number> =>
  endDue(world, limit, {
    job: 'expireBookings',
    due: sql`h.status = 'held' AND h.kind = 'booking' AND h.expires_at <= ${world.now()}`,
    order: sql`h.expires_at`,
    action: 'expire',
    end: () => ({ units: 0, by: 'clock', status: 'expired', type: 'booking.expired' }),
  })

type Due = {
  job: string
  due: Statement
  order: Statement
  action: 'silence' | 'expire'
  end: (hold: HoldSeen) => Parameters<typeof ended>[1]['end']
}
async function endDue(world: World, limit: number, of: Due): Promise<number> {
  const now = world.now()
  const due = await all<{ id: string }>(
    world.db,
    sql`SELECT h.id FROM holds h WHERE ${of.due} AND ${notSetAside(of.job, sql`h.id`, now)}
         ORDER BY ${of.order}, h.id LIMIT ${limit}`,
  )
  return eachDue(world, of.job, due, { id: ({ id }) => id, act: ({ id }) => endOne(world, id, of) })
}

async function endOne(world: World, id: string, { job, action, end }: Due): Promise<Answer> {
  const ask = await clockAsk(world, { operation: job, key: id, said: [id] })
  return answerOnce(world, ask, {
    reads: () => [readHolds(sql`h.id = ${id}`), readCardOfHold(id)],
    decide: ({ rows, now }) => {
      const hold = holdFrom(rows[0]?.[0] ?? refuse('hold_not_found'))
      const card = cardFrom(rows[1]?.[0] ?? refuse('hold_not_found'))
      if (TABLE[hold.kind][hold.status][action] !== 'ok')
        return { status: 200, subject_id: id, body: { id, ended: false }, statements: [] }
      return ended(world, { hold, card, end: end(hold), now, reader: 'clock' })
    },
  })
}
