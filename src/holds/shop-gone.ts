import { cardFrom } from '../cards/store'
import { refuse } from '../kernel/refusals'
import type { Work } from '../platform/act'
import { all, type IdRow, sql } from '../platform/d1'
import { eachDue, notSetAsideCondition } from '../platform/jobs'
import { jobAct } from '../platform/journal'
import type { World } from '../platform/world'
import { endWork } from './resolve'
import { type HoldDetailRow, readHeldCard, readHolds, updateHold } from './store'
import { emitHold } from './tell'

/**
 * The authority confirmed that a shop is gone: its open bookings are free again, and what it claimed or recorded by itself waits for a
 * decision instead of silence, because a burst of claims before a closure is the known fraud. At most `limit`.
 */
export async function freeMerchantHolds(
  world: World,
  merchant_id: string,
  limit: number,
): Promise<number> {
  const due = await all(
    world.db,
    sql<IdRow>`SELECT h.id FROM holds h WHERE h.merchant_id = ${merchant_id} AND h.status = 'held'
           AND ${notSetAsideCondition('freeHoldsOf', sql`h.id`, world.now())} ORDER BY h.id LIMIT ${limit}`,
  )
  return eachDue(world, 'freeHoldsOf', due, {
    id: ({ id }) => id,
    act: ({ id }) => freeHold(world, id),
  })
}

function freeHold(world: World, id: string) {
  const request = { operation: 'freeHold', key: id, said: [id] }
  return jobAct(world, request, {
    reads: () => ({ holds: readHolds(sql`h.id = ${id}`), card_of_hold: readHeldCard(id) }),
    decide: ({ rows, now, kit }): Work => {
      const hold = rows.holds[0] ?? refuse('hold_not_found')
      const card = cardFrom(rows.card_of_hold[0] ?? refuse('hold_not_found'))
      if (hold.status !== 'held')
        return { status: 200, subject_id: id, body: { id, freed: false }, statements: [] }
      const reason = '主管部门确认店家失联'
      if (hold.confirm_by === null) {
        const end = {
          units: 0,
          by: 'clock',
          status: 'voided',
          type: 'hold.voided',
          reason,
        } as const
        return endWork(kit, { hold, card, end, now, reader: 'clock' })
      }
      const contested: HoldDetailRow = {
        ...hold,
        status: 'contested',
        contest_reason: 'other',
        contest_note: reason,
        contested_at: now,
      }
      const statements = [updateHold(contested), emitHold(kit, 'claim.contested', contested, now)]
      return { status: 200, subject_id: id, body: { id, freed: true }, statements }
    },
  })
}
