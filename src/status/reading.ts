import { log } from '../environment/log'
import { epochMs, type Instant } from '../kernel/time'
import type { Planned } from '../operations/lateness-rules'
import { readAll } from '../platform/d1'
import type { World } from '../platform/world'
import { silentStatus, startingStatus, statusFrom } from './rules'
import { readService } from './store'
import type { ServiceStatus } from './views'

/** So long one reading serves everybody that asks this process; and so long the database may take. */
const FRESH_MS = 10_000
const PATIENCE_MS = 3_000

/** By the process's own secrets: one to a city that is open here. */
const KEPT = new WeakMap<World['secrets'], { told: ServiceStatus; tried_at: Instant }>()

/**
 * How the service is. Reads at most once in ten seconds for each process, however many ask: the others are told the
 * reading before, also while one is under way. Never refuses: a database that does not answer in three seconds is what is
 * told then.
 */
export async function serviceStatus(
  world: World,
  planned: readonly Planned[],
): Promise<ServiceStatus> {
  const now = world.now()
  const kept = KEPT.get(world.secrets)
  if (kept && Math.abs(epochMs(now) - epochMs(kept.tried_at)) < FRESH_MS) return kept.told
  KEPT.set(world.secrets, { told: kept?.told ?? startingStatus(now), tried_at: now })
  const rows = await withinPatience(readAll(world.db, readService(now)))
  const told = rows ? statusFrom(planned, rows, now) : silentStatus(kept?.told ?? null, now)
  KEPT.set(world.secrets, { told, tried_at: now })
  return told
}

/** What it gives, or null where it fails or takes too long. */
async function withinPatience<T>(work: Promise<T>): Promise<T | null> {
  let timer: ReturnType<typeof setTimeout> | undefined
  const over = new Promise<null>((done) => {
    timer = setTimeout(() => done(null), PATIENCE_MS)
  })
  const read = work.catch((error: unknown) => {
    log('status_not_read', { error: String(error).slice(0, 200) })
    return null
  })
  return Promise.race([read, over]).finally(() => clearTimeout(timer))
}
