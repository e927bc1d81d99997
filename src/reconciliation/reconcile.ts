import {
  clearBreakStatements,
  foundBreak,
  matchStatements,
  upsertBreakStatements,
} from '../breaks/store'
import { type DayRow, moveDayStatement, readDay } from '../intake/days'
import { baselineStatements, gatherMovementsStatement } from '../intake/movements'
import type { City } from '../kernel/city'
import { DAY_MS, HOUR_MS, type Instant, type LocalDate, localDate, plusMs } from '../kernel/time'
import type { Moment, Work } from '../platform/act'
import { all, type RowsRead, type Statement, sql } from '../platform/d1'
import { eachDue, notSetAsideCondition } from '../platform/jobs'
import { jobAct } from '../platform/journal'
import type { Kit, World } from '../platform/world'
import { reconcileAccount } from './account-rules'
import { providerBreakStatements, readProviders } from './providers'
import { accountsFrom, merchantPageQuery, type PageRows, readPage } from './store'

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
    const [due] = await all(world.db, dueDay(now))
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

const dueDay = (now: Instant) =>
  sql<{ day: LocalDate }>`SELECT d.day FROM bank_days d
       WHERE d.phase <> 'done' AND d.day < ${localDate(now)}
         AND (d.phase <> 'expected' OR d.day <= ${localDate(plusMs(now, -FILE_DUE_MS))})
         AND ${notSetAsideCondition('reconcileBankDays', sql`d.day`, now)} ORDER BY d.day LIMIT 1`

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
    reads: () => ({ day: readDay(day), phase: readsFor(seen, as_of, localDate(world.now())) }),
    decide: ({ rows, now, city, kit }): Work => {
      const statements =
        rows.day[0]?.version === seen.version
          ? stepOf(kit, { ...seen, as_of }, rows.phase, { now, city })
          : []
      const body = { day, phase: seen.phase, at_merchant: seen.at_merchant }
      return { status: 200, subject_id: day, body, statements }
    },
  })
  return true
}

type LastRow = { last: string | null }
const readLast = (at_merchant: string) =>
  sql<LastRow>`SELECT max(id) AS last FROM ${merchantPageQuery(at_merchant, GATHER_PAGE)}`

/** Each phase by its name; only the day's own is read. */
const readsFor = ({ phase, at_merchant }: DayRow, as_of: LocalDate, today: LocalDate) => ({
  gathering: phase === 'gathering' ? { merchants: readLast(at_merchant) } : undefined,
  matching:
    phase === 'matching' ? readPage(merchantPageQuery(at_merchant, MATCH_PAGE), as_of) : undefined,
  providers: phase === 'providers' ? readProviders(as_of, today) : undefined,
})

function stepOf(
  kit: Kit,
  day: DayRow & { as_of: LocalDate },
  rows: RowsRead<ReturnType<typeof readsFor>>,
  { now, city }: Moment,
): Statement[] {
  const go = (phase: DayRow['phase'], at_merchant = '') => [
    moveDayStatement(day, { phase, at_merchant, done_at: phase === 'done' ? now : null }),
  ]
  if (rows.gathering) {
    const last = rows.gathering.merchants[0]?.last
    if (last === null || last === undefined) return go('matching')
    const page = merchantPageQuery(day.at_merchant, GATHER_PAGE)
    return [gatherMovementsStatement(page), ...go('gathering', last)]
  }
  if (rows.matching) {
    const last = rows.matching.merchants.at(-1)?.id
    if (last === undefined) return go('providers')
    return [...matched(kit, day.as_of, rows.matching, city), ...go('matching', last)]
  }
  if (rows.providers)
    return [
      ...providerBreakStatements(kit, day.as_of, rows.providers, { now, city }),
      ...go('done'),
    ]
  return go('gathering')
}

function matched(kit: Kit, day: LocalDate, rows: PageRows, city: City): Statement[] {
  const accounts = accountsFrom(rows, day)
  const judged = accounts.map((account) => ({ account, ...reconcileAccount(account) }))
  const found = judged.flatMap(({ account, breaks }) =>
    breaks.map((one) => foundBreak(account.merchant_id, one)),
  )
  const still = new Set([
    ...found.map(({ subject }) => subject),
    ...judged.flatMap(({ carried }) => carried),
  ])
  const gone = rows.standing.filter(({ subject }) => !still.has(subject))
  return [
    ...matchStatements(
      judged.flatMap(({ account: { merchant_id }, matches }) =>
        matches.map((match) => ({ merchant_id, match })),
      ),
      day,
    ),
    ...baselineStatements(
      judged.flatMap(({ account, baseline }) =>
        baseline.map((one): [string, number] => [account.merchant_id, one.account_version]),
      ),
      day,
    ),
    ...clearBreakStatements(
      gone.map(({ id }) => id),
      day,
    ),
    ...upsertBreakStatements(kit.newId, found, { found_on: day, calendar: city.calendar }),
  ]
}
