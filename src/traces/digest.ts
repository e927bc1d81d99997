import { emit } from '../events/emit'
import { type LocalDate, localDate, plusDays } from '../kernel/time'
import { all } from '../platform/d1'
import { eachDue } from '../platform/jobs'
import { jobAct } from '../platform/journal'
import type { World } from '../platform/world'
import { insertDigest, readUntold } from './store'

const JOB = 'sendReadingDigests'
/**
 * Tells everybody whose things were read under a purpose today, once, in the evening; what was read later, or while the
 * clock stood still, is told the next evening. At most `limit`; safe to run twice.
 */
export async function sendReadingDigests(world: World, limit: number): Promise<number> {
  const today = localDate(world.now())
  const days = [plusDays(today, -1), today]
  const due = (await Promise.all(days.map((day) => all(world.db, readUntold(day, limit))))).flat()
  return eachDue(world, JOB, due.slice(0, limit), {
    id: ({ consumer_id, day }) => `${day}:${consumer_id}`,
    act: (one) => sendDigest(world, one),
  })
}

function sendDigest(world: World, due: { consumer_id: string; day: LocalDate; count: number }) {
  const { consumer_id, day, count } = due
  const request = {
    operation: 'sendReadingDigest',
    key: `${day}:${consumer_id}`,
    said: [day, consumer_id],
  }
  return jobAct(world, request, {
    reads: () => ({}),
    decide: ({ now, kit }) => ({
      status: 200,
      subject_id: consumer_id,
      body: { object: 'access_digest', day, count },
      statements: [
        insertDigest({ ...due, told_at: now }),
        emit(kit, {
          type: 'access.told',
          subject_id: consumer_id,
          merchant_id: null,
          consumer_id,
          data: { day, count },
          at: now,
        }),
      ],
    }),
  })
}
