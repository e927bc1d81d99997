import { spawnSync } from 'node:child_process'
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it, vi } from 'vitest'
import { DEV, migrationsIn, PRODUCT } from '../../scripts/migration-files'
import { createApp } from '../../src/app'
import { client } from '../../src/client/client'
import { OFFICIALS } from '../../src/demo/cast'
import { readConfig } from '../../src/environment/config'
import { secretsFrom } from '../../src/environment/secrets'
import { JOBS } from '../../src/jobs'
import { instantAt } from '../../src/kernel/time'
import { bootstrapToken } from '../../src/people/bootstrap'
import { OPERATIONS } from '../../src/platform/http'
import { wireRequest } from '../support/wire'
import { PRODUCTION_VARS, productionConfig, productionDatabase, type Worker } from './production'

/** What wrangler says is read here, also where `npm test` asks it to say less. */
const WRANGLER = { CI: '1', WRANGLER_SEND_METRICS: 'false', WRANGLER_LOG: 'log' }

const folder = mkdtempSync(join(tmpdir(), 'yufubao-deploy-'))
createApp({ open: async () => ({ faults: [] }) })
afterAll(() => vi.unstubAllGlobals())
afterAll(() => rmSync(folder, { recursive: true, force: true }))
const page = readFileSync('docs/DEPLOY.md', 'utf8')

const SECRETS = [
  'YFB_MASTER_KEY',
  'VAPID_PRIVATE_KEY',
  'STRIPE_SECRET_KEY',
  'STRIPE_WEBHOOK_SECRET',
  'SMS_GATEWAY_KEY',
  'BANK_BRIDGE_KEY',
]
const PREFIX: Record<string, string> = { STRIPE_SECRET_KEY: 'sk_live_' }

