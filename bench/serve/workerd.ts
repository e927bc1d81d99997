import { spawn, spawnSync } from 'node:child_process'
import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { resolve } from 'node:path'
import { allMigrations } from '../../scripts/migration-files'
import { freePort, type Running, whenReady } from './running'

export type Server = Running & {
  /** Runs SQL texts on the server's database, outside of the product's own routes. */
  setup: (texts: string[]) => Promise<void>
}
type ServeOptions = {
  /** Everything the server needs and keeps: bundle, configuration, database. */
  dir: string
  vars: Record<string, string>
  entry?: string
  port?: number
  /** False when `dir` holds a migrated database already. */
  migrate?: boolean
}

const { default: workerd }: { default: string } = createRequire(import.meta.url)('workerd')

/** Serves a worker on plain workerd, the production runtime, with a D1 database kept on disk under `dir`. */
export async function startWorkerd(options: ServeOptions): Promise<Server> {
  const dir = resolve(options.dir)
  mkdirSync(`${dir}/database`, { recursive: true })
  mkdirSync('public', { recursive: true })
  bundle(options.entry ?? 'src/worker.ts', `${dir}/worker.js`)
  copyFileSync('bench/serve/d1-backend.js', `${dir}/d1-backend.js`)
  const ports = { http: options.port ?? (await freePort()), setup: await freePort() }
  // The secrets are in this file.
  writeFileSync(`${dir}/config.capnp`, configOf(dir, options.vars, ports), { mode: 0o600 })
  const child = spawn(workerd, ['serve', '--experimental', `${dir}/config.capnp`], {
    stdio: ['ignore', 'inherit', 'inherit'],
    detached: true,
  })
  const running = await whenReady(child, `http://127.0.0.1:${ports.http}`)
  const server = { ...running, setup: (texts: string[]) => setUp(ports.setup, texts) }
  if (options.migrate ?? true) await server.setup(migrationTexts())
  return server
}

async function setUp(port: number, texts: string[]): Promise<void> {
  const body = JSON.stringify(texts)
  const reply = await fetch(`http://127.0.0.1:${port}/setup`, { method: 'POST', body })
  if (!reply.ok) throw new Error(`set-up failed: ${await reply.text()}`)
}

const migrationTexts = (): string[] => allMigrations().map(({ path }) => readFileSync(path, 'utf8'))

function bundle(entry: string, outfile: string): void {
  const target = ['--format=esm', '--target=es2022', '--conditions=workerd,worker,browser']
  const outside = ['--external:cloudflare:*', '--external:node:*']
  const jsx = ['--jsx=automatic', '--jsx-import-source=hono/jsx']
  const shape = ['--bundle', ...target, ...outside, ...jsx, '--minify-syntax']
  const args = [entry, ...shape, '--log-level=warning', `--outfile=${outfile}`]
  const { status } = spawnSync('node_modules/.bin/esbuild', args, { stdio: 'inherit' })
  if (status !== 0) throw new Error(`${entry} does not bundle`)
}

/** Cap'n Proto configuration: the worker, and a Durable Object behind its D1 binding, on two loopback sockets. */
function configOf(
  dir: string,
  vars: Record<string, string>,
  ports: { http: number; setup: number },
): string {
  const d1 =
    '(moduleName = "cloudflare-internal:d1-api", innerBindings = [(name = "fetcher", service = "d1")])'
  const bindings = [
    `(name = "DB", wrapped = ${d1})`,
    '(name = "ASSETS", service = "assets")',
    ...Object.entries(vars).map(([name, value]) => `(name = ${text(name)}, text = ${text(value)})`),
  ]
  const date = text(compatibilityDate())
  return `using Workerd = import "/workerd/workerd.capnp";
const config :Workerd.Config = (
  services = [
    (name = "main", worker = .main),
    (name = "d1", worker = .d1),
    (name = "database", disk = (path = ${text(`${dir}/database`)}, writable = true)),
    (name = "assets", disk = (path = ${text(resolve('public'))})),
  ],
  sockets = [
    (name = "http", address = "127.0.0.1:${ports.http}", http = (), service = "main"),
    (name = "setup", address = "127.0.0.1:${ports.setup}", http = (), service = "d1"),
  ],
);
const main :Workerd.Worker = (
  modules = [(name = "worker.js", esModule = embed "worker.js")],
  compatibilityDate = ${date},
  bindings = [${bindings.join(', ')}],
);
const d1 :Workerd.Worker = (
  modules = [(name = "d1-backend.js", esModule = embed "d1-backend.js")],
  compatibilityDate = ${date},
  durableObjectNamespaces = [(className = "Database", uniqueKey = "database", enableSql = true)],
  durableObjectStorage = (localDisk = "database"),
  bindings = [(name = "DATABASES", durableObjectNamespace = "Database")],
);
`
}

/** The date the product is deployed with. */
function compatibilityDate(): string {
  const found = /^compatibility_date = "(.+)"$/m.exec(readFileSync('wrangler.toml', 'utf8'))?.[1]
  if (!found) throw new Error('wrangler.toml names no compatibility_date')
  return found
}

const text = (value: string) => JSON.stringify(value)
