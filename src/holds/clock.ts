import { decideRelease } from '../cards/consent-rules'
import { cardFrom } from '../cards/store'
import { refuse } from '../kernel/refusals'
import type { Instant } from '../kernel/time'
import type { Work } from '../platform/act'
import { all, type IdRow, type Statement, sql } from '../platform/d1'
import { eachDue, notSetAsideCondition } from '../platform/jobs'
import { jobAct } from '../platform/journal'
import { cityNow } from '../platform/read'
import type { World } from '../platform/world'
import { silenceTerms, TYPES } from './answer'
import { endWork, holdWay } from './resolve'
import { silenceAgain, silenceOverAt, stateAt, TABLE } from './rules'
import { type HoldDetailRow, NOTIFIED_AT, readHeldCard, readHolds, updateSilence } from './store'
import { emitHold } from './tell'

/**
 * Silence is consent once the holder was told and the time is over (`silenceOverAt`). In the order of the deadlines,
 * at most `limit`, safe to run twice.
 */
export const confirmSilentClaims = (world: World, limit: number): Promise<number> =>
  endDue(world, limit, {
    job: 'confirmSilentClaims',
    due: sql`h.status = 'held' AND h.confirm_by <= ${world.now()} AND h.provisional_after IS NULL
             AND ${toldInTime(world.now())}`,
    order: sql`h.confirm_by`,
    action: 'silence',
    end: (hold) => ({
      units: hold.recorded_units ?? hold.units,
      by: 'silence',
      status: 'captured',
      type: TYPES[holdWay(hold)] ?? 'claim.confirmed',
      consent: 'silence',
    }),
  })

/** Picks what `silenceOverAt` lets through; a message that went out late is given two seconds for the rounding of days. */
const toldInTime = (now: Instant): Statement => {
  const asked = sql`julianday(coalesce(h.recorded_at, h.created_at))`
  const wait = sql`(julianday(h.confirm_by) - ${asked})`
  return sql`EXISTS (SELECT 1 FROM (SELECT ${NOTIFIED_AT} AS at FROM cards c WHERE c.id = h.card_id) told
      WHERE (julianday(told.at) - ${asked}) * 2 < ${wait} - 2.0 / 86400
         OR julianday(told.at) + ${wait} + 2.0 / 86400 <= julianday(${now}))`
}

/** Bookings that nobody took are free again, in the order of their expiry. */
export const expireBookings = (world: World, limit: number): Promise<number> =>
  endDue(world, limit, {
    job: 'expireBookings',
    due: sql`h.status = 'held' AND h.kind = 'booking' AND h.recorded_at IS NULL
             AND h.expires_at <= ${world.now()}`,
    order: sql`h.expires_at`,
    action: 'expire',
    end: () => ({ units: 0, by: 'clock', status: 'expired', type: 'booking.expired' }),
  })

/** Bookings of a time after their branch has closed are free again, and their holders are told. */
export const freeBookingsOfClosedShops = (world: World, limit: number): Promise<number> =>
  endDue(world, limit, {
    job: 'freeBookingsOfClosedShops',
    due: sql`h.status = 'held' AND h.kind = 'booking' AND h.recorded_at IS NULL
             AND EXISTS (SELECT 1 FROM shops b WHERE b.id = h.shop_id AND b.closed_at < h.starts_at)`,
    order: sql`h.expires_at`,
    action: 'expire',
    end: () => ({ units: 0, by: 'clock', status: 'expired', type: 'booking.shop_closed' }),
  })

type DueHoldRow = {
  job: string
  due: Statement
  order: Statement
  action: 'silence' | 'expire'
  end: (hold: HoldDetailRow) => Parameters<typeof endWork>[1]['end']
}
async function endDue(world: World, limit: number, of: DueHoldRow): Promise<number> {
  const now = world.now()
  const due = await all(
    world.db,
    sql<IdRow>`SELECT h.id FROM holds h WHERE ${of.due} AND ${notSetAsideCondition(of.job, sql`h.id`, now)}
         ORDER BY ${of.order}, h.id LIMIT ${limit}`,
  )
  return eachDue(world, of.job, due, { id: ({ id }) => id, act: ({ id }) => endOne(world, id, of) })
}

