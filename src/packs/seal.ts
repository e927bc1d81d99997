import { insist } from '../kernel/refusals'
import type { Instant, LocalDate } from '../kernel/time'
import { all, one, type Row, type Statement, sql } from '../platform/d1'
import { eachDue, notSetAside } from '../platform/jobs'
import { answerOnce, clockAsk, type Work } from '../platform/journal'
import type { World } from '../platform/world'
import { type PackKey, packFrom, readCardsPage, readFacts, readPack } from './pack-store'
import { stepOf } from './steps'

const CARDS_PAGE = 200
const JOB = 'sealResolutionPacks'

/**
 * Makes the packs of sealed bank days, one day after the other, shop by shop. At most `limit` steps, each of which may
 * be the last before the process dies; says how many. `page` is the number of cards held in memory at once.
 */
export async function sealPacks(world: World, limit: number, page = CARDS_PAGE): Promise<number> {
  let steps = 0
  while (steps < limit) {
    const night = await one<{ day: LocalDate; next: number }>(world.db, DUE_NIGHT)
    if (night === null) break
    const due = await all<PackKey>(world.db, duePacks(night.day, world.now(), limit))
    if (due.length === 0) {
      if (!(await endNight(world, night))) break
      steps += 1
    }
    await eachDue(world, JOB, due, {
      id: ({ day, merchant_id }) => `${day}:${merchant_id}`,
      act: async (key) => {
        while (steps < limit && (await takeStep(world, key, page))) steps += 1
      },
    })
  }
  return steps
}

/** The oldest sealed day whose night is not over, and whether a later day is sealed already. */
const DUE_NIGHT = sql`SELECT c.day, EXISTS (SELECT 1 FROM bank_closes n WHERE n.day > c.day AND n.phase = 'sealed') AS next
    FROM bank_closes c WHERE c.phase = 'sealed' AND c.day > coalesce((SELECT max(day) FROM resolution_nights), '')
   ORDER BY c.day LIMIT 1`
const unmade = (day: LocalDate): Statement =>
  sql`bank_coverage k WHERE k.day = ${day} AND NOT EXISTS (
        SELECT 1 FROM resolution_packs p WHERE p.merchant_id = k.merchant_id AND p.day = k.day AND p.phase = 'sealed')`
const duePacks = (day: LocalDate, now: Instant, limit: number): Statement =>
  sql`SELECT k.merchant_id, k.day FROM ${unmade(day)}
         AND ${notSetAside(JOB, sql`k.day || ':' || k.merchant_id`, now)} ORDER BY k.merchant_id LIMIT ${limit}`

/** What fails is tried again until the next day is sealed; then that day's pack is the better one. */
async function endNight(
  world: World,
  { day, next }: { day: LocalDate; next: number },
): Promise<boolean> {
  const counts = sql`SELECT (SELECT count(*) FROM ${unmade(day)}) AS missed,
    (SELECT count(*) FROM bank_coverage WHERE day = ${day}) AS merchants`
  const seen = await one<{ missed: number }>(world.db, counts)
  if (next === 0 && seen?.missed !== 0) return false
  const ask = await clockAsk(world, { operation: 'endPackNight', key: day, said: [day] })
  await answerOnce(world, ask, {
    reads: () => [counts],
    decide: ({ rows, now }) => {
      const [seen_now] = rows[0] as { missed: number; merchants: number }[]
      insist(seen_now, 'a count has a row')
      const { missed, merchants } = seen_now
      const packs = merchants - missed
      return {
        status: 200,
        subject_id: day,
        body: { day, packs, missed },
        statements: [
          sql`INSERT INTO resolution_nights (day, packs_count, missed_count, done_at)
              VALUES (${day}, ${packs}, ${missed}, ${now})`,
        ],
      }
    },
  })
  return true
}

async function takeStep(world: World, key: PackKey, limit: number): Promise<boolean> {
  const row = await one<Row>(world.db, readPack(key))
  const seen = row === null ? null : packFrom(row)
  if (seen?.phase === 'sealed') return false
  const version = seen?.version ?? 0
  const { merchant_id, day } = key
  const ask = await clockAsk(world, {
    operation: 'sealResolutionPack',
    key: `${merchant_id}:${day}:${version}`,
    said: [merchant_id, day, version],
  })
  const page = { ...key, after: seen?.at_card ?? '', limit }
  await answerOnce(world, ask, {
    reads: () => [
      readPack(key),
      ...(seen?.phase === 'counting' ? readFacts(key) : [readCardsPage(page)]),
    ],
    decide: async ({ rows: [packs, ...rows], now }): Promise<Work> => {
      const fresh = packs?.[0] ? packFrom(packs[0]) : null
      const is_ours = (fresh?.version ?? 0) === version
      const statements = is_ours ? await stepOf(world, key, { fresh, rows, now, limit }) : []
      return {
        status: 200,
        subject_id: merchant_id,
        body: { merchant_id, day, version },
        statements,
      }
    },
  })
  return true
}
