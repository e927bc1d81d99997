// npm start [-- --port N] [--fresh]: installs, migrates, seeds the demo city once and serves it on 127.0.0.1.
import { existsSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { callCrons } from './crons.mjs'
import { ensureDevVars } from './dev-vars.mjs'
import { copyReader, ensureInstalled, ensureTypes, ROOT, run, start } from './setup.mjs'

const { values } = parseArgs({
  options: {
    port: { type: 'string', default: '8787' },
    fresh: { type: 'boolean', default: false },
    'seed-only': { type: 'boolean', default: false },
  },
})
const STATE = resolve(ROOT, '.wrangler/state')
const SEEDED = resolve(STATE, 'seeded')
const READY_WITHIN_MS = 60_000
const times = []

// Two servers on one database, or a reset under a running one, would harm it.
if (!(await isFree(Number(values.port)))) {
  console.error(
    `端口 ${values.port} 已被占用：预付保可能已在运行；可用 npm start -- --port 8788 换一个端口`,
  )
  process.exit(1)
}
if (values.fresh) rmSync(STATE, { recursive: true, force: true })
timed('安装', ensureInstalled)
timed('准备', () => {
  copyReader()
  ensureDevVars()
  ensureTypes()
})
timed('建库', () => {
  const quiet = { stdio: ['ignore', 'ignore', 'inherit'] }
  run('wrangler', ['d1', 'migrations', 'apply', 'yufubao', '--local'], quiet)
})
if (!existsSync(SEEDED)) timed('示范城市', seed)
if (!values['seed-only']) await serve(`http://127.0.0.1:${values.port}`)

function seed() {
  console.log('正在讲述示范城市的头三个月（只需一次）…')
  run('node', ['scripts/run.mjs', 'scripts/seed.ts'])
  writeFileSync(SEEDED, '')
}

async function serve(url) {
  const began = Date.now()
  const where = ['--ip', '127.0.0.1', '--port', values.port]
  const server = start('wrangler', [
    'dev',
    ...where,
    '--log-level',
    'error',
    '--var',
    `PUBLIC_URL:${url}`,
  ])
  server.on('exit', (code) => process.exit(code ?? 0))
  while (!(await answers(`${url}/healthz`))) {
    if (Date.now() - began > READY_WITHIN_MS) {
      console.error('服务没有在一分钟内就绪')
      process.exit(1)
    }
    await new Promise((done) => setTimeout(done, 200))
  }
  times.push(['启动', Date.now() - began])
  banner(url)
  callCrons(url)
}

function isFree(port) {
  return new Promise((done) => {
    const probe = createServer()
    probe.once('error', () => done(false))
    probe.listen(port, '127.0.0.1', () => probe.close(() => done(true)))
  })
}

async function answers(url) {
  const reply = await fetch(url).catch(() => null)
  return reply?.ok ?? false
}

function timed(name, work) {
  const began = Date.now()
  work()
  times.push([name, Date.now() - began])
}

function banner(url) {
  const seconds = (ms) => (ms / 1000).toFixed(1)
  const total = times.reduce((sum, [, ms]) => sum + ms, 0)
  const parts = times.map(([name, ms]) => `${name} ${seconds(ms)}`).join(' · ')
  console.log(`
预付保已就绪（共 ${seconds(total)} 秒：${parts}）

  ${url}/        首页：一键登录每一位示范人物
  ${url}/docs    接口文档（${url}/openapi.json）

  按 Ctrl-C 结束；npm run reset 让示范城市从头再来。`)
}
