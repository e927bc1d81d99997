import type { Hono } from 'hono'
import { CITY_NAMES, configuredCity } from './city/cities'
import { cityTables } from './city/load'
import { type Config, readConfig } from './environment/config'
import { bankBridge, outboundFetch, smsGateway } from './environment/outside'
import type { ArchivePort, OutboundPort } from './environment/ports'
import { secretsFrom } from './environment/secrets'
import type { City } from './kernel/city'
import { ulids } from './kernel/ids'
import { type Instant, instantAt } from './kernel/time'
import { mockArchive } from './mocks/archive'
import { mockBank } from './mocks/bank'
import { mockSms } from './mocks/sms'
import { createStripeMock } from './mocks/stripe/app'
import { stripeProvider } from './payments/stripe'
import { type Db, one } from './platform/d1'
import type { Clock, Telling, World } from './platform/world'
import { readKeptKey } from './seals/store'

export type Opened = {
  world: World
  clock: Clock
  /** The embedded provider, when payments are mocked. */
  stripe_mock: Hono | null
  stripe_mock_deps: Parameters<typeof createStripeMock>[0] | null
  /** While the demo city is being told, says how far. */
  telling?: () => Telling
}
type Deps = {
  db: Db
  clock: Clock
  random: (bytes: number) => Uint8Array
  /** Delivers a request to this very service: how the embedded provider's notices arrive. */
  deliver: (request: Request) => Promise<Response>
  /** How subscribers are told; over the network unless something else is given. */
  outbound?: OutboundPort
  /** Where history goes; in development a table of the mocks unless something else is given. */
  archive?: ArchivePort | null
  /** What the city starts from; by name from the configuration unless another one is given. */
  city?: City
}
export const MOCK_PREFIX = '/mock/stripe'

/** What every host of the product begins with: the environment, read whole, and a city that there is. */
export function readCityConfig(env: Record<string, unknown>): ReturnType<typeof readConfig> {
  const read = readConfig(env)
  if ('faults' in read || CITY_NAMES.includes(read.config.city)) return read
  return { faults: [`YFB_CITY ${read.config.city} is not one of ${CITY_NAMES.join(', ')}`] }
}

/** The moment as it is written: spelt once for all that ask within it. */
function instants(now_ms: () => number): () => Instant {
  let spelt_ms = -1
  let spelt: Instant = ''
  return () => {
    const ms = now_ms()
    if (ms !== spelt_ms) spelt = instantAt(ms)
    spelt_ms = ms
    return spelt
  }
}

/** Builds the World a configuration asks for. Configuration alone decides between mocks and the real outside. */
export function openWorld(config: Config, deps: Deps): Opened {
  const { db, clock, random } = deps
  const now_ms = () => clock.now_ms()
  const mock_deps = config.payments === 'mock' ? mockDeps(config, deps) : null
  const stripe_mock = mock_deps && createStripeMock(mock_deps)
  const toMock = async (url: string | URL | Request, init?: RequestInit) =>
    stripe_mock ? stripe_mock.fetch(new Request(url, init)) : fetch(url, init)
  const payments = stripeProvider({
    secret_key: config.stripe_secret_key,
    webhook_secrets: config.stripe_webhook_secrets,
    host: stripe_mock ? null : config.stripe_host,
    fetch: toMock,
    now_ms,
  })
  const world: World = {
    config,
    db,
    city: cityTables(deps.city ?? configuredCity(config.city)),
    random,
    payments,
    now: instants(now_ms),
    machine_ms: () => clock.now_ms() - clock.offset_ms,
    newId: ulids(now_ms, random),
    secrets: secretsFrom(
      config.keyring,
      random,
      async (purpose) => (await one(db, readKeptKey(purpose)))?.sealed ?? null,
    ),
    bank:
      config.bank.kind === 'mock'
        ? mockBank(db, () => instantAt(now_ms()))
        : bankBridge(config.bank),
    sms: config.sms.kind === 'mock' ? mockSms(db) : smsGateway(config.sms),
    outbound: deps.outbound ?? outboundFetch,
    archive: deps.archive ?? (config.stage === 'dev' ? mockArchive(db) : null),
  }
  return { world, clock, stripe_mock, stripe_mock_deps: mock_deps }
}

function mockDeps(
  config: Config,
  { db, clock, random, deliver }: Deps,
): Parameters<typeof createStripeMock>[0] {
  return {
    db,
    random,
    deliver,
    now_ms: () => clock.now_ms(),
    secret_key: config.stripe_secret_key,
    webhook_secrets: config.stripe_webhook_secrets,
    base_url: config.public_url + MOCK_PREFIX,
    webhook_url: `${config.public_url}/webhooks/stripe`,
  }
}
