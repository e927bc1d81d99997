import type { Db } from './d1'
import { one, sql } from './d1'

/** Time as the platform sees it. Only the development clock ever differs from the machine's. */
export type Clock = { now_ms(): number; offset_ms: number }

export const machineClock = (): Clock => ({ offset_ms: 0, now_ms: () => Date.now() })

/** A clock that runs ahead of the machine's by an offset that may only grow. */
export function movableClock(real_ms: () => number = Date.now): Clock {
  return {
    offset_ms: 0,
    now_ms() {
      return real_ms() + this.offset_ms
    },
  }
}

export async function loadClock(db: Db, clock: Clock): Promise<void> {
  const row = await one(
    db,
    sql<{ offset_ms: number }>`SELECT offset_ms FROM dev_clock WHERE id = 1`,
  )
  clock.offset_ms = Math.max(clock.offset_ms, row?.offset_ms ?? 0)
}

export async function saveClock(db: Db, clock: Clock): Promise<void> {
  await db.batch([
    sql`INSERT INTO dev_clock (id, offset_ms) VALUES (1, ${clock.offset_ms})
        ON CONFLICT (id) DO UPDATE SET offset_ms = excluded.offset_ms`,
  ])
}
