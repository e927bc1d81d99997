import { Hono } from 'hono'
import { openStorage } from '#storage'
import { configuredCity } from '../../src/city/cities'
import { cityTables } from '../../src/city/load'
import { BAKERY } from '../../src/demo/cast'
import { devPeopleRoutes } from '../../src/dev/people'
import { type Keyring, keyringFrom } from '../../src/environment/keyring'
import type { PaymentProvider } from '../../src/environment/ports'
import { secretsFrom } from '../../src/environment/secrets'
import { identityRoutes } from '../../src/identity/routes'
import { credentialFrom } from '../../src/identity/tokens'
import { ulids } from '../../src/kernel/ids'
import { instantAt } from '../../src/kernel/time'
import { mockBank } from '../../src/mocks/bank'
import { mockSms } from '../../src/mocks/sms'
import { recoveryRoutes } from '../../src/passkeys/recovery-routes'
import { passkeyRoutes } from '../../src/passkeys/routes'
import { nominationRoutes } from '../../src/people/nomination-routes'
import { peopleRoutes } from '../../src/people/routes'
import type { Kind } from '../../src/platform/actor'
import { type Db, type Statement, sql } from '../../src/platform/d1'
import type { App } from '../../src/platform/http'
import { replyNotFound, replyToError } from '../../src/platform/serve'
import type { World } from '../../src/platform/world'
import { linkRoutes } from '../../src/recoveries/link-routes'
import { accountRecoveryRoutes } from '../../src/recoveries/routes'
import { deviceRoutes } from '../../src/sessions/device-routes'
import { traceReading } from '../../src/traces/trace'
import type { Answered, AnyReply, Body, Method, Path } from '../support/addresses'
import { asked } from '../support/asked'
import { wireRequest } from '../support/wire'

export const MERCHANT = 'mch_00000000000000000000000001'
export const OTHER_MERCHANT = 'mch_00000000000000000000000002'
const START_MS = Date.parse('2026-03-02T01:00:00.000Z')

type Manner = { token?: string; key?: string; headers?: Record<string, string> }
type Options<M extends string, P extends string> = Manner & { body?: Body<M, P> | undefined }
type Asking = Manner & { device?: string | undefined }
type Post = <P extends string>(
  path: Path<'POST', P>,
  body: Body<'POST', P>,
  options?: Manner,
) => Answered<'POST', P>
export type Town = Awaited<ReturnType<typeof openTown>>

/** The rooms identity and people alone over fresh storage, with a clock that stands still until moved. */
export async function openTown(stage: 'dev' | 'production' = 'dev') {
  let now_ms = START_MS
  let fault: ((statements: readonly Statement[]) => 'before' | 'after' | null) | null = null
  const storage = await openStorage()
  const db: Db = {
    async batch(statements) {
      const wanted = fault?.(statements) ?? null
      if (wanted === 'before') throw new Error('D1_ERROR: Network connection lost')
      const rows = await storage.batch(statements)
      if (wanted === 'after') throw new Error('D1_ERROR: Network connection lost')
      return rows
    },
  }
  const random = (bytes: number) => crypto.getRandomValues(new Uint8Array(bytes))
  const keyring = keyringFrom(Uint8Array.from({ length: 32 }, (_, i) => (i * 73 + 11) % 256))
  const sms = { ...mockSms(storage) }
  const world: World = {
    config: configOf(stage, keyring),
    db,
    city: cityTables(configuredCity('weihai')),
    now: () => instantAt(now_ms),
    machine_ms: () => now_ms,
    newId: ulids(() => now_ms, random),
    random,
    secrets: secretsFrom(keyring, random),
    payments: new Proxy({}, {}) as PaymentProvider,
    bank: mockBank(storage),
    sms,
    outbound: { post: async () => ({ status: 200 }) },
    archive: null,
  }
  const app = appOf(world)
  const call = callerOf(app)
  const post: Post = (path, body, options = {}) => call('POST', path, { ...options, body })
  const messagesTo = (phone: string) =>
    asked<{ id: string; text: string }>(
      storage,
      sql`SELECT id, text FROM mock_sms_outbox WHERE phone = ${phone} ORDER BY at DESC, id DESC`,
    )
  const codeFor = async (phone: string) =>
    /\d{6}/.exec((await messagesTo(phone))[0]?.text ?? '')?.[0] ?? 'no code'
  const { askCode, signIn } = signersOf(post, codeFor)
  for (const id of [MERCHANT, OTHER_MERCHANT]) await storage.batch([insertMerchant(id)])

  return {
    world,
    db: storage,
    sms,
    call,
    post,
    messagesTo,
    codeFor,
    askCode,
    signIn,
    count: async (of: Statement) => (await asked<{ n: number }>(storage, of))[0]?.n ?? Number.NaN,
    advance: (ms: number) => {
      now_ms += ms
    },
    failNext: (what: typeof fault) => {
      fault = what
    },
  }
}

