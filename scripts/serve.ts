import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { checkBooks } from '../src/books/check'
import type { Migration } from '../src/engines/city-shard'
import { productMigrations } from '../src/engines/migrations'
import { sqliteDb } from '../src/engines/sqlite'
import type { Config } from '../src/environment/config'
import { log } from '../src/environment/log'
import { JOBS } from '../src/jobs'
import { epochMs } from '../src/kernel/time'
import { readCityConfig } from '../src/open'
import { readArguments, stop } from './arguments.mjs'
import { devMigrations } from './dev-migrations'
import { readVars } from './dev-vars.mjs'
import { startClock } from './host/clock'
import { listen } from './host/front'
import { DURABLE, openDurably, type Served, serveInProcess } from './host/in-process'
import { endOrphan, serveInWorkerd, shardFile } from './host/in-workerd'
import { heldSentence, type Lock, lockFor } from './host/lock'
import { applyMissing, newerSentence, readSchema, rehearse } from './host/schema'
import { type HostSettings, hostSettings, isOpenToOthers, varsFrom } from './host/settings'

/**
 * `npm run serve -- --host node|workerd`: the product on one's own machine, with its clock, behind a proxy that speaks
 * https. Ends with 0 when it was asked to, 78 where the configuration is not whole, 1 at anything else.
 */
const values = readArguments('serve', {
  host: { type: 'string', default: 'node' },
  config: { type: 'string' },
  rehearse: { type: 'boolean' },
})
const NOT_CONFIGURED = 78
// What is kept is its owner's alone.
process.umask(0o077)
const said = values.host
if (said !== 'node' && said !== 'workerd') stop(`--host 须是 node 或 workerd，收到的是“${said}”`)
const host: 'node' | 'workerd' = said

const { config, vars, settings } = configured()
const is_production = config.stage === 'production'
const known: readonly Migration[] = is_production
  ? productMigrations
  : [...productMigrations, ...devMigrations]
const kept = join(settings.data, host === 'node' ? 'city.sqlite' : 'shard')
const lock = lockOrEnd()
if (host === 'workerd') await endOrphan(settings.data)
const file = host === 'node' ? kept : shardFile(settings.data)
await bringUpToDate(file)
if (values.rehearse) process.exit(0)
await serve()

function configured(): { config: Config; vars: Record<string, string>; settings: HostSettings } {
  const { config: path } = values
  if (path !== undefined && !existsSync(path)) stop(`没有这个配置文件：${path}`, NOT_CONFIGURED)
  const all = varsFrom(process.env, path === undefined ? {} : readVars(path))
  if ('faults' in all) return misconfigured(all.faults)
  const read = readCityConfig(all.vars)
  const production = all.vars.YFB_ENV !== 'dev'
  const own = hostSettings(all.vars, production)
  const faults = [
    ...('faults' in read ? read.faults : []),
    ...('faults' in own ? own.faults : []),
    ...(production && path !== undefined && isOpenToOthers(path)
      ? [`${path} is open to others: chmod o-rwx`]
      : []),
    ...(all.vars.STORAGE ? ['STORAGE is for Cloudflare; here --host says it'] : []),
  ]
  if (faults.length > 0 || 'faults' in read || 'faults' in own) return misconfigured(faults)
  return { config: read.config, vars: all.vars, settings: own.settings }
}

function misconfigured(faults: readonly string[]): never {
  log('misconfigured', { faults: faults.join('; ') })
  return stop(
    `配置不完整，没有启动：\n${faults.map((fault) => `  ${fault}`).join('\n')}`,
    NOT_CONFIGURED,
  )
}

function lockOrEnd(): Lock {
  const taken = lockFor(kept, `npm run serve -- --host ${host}`)
  return 'lock' in taken ? taken.lock : stop(heldSentence(kept, taken.holder), 1)
}

/**
 * An older build touches nothing that a newer one made. What is missing is tried on a copy first; a database in which
 * nothing stands yet has nothing to try it on. workerd's object applies what is missing by itself, after this.
 */
async function bringUpToDate(path: string | null): Promise<void> {
  if (path === null || !existsSync(path)) {
    if (host === 'workerd') return
    const made = openDurably(kept)
    applyMissing(made, known)
    made.close()
    return
  }
  const database = new DatabaseSync(path)
  const schema = readSchema(database, known)
  if (schema.unknown.length > 0) stop(newerSentence(schema.unknown), 1)
  const names = schema.missing.map(({ name }) => name).join('、')
  if (values.rehearse || (schema.missing.length > 0 && !schema.is_new)) {
    const fault = await rehearse(path, schema.missing, values.rehearse ? booksAreClean : undefined)
    if (fault !== null) stop(`预演没有通过，数据库没有动：${fault}`, 1)
    console.error(`预演通过：${schema.missing.length} 个迁移${names ? `（${names}）` : ''}`)
  }
  if (!values.rehearse && host === 'node') {
    database.exec(DURABLE)
    applyMissing(database, schema.missing)
  }
  database.close()
}

async function booksAreClean(copy: DatabaseSync): Promise<string | null> {
  const { result, divergences } = await checkBooks(sqliteDb(copy))
  return result === 'clean' ? null : `books ${result}: ${divergences[0]?.check ?? ''}`
}

async function serve(): Promise<void> {
  const served: Served =
    host === 'node'
      ? await serveInProcess(kept, config)
      : await serveInWorkerd({
          data: settings.data,
          vars,
          is_production,
          ended: () => stop('workerd 自己结束了', 1),
        })
  const clock = startClock({
    crons: [...new Set(JOBS.map(({ cron }) => cron))],
    kept: lastTicks(),
    tick: served.tick,
    failed: (error) => log('tick_failed', { error: String(error) }),
  })
  const { address, port, trusted, in_flight_max } = settings
  const door = await listen({
    address,
    port,
    trusted,
    in_flight_max,
    public_origin: is_production ? new URL(config.public_url).origin : null,
    answer: served.answer,
    log,
  }).catch((error: unknown) => stop(`不能在 ${address}:${port} 上服务：${error}`, 1))
  console.log(`预付保在 http://${address}:${door.port} 上服务（${host}，进程 ${process.pid}）`)
  let is_ending = false
  const end = async () => {
    if (is_ending) return
    is_ending = true
    log('stopping', {})
    const late = setTimeout(() => {
      log('stopped', { error: 'not everything in hand was done in time' })
      process.exit(1)
    }, settings.stop_within_ms)
    await Promise.all([door.drain(), clock.stop()])
    await served.close()
    lock.release()
    clearTimeout(late)
    log('stopped', {})
    process.exit(0)
  }
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
    process.on(signal, () => void end())
}

/** When each daily cron line was last kept, by the job of it that ran longest ago. */
function lastTicks(): Map<string, number | null> {
  const path = host === 'node' ? kept : shardFile(settings.data)
  if (path === null) return new Map()
  const database = new DatabaseSync(path, { readOnly: true })
  const rows = database.prepare('SELECT job, ran_at FROM job_runs').all()
  database.close()
  const ran = new Map(rows.map(({ job, ran_at }) => [String(job), epochMs(String(ran_at))]))
  const ticks = new Map<string, number | null>()
  for (const { name, cron } of ran.size === 0 ? [] : JOBS) {
    const at = ran.get(name) ?? null
    const known_at = ticks.get(cron)
    if (at !== null) ticks.set(cron, known_at == null ? at : Math.min(known_at, at))
  }
  return ticks
}
