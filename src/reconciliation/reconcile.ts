import { clearBreaks, foundOf, writeBreaks, writeMatches } from '../breaks/store'
import { type DayRow, moveDay, readDay } from '../intake/days'
import { gatherMovements, markBaseline } from '../intake/movements'
import type { City } from '../kernel/city'
import { DAY_MS, HOUR_MS, type Instant, type LocalDate, localDate, plusMs } from '../kernel/time'
import type { Moment, Work } from '../platform/act'
import { all, type Row, type Statement, sql } from '../platform/d1'
import { eachDue, notSetAside } from '../platform/jobs'
import { jobAct } from '../platform/journal'
import type { Kit, World } from '../platform/world'
import { reconcileAccount } from './account-rules'
import { judgeProviders, providerReads } from './providers'
import {
  accountsFrom,
  pageOfMerchants,
  readChain,
  readMissingDays,
  readMoved,
  readOpenLines,
  readOpenMovements,
  readResolvedControls,
  readStanding,
  readUntold,
  type Standing,
} from './store'

/** Accounts that one act looks at. */
const GATHER_PAGE = 200
const MATCH_PAGE = 25
/** A file that is not there by noon of the next day is missing: the day is reconciled without it, and says so. */
const FILE_DUE_MS = DAY_MS + 12 * HOUR_MS

/**
 * Reconciles business days that are over, the oldest first, in steps that may stop or die anywhere: what the ledger
 * moved, then account by account against the bank, then the provider's bill. At most `limit` steps; says how many.
 */
export async function reconcileDays(world: World, limit: number): Promise<number> {
  const now = world.now()
  let steps = 0
  while (steps < limit) {
    const [due] = await all<{ day: LocalDate }>(world.db, dueDay(now))
    if (due === undefined) break
    let went_on = true
    const before = steps
    await eachDue(world, 'reconcileBankDays', [due], {
      id: ({ day }) => day,
      act: async ({ day }) => {
        while (went_on && steps < limit) {
          went_on = await takeStep(world, day)
          if (went_on) steps += 1
        }
      },
    })
    if (steps === before) break
  }
  return steps
}

const dueDay = (now: Instant): Statement =>
  sql`SELECT d.day FROM bank_days d
       WHERE d.phase <> 'done' AND d.day < ${localDate(now)}
         AND (d.phase <> 'expected' OR d.day <= ${localDate(plusMs(now, -FILE_DUE_MS))})
         AND ${notSetAside('reconcileBankDays', sql`d.day`, now)} ORDER BY d.day LIMIT 1`

/**
 * One page of one phase; books are looked at as of the latest day, so that a late file is judged by all that is known.
 * False when the day is done. The day's version is the key: a step is taken once.
 */
async function takeStep(world: World, day: LocalDate): Promise<boolean> {
  const [row] = await all(world.db, readDay(day))
  if (row === undefined || row.phase === 'done') return false
  const seen = row
  const as_of = seen.done_on !== null && seen.done_on > day ? seen.done_on : day
  const request = {
    operation: 'reconcileBankDay',
    key: `${day}:${seen.version}`,
    said: [day, seen.version],
  }
  await jobAct(world, request, {
    reads: () => [readDay(day), ...readsFor(seen, as_of, localDate(world.now()))],
    decide: ({ rows: [days, ...rows], now, city, kit }): Work => {
      const fresh = days?.[0] ? days[0] : null
      const statements =
        fresh?.version === seen.version ? stepOf(kit, { ...seen, as_of }, rows, { now, city }) : []
      const body = { day, phase: seen.phase, at_merchant: seen.at_merchant }
      return { status: 200, subject_id: day, body, statements }
    },
  })
  return true
}

function readsFor({ phase, at_merchant }: DayRow, as_of: LocalDate, today: LocalDate): Statement[] {
  if (phase === 'gathering')
    return [sql`SELECT max(id) AS last FROM ${pageOfMerchants(at_merchant, GATHER_PAGE)}`]
  if (phase === 'providers') return providerReads(as_of, today)
  if (phase !== 'matching') return []
  const page = pageOfMerchants(at_merchant, MATCH_PAGE)
  return [
    sql`SELECT id FROM ${page} ORDER BY id`,
    readOpenLines(page, as_of),
    readOpenMovements(page, as_of),
    readChain(page, as_of),
    readMoved(page, as_of),
    readStanding(page),
    readResolvedControls(page),
    readMissingDays(as_of),
    readUntold(page, as_of),
  ]
}

function stepOf(
  kit: Kit,
  day: DayRow & { as_of: LocalDate },
  rows: Row[][],
  { now, city }: Moment,
): Statement[] {
  const go = (phase: DayRow['phase'], at_merchant = '') => [
    moveDay(day, { phase, at_merchant, done_at: phase === 'done' ? now : null }),
  ]
  if (day.phase === 'gathering') {
    const last = rows[0]?.[0]?.last
    if (last === null || last === undefined) return go('matching')
    const page = pageOfMerchants(day.at_merchant, GATHER_PAGE)
    return [gatherMovements(page), ...go('gathering', String(last))]
  }
  if (day.phase === 'matching') {
    const last = rows[0]?.at(-1)?.id
    if (last === undefined) return go('providers')
    return [...matched(kit, day.as_of, rows, city), ...go('matching', String(last))]
  }
  if (day.phase === 'providers')
    return [...judgeProviders(kit, day.as_of, rows, { now, city }), ...go('done')]
  return go('gathering')
}

function matched(kit: Kit, day: LocalDate, rows: Row[][], city: City): Statement[] {
  const [merchants = [], lines = [], movements = [], chain = [], moved = []] = rows
  const [standing = [], resolved = [], missing = [], untold = []] = rows.slice(5)
  const seen = { merchants, lines, movements, chain, moved, standing, resolved, missing, untold }
  const accounts = accountsFrom(seen, day)
  const judged = accounts.map((account) => ({ account, ...reconcileAccount(account) }))
  const found = judged.flatMap(({ account, breaks }) =>
    breaks.map((one) => foundOf(account.merchant_id, one)),
  )
  const still = new Set([
    ...found.map(({ subject }) => subject),
    ...judged.flatMap(({ carried }) => carried),
  ])
  const gone = (standing as unknown as Standing[]).filter(({ subject }) => !still.has(subject))
  return [
    ...writeMatches(
      judged.flatMap(({ account: { merchant_id }, matches }) =>
        matches.map((match) => ({ merchant_id, match })),
      ),
      day,
    ),
    ...markBaseline(
      judged.flatMap(({ account, baseline }) =>
        baseline.map((one): [string, number] => [account.merchant_id, one.account_version]),
      ),
      day,
    ),
    ...clearBreaks(
      gone.map(({ id }) => id),
      day,
    ),
    ...writeBreaks(kit.newId, found, { found_on: day, calendar: city.calendar }),
  ]
}
