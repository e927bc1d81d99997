import type { Context } from 'hono'
import { base64url } from '../environment/crypto'
import { refuse } from '../kernel/refusals'
import { epochMs } from '../kernel/time'
import { all, sql } from './d1'
import type { App, Operation } from './http'
import type { World } from './world'

/** The network address somebody asks from, as the edge names it; null on a machine that has none. */
const addressIn = (c: Context<App>): string | null => c.req.header('CF-Connecting-IP') ?? null
/** One household's network of version 6 is its first four groups: who has one address of it has them all. */
const networkOf = (address: string): string =>
  address.includes(':') ? address.split(':').slice(0, 4).join(':') : address
/** An address under a key, as storage keeps it. */
export const addressIndex = async (kit: Pick<World, 'secrets'>, address: string): Promise<string> =>
  base64url((await kit.secrets.mac('address', networkOf(address))).slice(0, 16))
const IS_HERE = /^(?:127\.|::1$|::ffff:127\.)/

/** What one address may do in a minute where nobody is signed in: a school behind one address is many people. */
const TRIES_A_MINUTE = 60
const READS_A_MINUTE = 600
const MINUTE_MS = 60_000
/** What of an operation says how often a stranger may ask it. */
export type PublicOperation = Pick<
  Operation,
  'operationId' | 'method' | 'only_asks' | 'cross_origin' | 'a_minute'
>

/**
 * Keeps one address from asking without end where nobody is signed in. Tries that write or guess are counted in storage;
 * readings by each process, and by the rate limit STRANGERS of the edge where one is configured. Nothing is counted
 * where no address is named, and nothing of this machine's own. Refuses asked_too_often.
 */
export async function mayAskUnsigned(c: Context<App>, op: PublicOperation): Promise<void> {
  const address = addressIn(c)
  if (address === null || IS_HERE.test(address) || op.cross_origin !== undefined) return
  const { world } = c.var
  const writes = op.method !== 'get' && op.only_asks === undefined
  const a_minute = op.a_minute ?? (writes ? TRIES_A_MINUTE : READS_A_MINUTE)
  await mayPassShield(c, `${op.operationId} ${networkOf(address)}`)
  if (!writes) return mayReadOften(c, op, a_minute)
  const minute = minuteOf(world)
  const tries = await countTry(world, op.operationId, address, minute)
  if (tries > a_minute) refuseUntilNext(world)
}

type Shield = { limit(by: { key: string }): Promise<{ success: boolean }> }
async function mayPassShield(c: Context<App>, key: string): Promise<void> {
  const { STRANGERS } = (c.env ?? {}) as { STRANGERS?: Shield }
  if (STRANGERS && !(await STRANGERS.limit({ key })).success) refuseUntilNext(c.var.world)
}

const minuteOf = (world: World): number => Math.floor(epochMs(world.now()) / MINUTE_MS)
const refuseUntilNext = (world: World): never =>
  refuse('asked_too_often', {
    retry_after_s: ((minuteOf(world) + 1) * MINUTE_MS - epochMs(world.now())) / 1000,
  })

type TriesRow = { tries: number }
async function countTry(
  world: World,
  operation: string,
  address: string,
  minute: number,
): Promise<number> {
  const index = await addressIndex(world, address)
  const [row] = await all(
    world.db,
    sql<TriesRow>`INSERT INTO stranger_minutes (operation, address_index, minute, tries)
      VALUES (${operation}, ${index}, ${minute}, 1)
      ON CONFLICT (operation, address_index) DO UPDATE
        SET tries = iif(minute = excluded.minute, tries + 1, 1), minute = excluded.minute
      RETURNING tries`,
  )
  return row?.tries ?? 0
}

type Bucket = { minute: number; asked: number }
/** By address and operation; the oldest go when there are too many, so it stays small. */
const BUCKETS = new Map<string, Bucket>()
const BUCKETS_MAX = 10_000

/** Counts a reading in this process alone. Refuses `asked_too_often`. */
export function mayReadOften(
  c: Context<App>,
  { operationId }: Pick<Operation, 'operationId'>,
  a_minute: number,
): void {
  const address = addressIn(c)
  if (address === null) return
  const { world } = c.var
  const minute = minuteOf(world)
  const key = `${operationId} ${address}`
  const bucket = BUCKETS.get(key)
  const asked = bucket?.minute === minute ? bucket.asked + 1 : 1
  BUCKETS.delete(key)
  BUCKETS.set(key, { minute, asked })
  if (BUCKETS.size > BUCKETS_MAX) BUCKETS.delete(BUCKETS.keys().next().value ?? key)
  if (asked > a_minute) refuseUntilNext(world)
}
