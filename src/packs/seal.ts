import { sha256Now } from '../environment/crypto'
import { insist } from '../kernel/refusals'
import type { Instant, LocalDate } from '../kernel/time'
import type { Work } from '../platform/act'
import { all, one, type Statement, sql } from '../platform/d1'
import { eachDue, notSetAsideCondition } from '../platform/jobs'
import { jobAct } from '../platform/journal'
import type { World } from '../platform/world'
import { readUnmoved, unmovedStatements } from './carry'
import { packStepStatements } from './steps'
import { type PackKey, type PackRow, packFrom, readCardsPage, readFacts, readPack } from './store'
import { readTouched, type Touched } from './touched'

const CARDS_PAGE = 200
/** Packs of so many shops in one act. */
const SHOPS_AT_ONCE = 25
const JOB = 'sealResolutionPacks'

/**
 * Makes the packs of sealed bank days, one day after the other, shop by shop. At most `limit` steps, each of which may
 * be the last before the process dies; says how many. `page` is the number of cards held in memory at once.
 */
export async function sealPacks(world: World, limit: number, page = CARDS_PAGE): Promise<number> {
  let steps = 0
  while (steps < limit) {
    const night = await one(world.db, DUE_NIGHT)
    if (night === null) break
    const due = await all(world.db, duePacks(night.day, world.now(), limit * SHOPS_AT_ONCE))
    if (due.length === 0) {
      if (!(await endNight(world, night))) break
      steps += 1
    }
    const touched = await readTouched(
      world,
      night.day,
      due.map(({ merchant_id }) => merchant_id),
    )
    const how = { page, touched }
    for (const group of groupsOf(due)) {
      const together = async () => {
        while (steps < limit && (await takeSteps(world, group, how))) steps += 1
      }
      const is_done =
        group.length > 1 &&
        (await together().then(
          () => true,
          () => false,
        ))
      if (!is_done)
        await eachDue(world, JOB, group, {
          id: ({ day, merchant_id }) => `${day}:${merchant_id}`,
          act: async (key) => {
            while (steps < limit && (await takeSteps(world, [key], how))) steps += 1
          },
        })
      if (steps >= limit) break
    }
  }
  return steps
}

type DuePackRow = PackKey & { has_failed: number }
/** Many shops in one act; one that failed before goes by itself, and so does every shop of an act that fails. */
function groupsOf(due: readonly DuePackRow[]): DuePackRow[][] {
  const alone = due.filter(({ has_failed }) => has_failed === 1).map((one) => [one])
  const others = due.filter(({ has_failed }) => has_failed === 0)
  const groups: DuePackRow[][] = []
  for (let i = 0; i < others.length; i += SHOPS_AT_ONCE)
    groups.push(others.slice(i, i + SHOPS_AT_ONCE))
  return [...groups, ...alone]
}

type NightRow = { day: LocalDate; next: number }
/** The oldest sealed day whose night is not over, and whether a later day is sealed already. */
const DUE_NIGHT = sql<NightRow>`SELECT c.day, EXISTS (SELECT 1 FROM bank_closes n WHERE n.day > c.day AND n.phase = 'sealed') AS next
    FROM bank_closes c WHERE c.phase = 'sealed' AND c.day > coalesce((SELECT max(day) FROM resolution_nights), '')
   ORDER BY c.day LIMIT 1`
const unmade = (day: LocalDate): Statement =>
  sql`bank_coverage k WHERE k.day = ${day} AND NOT EXISTS (
        SELECT 1 FROM resolution_packs p INDEXED BY resolution_packs_sealed
         WHERE p.merchant_id = k.merchant_id AND p.day = k.day AND p.phase = 'sealed')`
const duePacks = (day: LocalDate, now: Instant, limit: number) =>
  sql<DuePackRow>`SELECT k.merchant_id, k.day, EXISTS (SELECT 1 FROM job_failures f
                WHERE f.job = ${JOB} AND f.subject_id = k.day || ':' || k.merchant_id) AS has_failed
        FROM ${unmade(day)}
         AND ${notSetAsideCondition(JOB, sql`k.day || ':' || k.merchant_id`, now)} ORDER BY k.merchant_id LIMIT ${limit}`

