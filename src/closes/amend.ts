import { emit } from '../events/emit'
import { refuse } from '../kernel/refusals'
import { type Instant, type LocalDate, localDate } from '../kernel/time'
import { upsertMerchantCoverStatements } from '../merchants/cover'
import type { Work } from '../platform/act'
import { all, type RowsRead, type Statement, sql } from '../platform/d1'
import { eachDue, notSetAsideCondition } from '../platform/jobs'
import { jobAct } from '../platform/journal'
import type { Kit, World } from '../platform/world'
import { closeHash, hashPage } from './hash'
import { type CoverageRow, hashedRows, merchantCoverFrom } from './rules'
import { emitShortages, readMerchantCovers } from './shortage'
import {
  coverageFrom,
  type InForceRow,
  inForce,
  readFigures,
  readMovedOut,
  readStandingClasses,
  type StoredClose,
} from './store'
import { addRows, type CloseBody, districtTotals, presentSums } from './sums'

export type AmendedBody = CloseBody & { revision: number; amends_hash: string; merchants: string[] }
const JOB = 'amendBankCloses'
const ROWS_HASHED = 500
const ROWS_IN_ONE = 1_000

/** The last statement that close `c`, or its newest amendment, knew of; closes of before say only when they were sealed. */
const knownSeq = sql`coalesce((SELECT max(a.told_seq) FROM bank_amended_closes a WHERE a.day = c.day), c.told_seq,
  (SELECT max(s.seq) FROM bank_statements s JOIN bank_files f ON f.id = s.file_id WHERE f.imported_at <= c.sealed_at), 0)`
const toldSince = (day: Statement, since: Statement): Statement =>
  sql`FROM bank_statements s WHERE s.to_on = ${day} AND s.seq > ${since} AND s.replaced_by IS NULL`

/**
 * Gives every sealed day whose statements the bank told anew an amended close, at most `limit`; says how many. Nothing
 * of the sealed one changes. Safe to run twice: a revision is written once (trigger).
 */
export async function amendCloses(world: World, limit: number): Promise<number> {
  const due = await all(
    world.db,
    sql<DueDayRow>`SELECT c.day, ${knownSeq} AS since FROM bank_closes c JOIN bank_days d ON d.day = c.day AND d.phase = 'done'
         WHERE c.phase = 'sealed' AND EXISTS (SELECT 1 ${toldSince(sql`c.day`, knownSeq)})
           AND ${notSetAsideCondition(JOB, sql`c.day`, world.now())} ORDER BY c.day LIMIT ${limit}`,
  )
  return eachDue(world, JOB, due, { id: ({ day }) => day, act: (one) => amend(world, one) })
}

type DueDayRow = { day: LocalDate; since: number }
function amend(world: World, { day, since }: DueDayRow) {
  const request = {
    operation: 'amendBankClose',
    key: `${day}:${since}`,
    said: [day, since],
  }
  const told = sql`(SELECT DISTINCT s.merchant_id AS id ${toldSince(sql`${day}`, sql`${since}`)})`
  return jobAct(world, request, {
    reads: () => readsToAmend(day, told),
    decide: async ({ rows, now, kit }): Promise<Work> => {
      // What the ledger held then is no longer here: a person looks at it, and nothing is made up.
      if (rows.moved_out.length > 0) refuse('close_moved_out')
      const body = amendedBody(kit, day, rows)
      const statements = body === null ? [] : written(kit, { day, now, rows, ...body })
      return { status: 200, subject_id: day, body: { day, since }, statements }
    },
  })
}

type SealedRow = StoredClose & { revision: number | null; amended_hash: string | null }
const readsToAmend = (day: LocalDate, told: Statement) => ({
  close: sql<SealedRow>`SELECT c.*, (SELECT max(a.revision) FROM bank_amended_closes a WHERE a.day = c.day) AS revision,
                 (SELECT a.content_hash FROM bank_amended_closes a WHERE a.day = c.day ORDER BY a.revision DESC LIMIT 1) AS amended_hash
            FROM bank_closes c WHERE c.day = ${day} AND c.phase = 'sealed'`,
  standing: sql<InForceRow>`SELECT ${inForce} FROM bank_coverage k WHERE k.day = ${day} ORDER BY k.merchant_id`,
  figures: readFigures(day, told),
  classes: readStandingClasses(day),
  covers: readMerchantCovers(sql`SELECT id FROM ${told}`),
  moved_out: readMovedOut(day),
  newest: sql<{ seq: number | null }>`SELECT max(seq) AS seq FROM bank_statements`,
})
type Read = RowsRead<ReturnType<typeof readsToAmend>>

type Amended = { body: AmendedBody; changed: CoverageRow[]; content_hash: string }
function amendedBody(
  kit: Kit,
  day: LocalDate,
  { close: [close], standing, figures, classes }: Read,
): Amended | null {
  if (close === undefined) return null
  const anew = new Map(figures.map((row) => [row.merchant_id, row]))
  const rows = standing.map(coverageFrom).map((row): CoverageRow => {
    const told = anew.get(row.merchant_id)
    return told === undefined ? row : { ...row, ...told, form: 2 }
  })
  const changed = rows.filter(({ merchant_id }) => anew.has(merchant_id))
  if (changed.length === 0) return null
  let rows_hash = ''
  for (let i = 0; i < rows.length; i += ROWS_HASHED)
    rows_hash = hashPage(rows_hash, hashedRows(rows.slice(i, i + ROWS_HASHED)))
  const sums = addRows({}, rows)
  const body: AmendedBody = {
    day,
    bank: kit.bank.name,
    revision: (close.revision ?? 0) + 1,
    amends_hash: close.amended_hash ?? close.content_hash ?? '',
    previous_hash: close.previous_hash,
    rows_hash,
    totals: presentSums(sums.totals),
    districts: districtTotals(sums),
    breaks: classes,
    merchants: changed.map(({ merchant_id }) => merchant_id),
  }
  return { body, changed, content_hash: closeHash(body) }
}

function written(
  kit: Kit,
  {
    day,
    now,
    rows,
    body,
    changed,
    content_hash,
  }: Amended & { day: LocalDate; now: Instant; rows: Read },
): Statement[] {
  const { revision, amends_hash, rows_hash } = body
  const told_seq = Number(rows.newest[0]?.seq)
  const chunks: CoverageRow[][] = []
  for (let i = 0; i < changed.length; i += ROWS_IN_ONE)
    chunks.push(changed.slice(i, i + ROWS_IN_ONE))
  return [
    sql`INSERT INTO bank_amended_closes (day, revision, amends_hash, rows_hash, content_hash, body, told_seq, sealed_at)
        VALUES (${day}, ${revision}, ${amends_hash}, ${rows_hash}, ${content_hash}, ${JSON.stringify(body)}, ${told_seq}, ${now})`,
    ...chunks.map(
      (some) =>
        sql`INSERT INTO bank_amended_rows (day, merchant_id, revision, row)
            SELECT ${day}, value ->> 'merchant_id', ${revision}, value FROM json_each(${JSON.stringify(some)})`,
    ),
    ...emitShortages(kit, { rows: changed, before: rows.covers, now }),
    ...upsertMerchantCoverStatements(changed.map((row) => merchantCoverFrom(row, now))),
    emit(kit, {
      type: 'bank.close_amended',
      subject_id: day,
      merchant_id: null,
      consumer_id: null,
      data: {
        day,
        revision,
        amends_hash,
        content_hash,
        merchants_count: changed.length,
        on: localDate(now),
      },
      at: now,
    }),
  ]
}
