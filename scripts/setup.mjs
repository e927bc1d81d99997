// What a fresh machine needs before anything else: runs on any Node ≥ 20 with nothing installed.
import { spawn, spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { constants, devNull } from 'node:os'
import { delimiter, dirname, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'

export const ROOT = resolve(dirname(fileURLToPath(import.meta.url)), '..')
const BIN = resolve(ROOT, 'node_modules/.bin')
const PARENT = process.ppid
const STAMP = resolve(ROOT, 'node_modules/.yufubao-lock')
const hashOf = (file) =>
  createHash('sha256')
    .update(readFileSync(resolve(ROOT, file)))
    .digest('hex')

/** The environment of everything after the install: Node 24 first, no telemetry, no questions, no look-ups. */
export const node24Env = () => ({
  ...process.env,
  PATH: `${BIN}${delimiter}${process.env.PATH}`,
  CI: '1',
  WRANGLER_SEND_METRICS: 'false',
  WRANGLER_LOG: process.env.WRANGLER_LOG ?? 'warn',
  CLOUDFLARE_CF_FETCH_ENABLED: 'false',
  NO_UPDATE_NOTIFIER: '1',
  ...(process.stdout.isTTY ? {} : { NO_COLOR: '1' }),
  npm_config_update_notifier: 'false',
})

/** Installs what is missing, quietly; does nothing when the lock file is the one installed. */
export function ensureInstalled() {
  const lock = hashOf('package-lock.json')
  if (existsSync(STAMP) && readFileSync(STAMP, 'utf8') === lock) return
  console.error('正在安装依赖（只需一次）…')
  const args = ['ci', '--loglevel=error', '--no-audit', '--no-fund']
  const stdio = ['ignore', 'ignore', 'inherit']
  const { status } = spawnSync('npm', args, { cwd: ROOT, stdio, env: node24Env() })
  if (status !== 0) {
    console.error('依赖没有装好，请检查网络后再试')
    process.exit(status ?? 1)
  }
  writeFileSync(STAMP, lock)
}

/** Types of the bindings, made anew when wrangler.toml changed; git does not keep them. */
export function ensureTypes() {
  const made = resolve(ROOT, 'worker-configuration.d.ts')
  const { mtimeMs } = statSync(resolve(ROOT, 'wrangler.toml'))
  if (existsSync(made) && statSync(made).mtimeMs > mtimeMs) return
  // Without an env file: the types must not depend on whether this machine has development secrets yet.
  run('wrangler', ['types', '--env-interface', 'Env', '--env-file', devNull], {
    stdio: ['ignore', 'ignore', 'inherit'],
  })
}

/** The camera's reader for browsers without one, beside the other files the worker serves as they are. */
export function copyReader() {
  const from = resolve(ROOT, 'node_modules/zxing-wasm')
  const { version } = JSON.parse(readFileSync(resolve(from, 'package.json'), 'utf8'))
  mkdirSync(resolve(ROOT, 'public/i'), { recursive: true })
  copyFileSync(
    resolve(from, 'dist/reader/zxing_reader.wasm'),
    resolve(ROOT, `public/i/zxing_reader.${version}.wasm`),
  )
}

/** Runs a tool of node_modules to its end; a failure ends this process too, unless it may fail. */
export function run(tool, args, { stdio = 'inherit', mayFail = false } = {}) {
  const options = { cwd: ROOT, stdio, env: node24Env() }
  const { status, signal } = spawnSync(resolve(BIN, tool), args, options)
  const code = status ?? exitCodeOf(signal)
  if (code !== 0 && !mayFail) process.exit(code)
  return code
}

/** Starts Node 24 with a channel to this process, and passes every wish to end on to it. */
export function startNode(args) {
  const stdio = ['inherit', 'inherit', 'inherit', 'ipc']
  const child = spawn(resolve(BIN, 'node'), args, { cwd: ROOT, stdio, env: node24Env() })
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
    process.on(signal, () => child.kill(signal))
  }
  process.on('exit', () => child.kill('SIGTERM'))
  // npm may be ended without a word to its script: an orphan ends too.
  if (process.env.npm_lifecycle_event) {
    setInterval(() => process.ppid === PARENT || process.exit(1), 500).unref()
  }
  return child
}

/** Runs Node 24 to its end and resolves to its exit code. */
export const runNode24 = (args) =>
  new Promise((done) => {
    startNode(args).on('exit', (code, signal) => done(code ?? exitCodeOf(signal)))
  })

/**
 * Bundles a TypeScript entry into a file that goes when this process ends, and says where it is. `traced`: with the map
 * by which a trace names our own lines, three times the size.
 */
export function bundle(entry, { traced = true } = {}) {
  // Named after this process too: the same entry may run twice at once.
  const name = `${entry.replace(/[\\/]/g, '-').replace(/\.tsx?$/, '')}-${process.pid}.mjs`
  const outfile = resolve(ROOT, '.build', name)
  mkdirSync(resolve(ROOT, '.build'), { recursive: true })
  forgetBundlesOfTheDead()
  process.on('exit', () => rmSync(outfile, { force: true }))
  const target = ['--platform=node', '--format=esm', '--target=node24', '--packages=external']
  const jsx = ['--jsx=automatic', '--jsx-import-source=hono/jsx']
  const map = traced ? ['--sourcemap=inline'] : []
  const shape = ['--bundle', ...target, ...jsx, ...map, '--log-level=warning']
  run('esbuild', [entry, ...shape, '--loader:.sql=text', `--outfile=${outfile}`])
  return outfile
}

/** Whoever was killed could not take its bundle along. */
function forgetBundlesOfTheDead() {
  for (const name of readdirSync(resolve(ROOT, '.build'))) {
    const pid = /-(\d+)\.mjs$/.exec(name)?.[1]
    if (pid !== undefined && !isAlive(Number(pid)))
      rmSync(resolve(ROOT, '.build', name), { force: true })
  }
}
function isAlive(pid) {
  try {
    return process.kill(pid, 0)
  } catch (error) {
    return error.code === 'EPERM'
  }
}

const exitCodeOf = (signal) => 128 + (constants.signals[signal] ?? 1)
