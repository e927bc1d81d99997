import { spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { request as askPlainly } from 'node:http'
import { createRequire } from 'node:module'
import { join, resolve } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { build } from 'esbuild'
import { openAssets } from './assets'
import type { Served } from './in-process'
import { HOP } from './messages'

const { default: workerd }: { default: string } = createRequire(import.meta.url)('workerd')
const READY_TRIES = 600
const STOP_WITHIN_MS = 5_000

type InWorkerd = {
  data: string
  vars: Record<string, string>
  is_production: boolean
  /** The runtime ended by itself: nobody can be served any more. */
  ended: () => void
}

/**
 * The product on workerd, the runtime of the platform, with the city in its own Durable Object on this disk. It listens on
 * a socket file in a folder of ours alone; whoever comes, comes through our own door before it.
 */
export async function serveInWorkerd(of: InWorkerd): Promise<Served> {
  const dir = resolve(of.data)
  const run = join(dir, 'run')
  for (const folder of [run, join(dir, 'shard')])
    mkdirSync(folder, { recursive: true, mode: 0o700 })
  const socket = join(run, 'city.sock')
  rmSync(socket, { force: true })
  const key = randomBytes(32).toString('base64url')
  await bundleWorker(
    of.is_production ? 'src/hosted.ts' : 'bench/serve/hosted.ts',
    join(run, 'worker.js'),
  )
  const vars = { ...cityVars(of.vars), STORAGE: 'shard', HOST_KEY: key }
  // The secrets are in this file.
  writeFileSync(join(run, 'config.capnp'), configOf({ dir, socket, vars }), { mode: 0o600 })
  const child = spawn(workerd, ['serve', '--experimental', join(run, 'config.capnp')], {
    stdio: ['ignore', 'inherit', 'inherit'],
    // Its own group: whoever stops all of ours at once must not take it from under a request.
    detached: true,
  })
  writeFileSync(join(run, 'workerd.pid'), String(child.pid))
  let is_wanted = true
  const gone = new Promise<void>((done) => child.once('exit', () => done()))
  child.once('exit', () => is_wanted && of.ended())
  process.once('exit', () => child.kill('SIGKILL'))
  const ask = (request: Request) => askOver(socket, request)
  for (let n = 0; n < READY_TRIES; n++) {
    const asked = existsSync(socket) ? ask(new Request('http://city/healthz')) : null
    if ((await asked?.catch(() => null))?.ok) break
    await pause(50)
  }
  const asset = openAssets('public')
  return {
    answer: (request) => asset(request) ?? ask(request),
    async tick(crons, goes_on) {
      for (const cron of crons) {
        if (!goes_on()) return
        const url = `http://city/-/tick?cron=${encodeURIComponent(cron)}`
        const reply = await ask(new Request(url, { headers: { 'X-Host-Key': key } }))
        if (reply.status !== 204) throw new Error(`tick answered ${reply.status}`)
      }
    },
    async close() {
      is_wanted = false
      child.kill('SIGTERM')
      const late = setTimeout(() => child.kill('SIGKILL'), STOP_WITHIN_MS)
      await gone
      clearTimeout(late)
      rmSync(join(run, 'config.capnp'), { force: true })
    },
  }
}

/**
 * Ends a workerd whose own host was killed: nobody can ask it anything any more, but it has the city's file open. Called
 * by whoever holds the lock, so that its host is surely gone; it is known by the configuration it was started with.
 */
export async function endOrphan(data: string): Promise<void> {
  const run = join(resolve(data), 'run')
  const pid = Number(textIn(join(run, 'workerd.pid')))
  const is_ours = () => textIn(`/proc/${pid}/cmdline`).includes(join(run, 'config.capnp'))
  if (!(pid > 1 && is_ours())) return
  process.kill(pid, 'SIGKILL')
  while (is_ours()) await pause(20)
}

function textIn(file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return ''
  }
}

/** The file in which the object keeps the city, or null before there is one. */
export function shardFile(data: string): string | null {
  const folder = join(data, 'shard', UNIQUE_KEY)
  if (!existsSync(folder)) return null
  const name = readdirSync(folder).find(
    (one) => one.endsWith('.sqlite') && one !== 'metadata.sqlite',
  )
  return name === undefined ? null : join(folder, name)
}

