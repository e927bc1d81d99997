import { insist } from '../kernel/refusals'
import type { Instant, LocalDate } from '../kernel/time'
import { upsertMerchantCoverStatements } from '../merchants/cover'
import type { Work } from '../platform/act'
import { all, one, type RowsRead, type Statement, sql } from '../platform/d1'
import { eachDue, notSetAsideCondition } from '../platform/jobs'
import { jobAct } from '../platform/journal'
import type { Kit, World } from '../platform/world'
import { merchantPageQuery } from '../reconciliation/store'
import { amendCloses } from './amend'
import { closeHash, hashPage } from './hash'
import { hashedRows, merchantCoverFrom } from './rules'
import { emitShortages, readMerchantCovers } from './shortage'
import {
  type CloseInTurnRow,
  type CloseRow,
  cardPageQuery,
  closeFrom,
  idsAfterQuery,
  readClose,
  readRowsAfter,
  readStandingClasses,
  requireCardsStatement,
  resourceMerchantsStatement,
  withSides,
} from './store'
import { addRows, type CloseBody, districtTotals, presentSums, type Sums } from './sums'

/** What one act looks at: about a second of work in a large city. */
const CARDS_PAGE = 2_000
const MERCHANTS_PAGE = 200
const ROWS_PAGE = 500

/**
 * Closes reconciled days, one after the other: what every card is owed, what the bank says is there, and the seal.
 * Then days that the bank told anew are amended. At most `limit` steps, each of which may be the last before the process
 * dies; says how many.
 */
export async function closeDays(world: World, limit: number): Promise<number> {
  let steps = 0
  while (steps < limit) {
    const due = await one(world.db, dueClose(world.now()))
    if (due === null) break
    const before = steps
    await eachDue(world, 'closeBankDays', [due], {
      id: ({ day }) => day,
      act: async ({ day }) => {
        while (steps < limit && (await takeStep(world, day))) steps += 1
      },
    })
    if (steps === before) break
  }
  return steps < limit ? steps + (await amendCloses(world, limit - steps)) : steps
}

/** The oldest day that is reconciled and not sealed; none while an earlier one is still being reconciled. */
const dueClose = (now: Instant) =>
  sql<{ day: LocalDate }>`SELECT d.day FROM bank_days d
       WHERE d.phase = 'done'
         AND d.day > coalesce((SELECT max(c.day) FROM bank_closes c WHERE c.phase = 'sealed'), '')
         AND NOT EXISTS (SELECT 1 FROM bank_days e WHERE e.phase <> 'done' AND e.day < d.day
                            AND e.day > coalesce((SELECT max(c.day) FROM bank_closes c WHERE c.phase = 'sealed'), ''))
         AND ${notSetAsideCondition('closeBankDays', sql`d.day`, now)} ORDER BY d.day LIMIT 1`

async function takeStep(world: World, day: LocalDate): Promise<boolean> {
  const [row] = await all(world.db, readClose(day))
  const seen = row ? closeFrom(row) : null
  if (seen?.phase === 'sealed') return false
  const version = seen?.version ?? 0
  const key = `${day}:${version}`
  const request = { operation: 'closeBankDay', key, said: [day, version] }
  await jobAct(world, request, {
    reads: () => ({ close: readClose(day), phase: readsFor(seen) }),
    decide: ({ rows, now, kit }): Work => {
      const [fresh] = rows.close
      const is_ours = (fresh?.version ?? 0) === version
      const statements = is_ours ? stepOf(kit, day, { fresh, rows: rows.phase, now }) : []
      return { status: 200, subject_id: day, body: { day, version }, statements }
    },
  })
  return true
}