describe('docs/DEPLOY.md', () => {
  it('tells of a worker that builds for production', () => {
    const env = { ...process.env, ...WRANGLER }
    const args = ['deploy', '--dry-run', '--outdir', folder]
    const { status, stdout, stderr } = spawnSync('node_modules/.bin/wrangler', args, {
      encoding: 'utf8',
      env,
    })
    expect([status, stderr]).toEqual([0, ''])
    expect(stdout).toMatch(/env\.DB \(yufubao\)/)
    expect(existsSync(join(folder, 'worker.js'))).toBe(true)
  })
  it('tells of the same worker over a shard, which builds with its migrations and without those of development', () => {
    const outdir = join(folder, 'sharded')
    const env = { ...process.env, ...WRANGLER }
    const args = ['deploy', '--dry-run', '--config', 'wrangler.shard.toml', '--outdir', outdir]
    const { status, stdout, stderr } = spawnSync('node_modules/.bin/wrangler', args, {
      encoding: 'utf8',
      env,
    })
    expect([status, stderr]).toEqual([0, ''])
    expect(stdout).toMatch(/env\.SHARDS \(CityShard\)/)
    expect(stdout).not.toMatch(/env\.DB/)
    const shared = (file: string) =>
      readFileSync(file, 'utf8').match(
        /^(?:compatibility_|crons|workers_dev|binding = "ASSETS").*$/gm,
      )
    expect(shared('wrangler.shard.toml')).toEqual(shared('wrangler.toml'))
    const texts = readdirSync(outdir).filter((name) => name.endsWith('.sql'))
    const bundled = readFileSync(join(outdir, 'sharded.js'), 'utf8')
    const has = (name: string) =>
      texts.some((text) => text.endsWith(name)) || bundled.includes(`migrations/${name}`)
    expect(migrationsIn([PRODUCT]).filter(({ name }) => !has(name))).toEqual([])
    expect(migrationsIn([DEV]).filter(({ name }) => has(name))).toEqual([])
  })
  it('tells of a worker that never touches what is there for development alone', async () => {
    // The very file that would be deployed, in this process: over production's tables, with the network cut.
    // What lies in node_modules is run as it is: nothing compiles it again.
    mkdirSync(join(folder, 'node_modules'))
    const built = join(folder, 'node_modules/worker.mjs')
    copyFileSync(join(folder, 'worker.js'), built)
    const { default: worker }: { default: Worker } = await import(built)
    const { DB, asked } = productionDatabase()
    const sent: string[] = []
    vi.stubGlobal('fetch', async (_url: string, init: RequestInit) => {
      sent.push(String(init.body))
      return Response.json({ accepted: true })
    })
    const env = { ...PRODUCTION_VARS, DB }
    const api = client({
      base: PRODUCTION_VARS.PUBLIC_URL,
      fetch: (request) => worker.fetch(request, env),
    })
    const call = async (method: string, path: string, body?: object, token?: string) =>
      worker.fetch(
        wireRequest(method, path, { body, token }, () => `production-${asked.length}`),
        env,
      )
    const world = {
      secrets: secretsFrom(productionConfig().keyring, () => new Uint8Array()),
      now: () => instantAt(Date.now()),
    }
    const who = { phone: OFFICIALS.duty.phone, kind: 'operator' } as const
    const bootstrap_token = await bootstrapToken(world)
    const first = { bootstrap_token, name: OFFICIALS.duty.name, phone: who.phone }
    await api.must('POST /v1/operators/bootstrap', { body: first })
    const { challenge } = await api.must('POST /v1/sms-codes', {
      body: { ...who, purpose: 'sign_in' },
    })
    const code = /验证码 (\d{6})/.exec(sent.join())?.[1] ?? ''
    const session = await api.must('POST /v1/sessions', {
      body: { ...who, challenge, code },
    })
    expect(session.token).toMatch(/^yfb_/)

    const odd: string[] = []
    for (const { method, path } of OPERATIONS.filter((one) => one.method === 'get')) {
      const concrete = path.replace(/:\w+/g, 'x')
      const dev = path.startsWith('/dev/')
      for (const token of dev ? [session.token] : [session.token, undefined]) {
        const { status } = await call(method.toUpperCase(), concrete, undefined, token)
        if (dev ? status !== 404 : status >= 500) odd.push(`${concrete}: ${status}`)
      }
    }
    for (const [method, path] of [
      ['POST', '/dev/clock'],
      ['POST', '/dev/sign-in'],
      ['GET', '/mock/stripe/v1/events'],
      ['POST', '/mock/stripe/v1/payment_intents'],
    ] as const)
      if ((await call(method, path, method === 'POST' ? {} : undefined)).status !== 404)
        odd.push(path)
    const failed = vi.spyOn(console, 'log').mockImplementation(() => {})
    for (const cron of new Set(JOBS.map((job) => job.cron))) await worker.scheduled({ cron }, env)
    odd.push(
      ...failed.mock.calls.map(([said]) => String(said)).filter((said) => /no such/.test(said)),
    )
    failed.mockRestore()
    const { headers } = await call('GET', '/v1/city')
    expect(headers.get('strict-transport-security')).toMatch(/^max-age=\d{8}; includeSubDomains$/)
    expect(odd).toEqual([])
    expect(new Set(asked).size).toBeGreaterThan(100)
    expect(asked.filter((text) => /\b(?:mock|dev)_\w/.test(text))).toEqual([])
  })
  it('tells of a worker that starts with no secret missing, short, known, shared, or of the wrong world', async () => {
    const opened = async (vars: Record<string, string | undefined>): Promise<[number, number]> => {
      // Each start is a fresh isolate: the configuration is read once.
      const copy = join(folder, 'node_modules', `worker-${++starts}.mjs`)
      copyFileSync(join(folder, 'worker.js'), copy)
      const { default: worker }: { default: Worker } = await import(copy)
      const ask = (path: string) =>
        worker.fetch(new Request(PRODUCTION_VARS.PUBLIC_URL + path), { ...vars, DB })
      return [(await ask('/healthz')).status, (await ask('/v1/city')).status]
    }
    let starts = 0
    const { DB } = productionDatabase()
    const log = vi.spyOn(console, 'log').mockImplementation(() => {})
    const wrong: [string, string | undefined][] = []
    for (const name of SECRETS)
      wrong.push(
        [name, undefined],
        [name, 'short'],
        [name, `${PREFIX[name] ?? ''}${'changeme'.repeat(6)}`],
      )
    wrong.push(
      ['BANK_BRIDGE_KEY', PRODUCTION_VARS.SMS_GATEWAY_KEY],
      ['STRIPE_SECRET_KEY', PRODUCTION_VARS.STRIPE_SECRET_KEY.replace('live', 'test')],
      ['STRIPE_HOST', 'http://stripe.example.cn'],
      ['BANK_BRIDGE_URL', 'http://bank.example.cn'],
      ['YFB_ENV', 'dev'],
      ['BANK', 'mock'],
    )
    const answers: [string, number[]][] = []
    for (const [name, value] of wrong)
      answers.push([name, await opened({ ...PRODUCTION_VARS, [name]: value })])
    const said = log.mock.calls.map(([line]) => String(line))
    log.mockRestore()
    expect(answers.filter(([, statuses]) => String(statuses) !== '200,503')).toEqual([])
    expect(await opened(PRODUCTION_VARS)).toEqual([200, 200])
    for (const [name] of wrong) expect(said.join()).toContain(name === 'YFB_ENV' ? 'BANK' : name)
    expect(said.join()).not.toMatch(/changeme/)
  })
  it('names every setting that production asks for, and no other', () => {
    const asked = readConfig({ SMS: 'gateway', BANK: 'bridge' })
    const missing = 'faults' in asked ? asked.faults.map((fault) => fault.split(' ')[0] ?? '') : []
    expect(missing.length).toBeGreaterThan(5)
    for (const name of [...missing, 'SMS', 'BANK']) expect(page, name).toContain(`\`${name}\``)
    const named = [...page.matchAll(/^ {3}\| (`[^|]+) \|/gm)].flatMap((row) =>
      [...(row[1] ?? '').matchAll(/`(\w+)`/g)].map((match) => match[1] ?? ''),
    )
    const read = ['config', 'keyring'].map((name) => `src/environment/${name}.ts`)
    const known = read.map((file) => readFileSync(file, 'utf8')).join('\n')
    for (const name of named)
      expect(known, name).toContain(name.replace(/^(SMS_GATEWAY|BANK_BRIDGE)_(URL|KEY)$/, '$1'))
  })
  it('counts the cron lines as they are', () => {
    expect(new Set(JOBS.map(({ cron }) => cron)).size).toBe(5)
    expect(page).toContain('its five cron lines')
  })
})