function endOne(world: World, id: string, { job, action, end }: DueHoldRow) {
  const request = { operation: job, key: id, said: [id] }
  return jobAct(world, request, {
    reads: () => ({ holds: readHolds(sql`h.id = ${id}`), card_of_hold: readHeldCard(id) }),
    decide: ({ rows, now, kit }): Work => {
      const hold = rows.holds[0] ?? refuse('hold_not_found')
      const card = cardFrom(rows.card_of_hold[0] ?? refuse('hold_not_found'))
      // Lost or told anew since it was found: nothing is written down, the clock comes again.
      if (action === 'silence' && !isSilent(hold, now)) refuse('hold_changed_meanwhile')
      if (!isDue(hold, action, now))
        return { status: 200, subject_id: id, body: { id, ended: false }, statements: [] }
      return endWork(kit, { hold, card, end: end(hold), now, reader: 'clock' })
    },
  })
}

const isSilent = (hold: HoldDetailRow, now: Instant): boolean => {
  const over_at = silenceOverAt(silenceTerms(hold))
  return over_at !== null && over_at <= now
}

/** What the table lets the clock do now; silence also asks the rule of releases, and that the holder was told in time. */
function isDue(hold: HoldDetailRow, action: DueHoldRow['action'], now: Instant): boolean {
  if (TABLE[hold.kind][action === 'expire' ? hold.status : stateAt(hold, now)][action] !== 'ok')
    return false
  if (action === 'expire') return hold.recorded_as === null
  return decideRelease({ way: holdWay(hold), word: 'silence', stake_fen: 0 }).does === 'at_once'
}

/**
 * Counts the provisional ends of silence anew once the calendar reaches further. An end moves only later, and its holder
 * and shop are told; where it stays, it is merely no longer provisional. At most `limit`, safe to run twice.
 */
export async function recountSilence(world: World, limit: number): Promise<number> {
  const { covered_to } = (await cityNow(world)).calendar
  const due = await all(
    world.db,
    sql<{ id: string; version: number }>`SELECT h.id, h.version FROM holds h
         WHERE h.status = 'held' AND h.provisional_after < ${covered_to}
           AND ${notSetAsideCondition('recountSilence', sql`h.id`, world.now())}
         ORDER BY h.provisional_after, h.id LIMIT ${limit}`,
  )
  return eachDue(world, 'recountSilence', due, {
    id: ({ id }) => id,
    act: (hold) => recountOne(world, hold),
  })
}

function recountOne(world: World, { id, version }: { id: string; version: number }) {
  const request = { operation: 'recountSilence', key: `${id}:${version}`, said: [id, version] }
  return jobAct(world, request, {
    reads: () => ({ hold: readHolds(sql`h.id = ${id}`) }),
    decide: ({ rows, now, city, kit }) => {
      const hold = rows.hold[0] ?? refuse('hold_not_found')
      const { confirm_by, provisional_after } = hold
      if (hold.status !== 'held' || confirm_by === null || provisional_after === null)
        return { status: 200, subject_id: id, body: { id, moved: false }, statements: [] }
      const { asked_at } = silenceTerms(hold)
      const counted = silenceAgain(city.calendar, { confirm_by, provisional_after }, asked_at)
      const moved = counted.confirm_by > confirm_by
      const after = { ...hold, ...counted }
      return {
        status: 200,
        subject_id: id,
        body: { id, moved },
        statements: [
          updateSilence(after),
          ...(moved ? [emitHold(kit, 'hold.deadline_moved', after, now)] : []),
        ],
      }
    },
  })
}