type LastRow = { last: string | null }
const readLast = (page: Statement) => sql<LastRow>`SELECT max(id) AS last FROM ${page}`
const readHashing = ({ day, at_key }: CloseRow) => ({
  page: readRowsAfter(day, at_key, ROWS_PAGE),
  classes: readStandingClasses(day),
  covers: readMerchantCovers(idsAfterQuery(day, at_key, ROWS_PAGE)),
})
/** Each phase by its name; only the close's own is read. */
const readsFor = (seen: CloseRow | null) => ({
  requiring:
    seen?.phase === 'requiring' ? readLast(cardPageQuery(seen.at_key, CARDS_PAGE)) : undefined,
  resourcing:
    seen?.phase === 'resourcing'
      ? readLast(merchantPageQuery(seen.at_key, MERCHANTS_PAGE))
      : undefined,
  hashing: seen?.phase === 'hashing' ? readHashing(seen) : undefined,
})

type Seen = {
  fresh: CloseInTurnRow | undefined
  rows: RowsRead<ReturnType<typeof readsFor>>
  now: Instant
}
function stepOf(kit: Kit, day: LocalDate, { fresh, rows, now }: Seen): Statement[] {
  if (fresh === undefined)
    return [
      sql`INSERT INTO bank_closes (day, phase, began_at, told_seq)
          SELECT ${day}, 'requiring', ${now}, coalesce(max(seq), 0) FROM bank_statements`,
    ]
  const close = closeFrom(fresh)
  const last = (rows.requiring ?? rows.resourcing)?.[0]?.last ?? null
  if (close.phase === 'requiring')
    return last === null
      ? [moveClose(close, { phase: 'resourcing', at_key: '' })]
      : [
          requireCardsStatement(day, cardPageQuery(close.at_key, CARDS_PAGE)),
          moveClose(close, { at_key: last }),
        ]
  if (close.phase === 'resourcing')
    return last === null
      ? [moveClose(close, { phase: 'hashing', at_key: '' })]
      : [
          resourceMerchantsStatement(day, merchantPageQuery(close.at_key, MERCHANTS_PAGE)),
          moveClose(close, { at_key: last }),
        ]
  insist(rows.hashing, 'a phase has its own rows')
  return hashOrSeal(kit, { close, previous_hash: fresh.before_hash, rows: rows.hashing, now })
}

type Sealing = {
  close: CloseRow
  previous_hash: string | null
  rows: RowsRead<ReturnType<typeof readHashing>>
  now: Instant
}
function hashOrSeal(kit: Kit, { close, previous_hash, rows, now }: Sealing): Statement[] {
  const page = rows.page.map(withSides)
  const last = page.at(-1)
  if (last !== undefined) {
    const rows_hash = hashPage(close.rows_hash, hashedRows(page))
    const sums = addRows(close.sums, page)
    return [
      moveClose(close, { at_key: last.merchant_id, rows_hash, sums }),
      ...emitShortages(kit, { rows: page, before: rows.covers, now }),
      ...upsertMerchantCoverStatements(page.map((row) => merchantCoverFrom(row, now))),
    ]
  }
  const body = bodyOf(kit, { ...close, previous_hash }, rows.classes)
  const content_hash = closeHash(body)
  return [
    sql`UPDATE bank_closes SET phase = 'sealed', previous_hash = ${previous_hash}, content_hash = ${content_hash},
               body = ${JSON.stringify(body)}, sealed_at = ${now}, version = ${close.version + 1}
         WHERE day = ${close.day}`,
  ]
}

function bodyOf(kit: Kit, close: CloseRow, classes: CloseBody['breaks']): CloseBody {
  const sums = addRows(close.sums, [])
  return {
    day: close.day,
    bank: kit.bank.name,
    previous_hash: close.previous_hash,
    rows_hash: close.rows_hash,
    totals: presentSums(sums.totals),
    districts: districtTotals(sums),
    breaks: classes,
  }
}

const moveClose = (
  close: CloseRow,
  to: { phase?: CloseRow['phase']; at_key: string; rows_hash?: string; sums?: Sums },
): Statement =>
  sql`UPDATE bank_closes SET phase = ${to.phase ?? close.phase}, at_key = ${to.at_key},
             rows_hash = ${to.rows_hash ?? close.rows_hash}, sums = ${JSON.stringify(to.sums ?? close.sums)},
             version = ${close.version + 1} WHERE day = ${close.day}`
