import type { Context } from 'hono'
import type { Config } from '../environment/config'
import { meter } from '../environment/meter'
import type {
  ArchivePort,
  BankPort,
  OutboundPort,
  PaymentProvider,
  SmsPort,
} from '../environment/ports'
import type { Secrets } from '../environment/secrets'
import type { City } from '../kernel/city'
import type { NewId } from '../kernel/ids'
import type { Instant } from '../kernel/time'
import { type Db, one, type Statement, sql } from './d1'

/** Where the city's dated tables come from: kept in this process, and compared with storage by their version. */
export type CityTables = {
  /** One number, read along with whatever is read first. */
  readonly version: Statement
  /** The city at that version: the one kept, or read anew after somebody entered a row. */
  at(db: Db, version: number): Promise<City>
  /** The city as this process last saw it, for what is said without asking storage; read once. */
  now(db: Db): Promise<City>
  /** The same without asking anybody: as configured where nothing was read yet. For names and numbers of a page alone. */
  last(): City
}

/** Everything an act may touch. Production, development, tests and the demo each build their own. */
export type World = {
  readonly config: Config
  readonly db: Db
  readonly city: CityTables
  readonly now: () => Instant
  /** The machine's own time, which strangers compare with theirs; `now` runs ahead of it in development only. */
  readonly machine_ms: () => number
  readonly newId: NewId
  readonly random: (bytes: number) => Uint8Array
  readonly secrets: Secrets
  readonly payments: PaymentProvider
  readonly bank: BankPort
  readonly sms: SmsPort
  readonly outbound: OutboundPort
  /** Where history goes that moves out of the database; null: nothing moves out. */
  readonly archive: ArchivePort | null
  /** Hears what an act has just committed, where somebody keeps this process going after its answer; it never fails an act. */
  readonly committed?: (written: readonly Statement[]) => void
}

/**
 * What a decision may draw upon beside its rows: nothing here reads, writes or waits for anybody. Of the outside it has
 * the names alone; its `now` stands still while it decides.
 */
export type Kit = Pick<World, 'config' | 'newId' | 'random' | 'secrets' | 'now'> & {
  readonly payments: Pick<PaymentProvider, 'name'>
  readonly bank: Pick<BankPort, 'name'>
}

export function kitFrom({ config, newId, random, secrets, now, payments, bank }: World): Kit {
  const at = now()
  return {
    config,
    newId,
    random,
    secrets,
    now: () => at,
    payments: { name: payments.name },
    bank: { name: bank.name },
  }
}

/** One round trip: when, how long, how much, and whether it was done. Milliseconds of the machine. */
export type Trip = {
  kind: 'read' | 'write'
  from_ms: number
  to_ms: number
  count: number
  is_done: boolean
}
/**
 * The same storage, with its round trips kept: their number is a figure each reply carries in development, their times are
 * what a trace tells, and all of them are the meter's.
 */
export function counted(db: Db): Db & { trips: Trip[] } {
  const trips: Trip[] = []
  return {
    trips,
    async batch(statements) {
      const from_ms = Date.now()
      const [first] = statements
      const kind = first && /^\s*(?:SELECT|WITH)\b/i.test(first.text) ? 'read' : 'write'
      let is_done = false
      try {
        const rows = await db.batch(statements)
        is_done = true
        return rows
      } finally {
        const to_ms = Date.now()
        trips.push({ kind, from_ms, to_ms, count: statements.length, is_done })
        meter.batch(kind, is_done, to_ms - from_ms)
      }
    },
    ...(db.stored ? { stored: db.stored } : {}),
  }
}

/** How far the demo city's story is told: days done of all days, and about how many seconds the rest takes. */
export type Telling = { day: number; days: number; share_bp: number; seconds_left: number | null }
/** What only development has: the embedded provider's own routes, and a clock that can be moved. */
export type DevDoors = {
  stripe_mock: { fetch(request: Request): Response | Promise<Response> } | null
  moveClock(target_ms: number): Promise<number>
  /** Set while the demo city is being told: nothing can be done in it before. */
  telling: Telling | null
}
/** Time as the platform sees it. Only the development clock ever differs from the machine's. */
export type Clock = { now_ms(): number; offset_ms: number }

export const machineClock = (): Clock => ({ offset_ms: 0, now_ms: () => Date.now() })

/** A clock that runs ahead of the machine's by an offset that may only grow. */
export function movableClock(real_ms: () => number = Date.now): Clock {
  return {
    offset_ms: 0,
    now_ms() {
      return real_ms() + this.offset_ms
    },
  }
}

export async function loadClock(db: Db, clock: Clock): Promise<void> {
  const row = await one(
    db,
    sql<{ offset_ms: number }>`SELECT offset_ms FROM dev_clock WHERE id = 1`,
  )
  clock.offset_ms = Math.max(clock.offset_ms, row?.offset_ms ?? 0)
}

export async function saveClock(db: Db, clock: Clock): Promise<void> {
  await db.batch([
    sql`INSERT INTO dev_clock (id, offset_ms) VALUES (1, ${clock.offset_ms})
        ON CONFLICT (id) DO UPDATE SET offset_ms = excluded.offset_ms`,
  ])
}

/** Who keeps this process going after the answer. */
export type Keeper = Pick<Context['executionCtx'], 'waitUntil'>

/** What a program in one process hands to its app beside the request: nobody goes on after the answer. */
export const NOBODY: Context['executionCtx'] = {
  waitUntil: () => undefined,
  passThroughOnException: () => undefined,
  props: undefined,
}

/** The keeper a request came with; null where nobody does, so that what would come later is done before the answer. */
export function requestKeeper(c: Pick<Context, 'executionCtx'>): Keeper | null {
  try {
    return c.executionCtx === NOBODY ? null : c.executionCtx
  } catch {
    // Hono throws, which costs a trace each time, when nothing was handed in.
    return null
  }
}