/** What the worker's own configuration reads, and nothing of the machine's environment beside it. */
const NAMED = ['PAYMENTS', 'SMS', 'BANK', 'PUBLIC_URL', 'ARCHIVE_AFTER_DAYS', 'DEV_TOKEN']
const FAMILY = /^(?:YFB|STRIPE|SMS_GATEWAY|BANK_BRIDGE|VAPID|METRICS|TRACES)_\w+$/
const cityVars = (vars: Record<string, string>): Record<string, string> =>
  Object.fromEntries(
    Object.entries(vars).filter(([name]) => NAMED.includes(name) || FAMILY.test(name)),
  )

async function bundleWorker(entry: string, outfile: string): Promise<void> {
  await build({
    entryPoints: [entry],
    bundle: true,
    format: 'esm',
    target: 'es2022',
    conditions: ['workerd', 'worker', 'browser'],
    external: ['cloudflare:*', 'node:*'],
    jsx: 'automatic',
    jsxImportSource: 'hono/jsx',
    loader: { '.sql': 'text' },
    minifySyntax: true,
    logLevel: 'warning',
    outfile,
  })
}

const UNIQUE_KEY = 'yufubao-city'
const text = (value: string) => JSON.stringify(value)
type Configured = { dir: string; socket: string; vars: Record<string, string> }
function configOf({ dir, socket, vars }: Configured): string {
  const said = Object.entries(vars).map(
    ([name, value]) => `(name = ${text(name)}, text = ${text(value)})`,
  )
  const bindings = ['(name = "SHARDS", durableObjectNamespace = "CityShard")', ...said].join(
    ',\n    ',
  )
  return `using Workerd = import "/workerd/workerd.capnp";
const config :Workerd.Config = (
  services = [
    (name = "main", worker = .main),
    (name = "kept", disk = (path = ${text(join(dir, 'shard'))}, writable = true)),
    (name = "internet", network = (allow = ["public"], tlsOptions = (trustBrowserCas = true))),
  ],
  sockets = [(name = "http", address = ${text(`unix:${socket}`)}, http = (), service = "main")],
);
const main :Workerd.Worker = (
  modules = [(name = "worker.js", esModule = embed "worker.js")],
  compatibilityDate = ${text(compatibilityDate())},
  durableObjectNamespaces = [(className = "CityShard", uniqueKey = ${text(UNIQUE_KEY)}, enableSql = true)],
  durableObjectStorage = (localDisk = "kept"),
  bindings = [
    ${bindings},
  ],
);
`
}

/** The date the product is deployed with. */
function compatibilityDate(): string {
  const found = /^compatibility_date = "(.+)"$/m.exec(readFileSync('wrangler.toml', 'utf8'))?.[1]
  if (!found) throw new Error('wrangler.toml names no compatibility_date')
  return found
}

/** One request over a socket file. */
function askOver(socketPath: string, request: Request): Promise<Response> {
  const url = new URL(request.url)
  const headers = { ...Object.fromEntries(request.headers), host: url.host }
  const { method } = request
  return new Promise((done, fail) => {
    const asked = askPlainly(
      { socketPath, method, headers, path: url.pathname + url.search },
      (reply) => {
        const said = new Headers()
        for (const [name, value] of Object.entries(reply.headersDistinct))
          for (const one of HOP.has(name) ? [] : (value ?? [])) said.append(name, one)
        const status = reply.statusCode ?? 502
        const has_none = [204, 304].includes(status) || method === 'HEAD'
        const chunks: Buffer[] = []
        reply.on('data', (chunk: Buffer) => chunks.push(chunk))
        reply.on('error', fail)
        reply.on('end', () =>
          done(new Response(has_none ? null : Buffer.concat(chunks), { status, headers: said })),
        )
      },
    )
    asked.on('error', fail)
    request.arrayBuffer().then((body) => asked.end(Buffer.from(body)), fail)
  })
}
