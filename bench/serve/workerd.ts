import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { copyFileSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { createServer } from 'node:net'
import { resolve } from 'node:path'

export type Server = {
  url: string
  pid: number
  /** Peak resident memory so far, in MB. */
  rss_mb: () => number
  /** Runs SQL texts on the server's database, outside of the product's own routes. */
  setup: (texts: string[]) => Promise<void>
  kill: (signal: NodeJS.Signals) => void
  stop: () => Promise<void>
}
export type ServeOptions = { dir: string; vars: Record<string, string>; entry?: string; port?: number; migrate?: boolean }

const require = createRequire(import.meta.url)
const text = (value: string) => JSON.stringify(value)

/** Serves a worker on plain workerd, the production runtime, with a D1 database kept on disk under `dir`. */
export async function startWorkerd(options: ServeOptions): Promise<Server> {
  const dir = resolve(options.dir)
  mkdirSync(`${dir}/database`, { recursive: true })
  bundle(options.entry ?? 'src/worker.ts', dir)
  copyFileSync('bench/serve/d1-backend.js', `${dir}/d1-backend.js`)
  const [port, setup_port] = [options.port ?? (await freePort()), await freePort()]
  const config = `${dir}/config.capnp`
  writeFileSync(config, capnp({ ...options, dir, port, setup_port }))
  const binary = require.resolve('workerd/bin/workerd')
  const child = spawn(binary, ['serve', '--experimental', config], { stdio: ['ignore', 'inherit', 'inherit'], detached: true })
  const url = `http://127.0.0.1:${port}`
  const server = await ready(child, url, `http://127.0.0.1:${setup_port}`)
  if (options.migrate ?? true) {
    const files = readdirSync('migrations').filter((file) => file.endsWith('.sql')).sort()
    await server.setup(files.map((file) => readFileSync(`migrations/${file}`, 'utf8')))
  }
  return server
}

async function ready(child: ChildProcess, url: string, setup_url: string): Promise<Server> {
  const pid = child.pid ?? 0
  const kill = (signal: NodeJS.Signals) => {
    try {
      process.kill(-pid, signal)
    } catch {}
  }
  process.on('exit', () => kill('SIGKILL'))
  for (let tries = 0; ; tries++) {
    if (await fetch(`${url}/healthz`).then((reply) => reply.ok, () => false)) break
    if (tries > 150 || child.exitCode !== null) throw new Error('workerd did not start')
    await new Promise((done) => setTimeout(done, 100))
  }
  return {
    url, pid, kill,
    rss_mb: () => Math.max(...group(pid).map(peakMb), 0),
    async setup(texts) {
      const reply = await fetch(`${setup_url}/setup`, { method: 'POST', body: JSON.stringify(texts) })
      if (!reply.ok) throw new Error(`set-up failed: ${await reply.text()}`)
    },
    stop: () =>
      new Promise((done) => {
        if (child.exitCode !== null || child.signalCode !== null) return done()
        child.once('exit', () => done())
        kill('SIGTERM')
        setTimeout(() => kill('SIGKILL'), 3000).unref()
      }),
  }
}

/** workerd's launcher and the process it starts share one group. */
const group = (pgid: number): string[] =>
  readdirSync('/proc').filter((pid) => /^\d+$/.test(pid) && groupOf(pid) === pgid)
function groupOf(pid: string): number {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    return Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[2])
  } catch {
    return -1
  }
}
function peakMb(pid: string): number {
  try {
    const command = readFileSync(`/proc/${pid}/cmdline`, 'utf8')
    const kb = /VmHWM:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]
    return command.includes('serve') ? Math.ceil(Number(kb ?? 0) / 1024) : 0
  } catch {
    return 0
  }
}

export function bundle(entry: string, dir: string): string {
  const outfile = `${dir}/worker.js`
  const args = [
    entry, '--bundle', '--format=esm', '--target=es2022', '--conditions=workerd,worker,browser', '--external:cloudflare:*',
    '--external:node:*', '--jsx=automatic', '--jsx-import-source=hono/jsx', '--log-level=warning', '--minify-syntax', `--outfile=${outfile}`,
  ]
  const { status } = spawnSync('node_modules/.bin/esbuild', args, { stdio: 'inherit' })
  if (status !== 0) throw new Error('the worker does not bundle')
  return outfile
}

function capnp(o: ServeOptions & { port: number; setup_port: number }): string {
  const vars = Object.entries(o.vars).map(([name, value]) => `(name = ${text(name)}, text = ${text(value)})`)
  const d1 = '(name = "DB", wrapped = (moduleName = "cloudflare-internal:d1-api", innerBindings = [(name = "fetcher", service = "d1")]))'
  return `using Workerd = import "/workerd/workerd.capnp";
const config :Workerd.Config = (
  services = [
    (name = "main", worker = .main), (name = "d1", worker = .d1),
    (name = "database", disk = (path = ${text(`${o.dir}/database`)}, writable = true)),
    (name = "assets", disk = (path = ${text(resolve('public'))})),
  ],
  sockets = [
    (name = "http", address = "127.0.0.1:${o.port}", http = (), service = "main"),
    (name = "setup", address = "127.0.0.1:${o.setup_port}", http = (), service = "d1"),
  ],
);
const main :Workerd.Worker = (
  modules = [(name = "worker.js", esModule = embed "worker.js")],
  compatibilityDate = "2026-10-20",
  bindings = [${[d1, '(name = "ASSETS", service = "assets")', ...vars].join(', ')}],
);
const d1 :Workerd.Worker = (
  modules = [(name = "d1-backend.js", esModule = embed "d1-backend.js")],
  compatibilityDate = "2026-10-20",
  durableObjectNamespaces = [(className = "Database", uniqueKey = "database", enableSql = true)],
  durableObjectStorage = (localDisk = "database"),
  bindings = [(name = "DATABASES", durableObjectNamespace = "Database")],
);
`
}

export async function freePort(): Promise<number> {
  return new Promise((done) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const address = server.address()
      server.close(() => done(typeof address === 'object' && address ? address.port : 0))
    })
  })
}
