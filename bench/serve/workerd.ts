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
  /** Where the city is kept: D1, or a Durable Object with shared commits. */
  storage?: 'd1' | 'shard'
  port?: number
  /** False when `dir` holds a migrated database already. */
  migrate?: boolean
}

const { default: workerd }: { default: string } = createRequire(import.meta.url)('workerd')

/** Serves a worker on plain workerd, the production runtime, with its city kept on disk under `dir`. */
export async function startWorkerd(options: ServeOptions): Promise<Server> {
  const dir = resolve(options.dir)
  const storage = options.storage ?? 'd1'
  mkdirSync(`${dir}/database`, { recursive: true })
  mkdirSync('public', { recursive: true })
  const { entry, backend } = KEPT[storage]
  bundle(options.entry ?? entry, `${dir}/worker.js`)
  copyFileSync(`bench/serve/${backend}`, `${dir}/${backend}`)
  const ports = { http: options.port ?? (await freePort()), setup: await freePort() }
  const vars = { ...options.vars, STORAGE: storage }
  // The secrets are in this file.
  writeFileSync(`${dir}/config.capnp`, configOf(dir, { vars, ports, storage }), { mode: 0o600 })
  const child = spawn(workerd, ['serve', '--experimental', `${dir}/config.capnp`], {
    stdio: ['ignore', 'inherit', 'inherit'],
    detached: true,
  })
  const running = await whenReady(child, `http://127.0.0.1:${ports.http}`)
  const server = { ...running, setup: (texts: string[]) => setUp(ports.setup, texts) }
  // A shard applies what it lacks by itself.
  if (storage === 'd1' && (options.migrate ?? true)) await server.setup(migrationTexts())
  return server
}
const KEPT = {
  d1: { entry: 'src/worker.ts', backend: 'd1-backend.js' },
  shard: { entry: 'bench/serve/sharded.ts', backend: 'shard-setup.js' },
} as const

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
  const shape = ['--bundle', ...target, ...outside, ...jsx, '--loader:.sql=text', '--minify-syntax']
  const args = [entry, ...shape, '--log-level=warning', `--outfile=${outfile}`]
  const { status } = spawnSync('node_modules/.bin/esbuild', args, { stdio: 'inherit' })
  if (status !== 0) throw new Error(`${entry} does not bundle`)
}

type Configured = {
  vars: Record<string, string>
  ports: { http: number; setup: number }
  storage: 'd1' | 'shard'
}
/** Cap'n Proto configuration: the worker and the Durable Object that keeps its city, on two loopback sockets. */
function configOf(dir: string, { vars, ports, storage }: Configured): string {
  const kept = storage === 'd1' ? D1 : SHARD
  const bindings = [
    kept.binding,
    '(name = "ASSETS", service = "assets")',
    ...Object.entries(vars).map(([name, value]) => `(name = ${text(name)}, text = ${text(value)})`),
  ]
  const date = `compatibilityDate = ${text(compatibilityDate())}`
  return `using Workerd = import "/workerd/workerd.capnp";
const config :Workerd.Config = (
  services = [
    (name = "main", worker = .main),
    (name = "setup", worker = .setup),
    (name = "database", disk = (path = ${text(`${dir}/database`)}, writable = true)),
    (name = "assets", disk = (path = ${text(resolve('public'))})),
  ],
  sockets = [
    (name = "http", address = "127.0.0.1:${ports.http}", http = (), service = "main"),
    (name = "setup", address = "127.0.0.1:${ports.setup}", http = (), service = "setup"),
  ],
);
const main :Workerd.Worker = (
  modules = [(name = "worker.js", esModule = embed "worker.js")],
  ${date},
  ${kept.main}
  bindings = [${bindings.join(', ')}],
);
const setup :Workerd.Worker = (
  modules = [(name = "setup.js", esModule = embed "${KEPT[storage].backend}")],
  ${date},
  ${kept.setup}
);
`
}
const objects = (name: string, key: string) =>
  `durableObjectNamespaces = [(className = "${name}", uniqueKey = "${key}", enableSql = true)],
  durableObjectStorage = (localDisk = "database"),`
/** D1's binding over an object of another worker, as D1 itself is one. */
const D1 = {
  binding:
    '(name = "DB", wrapped = (moduleName = "cloudflare-internal:d1-api", innerBindings = [(name = "fetcher", service = "setup")]))',
  main: '',
  setup: `${objects('Database', 'database')}
  bindings = [(name = "DATABASES", durableObjectNamespace = "Database")],`,
}
const SHARD = {
  binding: '(name = "SHARDS", durableObjectNamespace = "CityShard")',
  main: objects('CityShard', 'city-shard'),
  setup:
    'bindings = [(name = "SHARDS", durableObjectNamespace = (className = "CityShard", serviceName = "main"))],',
}

/** The date the product is deployed with. */
function compatibilityDate(): string {
  const found = /^compatibility_date = "(.+)"$/m.exec(readFileSync('wrangler.toml', 'utf8'))?.[1]
  if (!found) throw new Error('wrangler.toml names no compatibility_date')
  return found
}

const text = (value: string) => JSON.stringify(value)
