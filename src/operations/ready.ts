import type { Instant } from '../kernel/time'
import { type Db, readAll, sql } from '../platform/d1'
import { type Outlook, outlookFrom } from '../storage/rules'
import { readStorageDays } from '../storage/store'
import { isLate, type Planned, presentQueues } from './lateness-rules'
import { readBegin, readQueues, readRuns } from './store'
import { MIGRATIONS, VERSION } from './version'

type Check = {
  name: 'configuration' | 'database' | 'migrations' | 'jobs' | 'queues' | 'storage'
  ok: boolean
  detail: string
}
type Readiness = { status: 'ready' | 'not_ready'; version: string; checks: Check[] }

/** Migrations as D1 and our own command remember them. */
const readMigrations = sql<{ name: string }>`SELECT name FROM d1_migrations`

/**
 * Whether the platform can do its work, in one round trip: the configuration is whole, the database answers, every
 * migration of this build is applied, no job of the clock has missed its hour, nothing has stood in line too long, and
 * the database is not filling up. Says how many, never which people, shops or secrets: anybody may ask.
 */
export async function checkReadiness(
  opened: { world: { db: Db; now: () => Instant } } | { faults: readonly string[] },
  planned: readonly Planned[],
): Promise<Readiness> {
  if ('faults' in opened)
    return verdict([
      { name: 'configuration', ok: false, detail: `${opened.faults.length} missing` },
    ])
  const { db } = opened.world
  const now = opened.world.now()
  const configuration: Check = { name: 'configuration', ok: true, detail: 'whole' }
  const told = await readAll(db, {
    migrations: readMigrations,
    runs: readRuns,
    begin: readBegin,
    queues: readQueues,
    storage: readStorageDays,
  }).catch(() => null)
  if (told === null)
    return verdict([configuration, { name: 'database', ok: false, detail: 'no answer' }])
  const applied = new Set(told.migrations.map(({ name }) => name))
  const missing = MIGRATIONS.filter((name) => !applied.has(name)).length
  const ran = new Map(told.runs.map(({ job, ran_at }) => [job, ran_at]))
  const since = told.begin[0]?.at ?? null
  const late = planned.filter(({ name, cron }) =>
    isLate({ cron, ran_at: ran.get(name) ?? null }, { now, since }),
  ).length
  const over = presentQueues(told.queues, now).filter(({ is_over }) => is_over).length
  return verdict([
    configuration,
    { name: 'database', ok: true, detail: 'answers' },
    { name: 'migrations', ok: missing === 0, detail: `${missing} missing` },
    { name: 'jobs', ok: late === 0, detail: `${late} late` },
    { name: 'queues', ok: over === 0, detail: `${over} too old` },
    storageCheck(outlookFrom(told.storage)),
  ])
}

function storageCheck(outlook: Outlook | null): Check {
  if (outlook === null) return { name: 'storage', ok: true, detail: 'not measured' }
  const { size_mb, limit_mb, days_left, is_filling } = outlook
  const size = `${size_mb} of ${limit_mb} MB`
  const days = days_left === null ? '' : `, full in ${days_left} days`
  return { name: 'storage', ok: !is_filling, detail: `${size}${days}` }
}

const verdict = (checks: Check[]): Readiness => ({
  status: checks.every(({ ok }) => ok) ? 'ready' : 'not_ready',
  version: VERSION,
  checks,
})