/** What fails is tried again until the next day is sealed; then that day's pack is the better one. */
async function endNight(world: World, { day, next }: NightRow): Promise<boolean> {
  const counts = sql<{
    missed: number
    merchants: number
  }>`SELECT (SELECT count(*) FROM ${unmade(day)}) AS missed,
    (SELECT count(*) FROM bank_coverage WHERE day = ${day}) AS merchants`
  const seen = await one(world.db, counts)
  if (next === 0 && seen?.missed !== 0) return false
  const request = { operation: 'endPackNight', key: day, said: [day] }
  await jobAct(world, request, {
    reads: () => ({ counts }),
    decide: ({ rows, now }) => {
      const [seen_now] = rows.counts
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

type How = { page: number; touched: Touched }
/** One step of every pack of a group, in one act; false when all of them are sealed. */
async function takeSteps(
  world: World,
  keys: readonly PackKey[],
  { page: limit, touched }: How,
): Promise<boolean> {
  const seen = await packsOf(world, keys)
  const open = keys.filter((key) => seen.get(key.merchant_id)?.phase !== 'sealed')
  const [first] = open
  if (first === undefined) return false
  const { day } = first
  const versionOf = ({ merchant_id }: PackKey) => seen.get(merchant_id)?.version ?? 0
  const said = [day, open.map((key) => [key.merchant_id, versionOf(key)])]
  const job = {
    operation: 'sealResolutionPacks',
    key: `${day}:${sha256Now(JSON.stringify(said))}`,
    said,
  }
  const movedOf = ({ merchant_id }: PackKey) => touched.get(merchant_id) ?? null
  const isUnmoved = (key: PackKey) => versionOf(key) === 0 && movedOf(key)?.length === 0
  const readsOf = (key: PackKey) => {
    const pack = seen.get(key.merchant_id)
    const is_counted = !isUnmoved(key) && pack?.phase === 'counting'
    const page = { ...key, after: pack?.at_card ?? '', limit, touched: movedOf(key) }
    return {
      pack: readPack(key),
      unmoved: isUnmoved(key) ? readUnmoved(key) : undefined,
      facts: is_counted ? readFacts(key) : undefined,
      cards: isUnmoved(key) || is_counted ? undefined : readCardsPage(page),
    }
  }
  await jobAct(world, job, {
    reads: () => Object.fromEntries(open.map((key) => [key.merchant_id, readsOf(key)])),
    decide: async ({ rows, now, kit }): Promise<Work> => {
      const statements: Statement[] = []
      for (const key of open) {
        const own = rows[key.merchant_id]
        insist(own, 'every shop has its rows')
        const fresh = own.pack[0] ? packFrom(own.pack[0]) : null
        if ((fresh?.version ?? 0) !== versionOf(key)) continue
        const step = own.unmoved
          ? unmovedStatements(kit, key, { rows: own.unmoved, now })
          : packStepStatements(kit, key, { fresh, rows: own, now, limit })
        statements.push(...(await step))
      }
      return { status: 200, subject_id: day, body: { day, shops: open.length }, statements }
    },
  })
  return true
}

type BegunRow = Pick<PackRow, 'merchant_id' | 'phase' | 'at_card' | 'version'>
async function packsOf(world: World, keys: readonly PackKey[]): Promise<Map<string, BegunRow>> {
  const day = keys[0]?.day ?? ''
  const ids = JSON.stringify(keys.map(({ merchant_id }) => merchant_id))
  const rows = await all(
    world.db,
    sql<BegunRow>`SELECT merchant_id, phase, at_card, version FROM resolution_packs
         WHERE day = ${day} AND merchant_id IN (SELECT value FROM json_each(${ids}))`,
  )
  return new Map(rows.map((pack) => [pack.merchant_id, pack]))
}