/** The way people sign in: a code by SMS, then the code with its challenge. */
function signersOf(post: Post, codeFor: (phone: string) => Promise<string>) {
  const askCode = (phone: string, kind: Kind = 'consumer', { device, ...options }: Asking = {}) => {
    const body = { phone, kind, purpose: 'sign_in' } as const
    return post('/v1/sms-codes', device ? { ...body, device } : body, options)
  }
  const signIn = async (
    phone: string,
    kind: Kind = 'consumer',
    { device, ...options }: Asking = {},
  ) => {
    const { challenge } = (await askCode(phone, kind, { device, ...options })).body
    const body = { phone, kind, challenge, code: await codeFor(phone) }
    const reply = await post('/v1/sessions', device ? { ...body, device } : body, options)
    if (reply.status !== 201) throw new Error(reply.text)
    return reply.body
  }
  return { askCode, signIn }
}

const configOf = (stage: 'dev' | 'production', keyring: Keyring): World['config'] => ({
  stage,
  keyring,
  payments: 'mock',
  stripe_secret_key: '',
  stripe_webhook_secrets: [],
  stripe_host: null,
  sms: { kind: 'mock' },
  bank: { kind: 'mock' },
  public_url: stage === 'dev' ? 'http://127.0.0.1:8787' : 'https://weihai.yufubao.example',
  city: 'weihai',
  push_key: Uint8Array.from({ length: 32 }, (_, i) => (i * 61 + 17) % 256),
  dev_token: stage === 'dev' ? 'dev_token_of_this_town' : null,
  storage: 'd1',
  metrics_token: null,
  traces: null,
  archive_after_days: 366,
})

function appOf(world: World): Hono<App> {
  const app = new Hono<App>()
  app.onError(replyToError)
  app.notFound(replyNotFound)
  app.use(async (c, next) => {
    c.set('request_id', world.newId('req'))
    c.set('world', world)
    c.set('tracer', traceReading)
    c.set('credential', () => credentialFrom(c.req.raw))
    await next()
  })
  app.route('/', identityRoutes)
  app.route('/', deviceRoutes)
  app.route('/', recoveryRoutes)
  app.route('/', linkRoutes)
  app.route('/', passkeyRoutes)
  app.route('/', accountRecoveryRoutes)
  app.route('/', peopleRoutes)
  app.route('/', nominationRoutes)
  app.route('/', devPeopleRoutes)
  return app
}

function callerOf(app: Hono<App>) {
  let keys = 0
  const newKey = () => `key-${++keys}`
  return async <M extends Method, P extends string>(
    method: M,
    path: Path<M, P>,
    options: Options<M, P> = {},
  ): Answered<M, P> => {
    const reply = await app.fetch(wireRequest(method, path, options, newKey))
    const text = await reply.text()
    return { status: reply.status, headers: reply.headers, text, body: JSON.parse(text) }
  }
}

/** A request that comes from as many people at once as there are bodies. */
export const atOnce = <T>(n: number, ask: (i: number) => Promise<T>): Promise<T[]> =>
  Promise.all(Array.from({ length: n }, (_, i) => ask(i)))

export const tally = (said: readonly AnyReply[]): Record<string, number> => {
  const counts: Record<string, number> = {}
  for (const { status, text } of said) {
    const body = JSON.parse(text) as { code?: string; object?: string }
    const name = `${status} ${body.code ?? body.object}`
    counts[name] = (counts[name] ?? 0) + 1
  }
  return counts
}

const insertMerchant = (id: string): Statement =>
  sql`INSERT INTO merchants (id, name, entity_type, sector, district, address, licence_no, licence_expires_on,
        legal_representative, settlement_account_no, settlement_account_mask, code, applied_at)
      VALUES (${id}, ${BAKERY.name}, 'individual', 'bakery', 'huancui', ${BAKERY.address}, ${id}, '2030-01-01',
        ${BAKERY.legal_representative}, 'sealed', '6222******0001', ${id.slice(-4)}, '2026-03-01T00:00:00.000Z')`
