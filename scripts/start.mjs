// npm start: installs, migrates, tells the demo city once and serves it on 127.0.0.1. `--help` says the rest.
import { rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { resolve } from 'node:path'
import { numberFrom, portFrom, readArguments, stop } from './arguments.mjs'
import { callCrons } from './crons.mjs'
import { ensureDevVars } from './dev-vars.mjs'
import { heldBy, takeState } from './owner.mjs'
import { whenReady } from './ready.mjs'
import { bundle, copyReader, ensureInstalled, ROOT, startNode } from './setup.mjs'

const values = readArguments(process.env.npm_lifecycle_event === 'reset' ? 'reset' : 'start', {
  port: { type: 'string', default: '8787' },
  fresh: { type: 'boolean', default: false },
  'seed-only': { type: 'boolean', default: false },
  json: { type: 'boolean', default: false },
  days: { type: 'string', default: '90' },
  state: { type: 'string', default: '.wrangler/state' },
})
const port = portFrom(values.port)
const days = numberFrom('days', values.days, { min: 1, max: 400 })
const url = `http://127.0.0.1:${port}`
const state = resolve(ROOT, values.state)
const serves = !values['seed-only']
const say = values.json ? console.error : console.log
const figures = { install_s: 0, migrate_s: 0, city_s: 0, start_s: 0 }

const what = serves ? 'npm start' : '重讲城市（--seed-only）'
const { owner, holder } = takeState(state, { what, port: serves ? port : null })
if (holder) stop(heldBy(holder), 1)
if (serves && !(await isFree(port)))
  stop(
    `端口 ${port} 已被别的程序占用；可用 npm start -- --port ${port === 65_535 ? 8787 : port + 1} 换一个`,
    1,
  )
if (values.fresh) rmSync(state, { recursive: true, force: true })

figures.install_s = timed(() => {
  ensureInstalled()
  copyReader()
  ensureDevVars()
})
await tellStory()
if (serves) await serve()
else if (values.json) console.log(JSON.stringify({ ok: true, figures: rounded() }))
else say(`城市已讲完（${spent()}）`)

/** Migrates and tells in a process of its own, which answers reads on the port until it is done. */
async function tellStory() {
  const args = [
    '--state',
    state,
    '--days',
    String(days),
    ...(serves ? ['--port', String(port)] : []),
  ]
  const outfile = bundle('scripts/seed.ts', { traced: false })
  const child = startNode(['--no-warnings', outfile, ...args])
  child.on('message', ({ reading, told, ...seconds }) => {
    Object.assign(figures, seconds)
    if (reading) say(`示范城市正在讲；已经讲到的可以先看：${reading}/ （讲完就能登录、办事）`)
    if (told) say(`示范城市讲完了：${told}`)
  })
  const code = await new Promise((done) => child.on('exit', (status) => done(status ?? 1)))
  if (code !== 0) process.exit(code)
}

async function serve() {
  const began = performance.now()
  const where = ['--ip', '127.0.0.1', '--port', String(port), '--persist-to', state]
  const quiet = ['--log-level', 'error', '--var', `PUBLIC_URL:${url}`]
  const guard = new URL('./with-parent.mjs', import.meta.url).href
  const wrangler = resolve(ROOT, 'node_modules/wrangler/bin/wrangler.js')
  const server = startNode(['--import', guard, wrangler, 'dev', ...where, ...quiet])
  owner.handTo(server.pid)
  server.on('exit', (code) => process.exit(code ?? 0))
  await whenReady(server, `${url}/healthz`, say)
  figures.start_s = (performance.now() - began) / 1000
  say(`
预付保已就绪（${spent()}）

  ${url}/        首页：一键登录每一位示范人物
  ${url}/docs    接口文档（${url}/openapi.json）

  按 Ctrl-C 结束；npm run reset 让示范城市从头再来。`)
  if (values.json) console.log(JSON.stringify({ ok: true, figures: rounded() }))
  callCrons(url)
}

function isFree(number) {
  return new Promise((done) => {
    const probe = createServer()
    probe.once('error', () => done(false))
    probe.listen(number, '127.0.0.1', () => probe.close(() => done(true)))
  })
}

function timed(work) {
  const began = performance.now()
  work()
  return (performance.now() - began) / 1000
}

function rounded() {
  const seconds = Object.entries(figures).map(([name, s]) => [name, Math.round(s * 10) / 10])
  return Object.fromEntries(seconds)
}

function spent() {
  const { install_s, migrate_s, city_s, start_s } = rounded()
  const total = (install_s + migrate_s + city_s + start_s).toFixed(1)
  return `共 ${total} 秒：安装 ${install_s} · 建库 ${migrate_s} · 城市 ${city_s} · 启动 ${start_s}`
}
