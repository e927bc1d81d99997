import { spawn } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { databasePath } from '../../scripts/local-database'
import { migrate } from '../../scripts/migrate'
import { freePort, type Running, whenReady } from './running'

type WranglerOptions = {
  /** Where the database is kept; nothing of the usual local state is touched. */
  dir: string
  vars: Record<string, string>
  port?: number
  /** SQL run after the migrations, before anything is served. */
  texts?: string[]
}

/** Serves the product on `wrangler dev`, the development server, with a migrated database of its own. */
export async function startWranglerDev(options: WranglerOptions): Promise<Running> {
  const dir = resolve(options.dir)
  mkdirSync(dir, { recursive: true })
  mkdirSync('public', { recursive: true })
  // Given an env file, wrangler leaves this machine's .dev.vars unread.
  const vars = Object.entries(options.vars).map(([name, value]) => `${name}=${value}\n`)
  writeFileSync(`${dir}/vars`, vars.join(''), { mode: 0o600 })
  const keep = ['--persist-to', dir, '--env-file', `${dir}/vars`]
  setUp(dir, options.texts ?? [])
  const port = options.port ?? (await freePort())
  const where = ['--ip', '127.0.0.1', '--port', String(port)]
  const args = ['dev', ...where, '--inspector-port', '0', '--log-level', 'error', ...keep]
  const child = spawn(WRANGLER, args, {
    stdio: ['ignore', 'inherit', 'inherit'],
    detached: true,
    env,
  })
  return whenReady(child, `http://127.0.0.1:${port}`)
}

const WRANGLER = 'node_modules/.bin/wrangler'
const env = {
  ...process.env,
  CI: '1',
  WRANGLER_SEND_METRICS: 'false',
  CLOUDFLARE_CF_FETCH_ENABLED: 'false',
}

function setUp(dir: string, texts: string[]): void {
  const file = databasePath(dir)
  mkdirSync(dirname(file), { recursive: true })
  const database = new DatabaseSync(file)
  migrate(database)
  for (const text of texts) database.exec(text)
  database.close()
}
