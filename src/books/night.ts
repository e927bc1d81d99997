import { BEGINNING, type Pass, type PassStep } from '../checks/pass'
import { spell } from '../kernel/ids'
import { DAY_MS, epochMs, HOUR_MS, type Instant, instantAt, plusMs } from '../kernel/time'
import { all, type Db, type Statement, sql } from '../platform/d1'

/** Every part is read again within so many nights. */
export const ROTATION_NIGHTS = 30
/** How old a part may be on the evening before it is read again. */
const ROUND_NIGHTS = ROTATION_NIGHTS - 1
/** Rows of a part at most, and a fifth of it at least. Less than that is read every night, by every pass. */
const PART_ROWS = 500
const PARTS_AT_ONCE = 200
const ROWS_AT_ONCE = 10_000

type Night = { started_at: Instant; page?: number }
/** Where a night is within a pass: what is new, what was touched, and what is due of the old. */
type Mark =
  | { at: 'new'; limit: string; after: string; closes: boolean }
  | { at: 'touched'; limit: string; after: string }
  | { at: 'due'; quota: number | null }

/**
 * One step of a pass at night. New is what lies beyond the last part, however many nights that are; it becomes parts,
 * but for a short rest. Then what was touched below; then parts, those with findings first, then the longest unread, so
 * many that all are read once in a rotation, and whatever would become older than that.
 */
export async function nightStep(
  db: Db,
  pass: Pass,
  { at, night }: { at: string; night: Night },
): Promise<PassStep> {
  if (pass.is_whole) return pass.read(db, { after: BEGINNING, upto: null })
  const mark = at === BEGINNING ? await beginning(db, pass) : (JSON.parse(at) as Mark)
  if (mark.at === 'new') return newStep(db, pass, { mark, night })
  if (mark.at === 'touched') return touchedStep(db, pass, { mark, night })
  return dueStep(db, pass, { quota: mark.quota, night })
}

type BeginningRow = { limit: string | null }
const beginning = async (db: Db, pass: Pass): Promise<Mark> => {
  const [row] = await all(
    db,
    sql<BeginningRow>`SELECT to_key AS "limit" FROM book_parts WHERE pass = ${pass.name} ORDER BY from_key DESC LIMIT 1`,
  )
  const limit = row?.limit ?? BEGINNING
  return { at: 'new', limit, after: limit, closes: true }
}
const said = (mark: Mark): string => JSON.stringify(mark)
const howOf = ({ page }: Night) => ({ is_night: true, page: page ?? PART_ROWS })

type At<K extends Mark['at']> = { mark: Extract<Mark, { at: K }>; night: Night }
async function newStep(db: Db, pass: Pass, { mark, night }: At<'new'>): Promise<PassStep> {
  const { limit, after } = mark
  const step = await pass.read(db, { after, upto: null }, howOf(night))
  const { next, rest, findings, looked_at } = step
  const to_key = next ?? rest
  const closes = mark.closes && to_key !== undefined && isSettled(to_key, night.started_at)
  const part = { from_key: after, rows_count: looked_at, findings: findings.length }
  return {
    ...step,
    next: next === null ? afterNew(pass, limit) : said({ at: 'new', limit, after: next, closes }),
    statements: closes ? [putPart(pass, { ...part, to_key }, night)] : [],
  }
}
/** Nothing old, nothing more to do. */
const afterNew = (pass: Pass, limit: string): string | null => {
  if (pass.touched) return said({ at: 'touched', limit, after: BEGINNING })
  return limit === BEGINNING ? null : said({ at: 'due', quota: null })
}

async function touchedStep(db: Db, pass: Pass, { mark, night }: At<'touched'>): Promise<PassStep> {
  const { limit, after } = mark
  const step = await pass.touched?.(db, { after, upto: limit }, howOf(night))
  if (step?.next) return { ...step, next: said({ at: 'touched', limit, after: step.next }) }
  const next = limit === BEGINNING ? null : said({ at: 'due', quota: null })
  return { findings: [], looked_at: 0, ...step, next }
}

/**
 * An id tells the moment it was made at, not the one it was written at: the last hour may still get rows between those
 * that were seen, so it stays new for another night.
 */
function isSettled(key: string, started_at: Instant): boolean {
  const [, born] = /[a-z]{3}_([0-9A-HJKMNP-TV-Z]{10})/.exec(key) ?? []
  if (born !== undefined) return born < spell(epochMs(started_at) - HOUR_MS)
  return (
    !/^\d{4}-\d\d-\d\d$/.test(key) || key < instantAt(epochMs(started_at) - DAY_MS).slice(0, 10)
  )
}

type PartRow = { from_key: string; to_key: string; rows_count: number; findings_count: number }
type DuePartRow = PartRow & { read_at: Instant }
async function dueStep(
  db: Db,
  pass: Pass,
  { quota, night }: { quota: number | null; night: Night },
): Promise<PassStep> {
  let left = quota ?? (await quotaOf(db, pass, night))
  const overdue_at = plusMs(night.started_at, -ROUND_NIGHTS * DAY_MS + HOUR_MS)
  const due = await all(db, dueParts(pass, night))
  const step: Required<Omit<PassStep, 'rest'>> = {
    findings: [],
    looked_at: 0,
    next: null,
    statements: [],
    ends_act: false,
  }
  let is_over = due.length === 0
  // What a part has grown by stands beside it now, as old as it was: it may be due this very night.
  let has_grown = false
  for (const part of due) {
    const must = part.findings_count > 0 || part.read_at <= overdue_at
    is_over = !must && left <= 0
    if (is_over || step.looked_at >= ROWS_AT_ONCE) break
    const read = await readPart(db, pass, { part, night })
    step.findings.push(...read.findings)
    step.statements.push(...read.statements)
    step.looked_at += read.looked_at
    has_grown ||= read.statements.length > 1
    left -= 1
  }
  if (is_over && !has_grown) return step
  return { ...step, next: said({ at: 'due', quota: left }), ends_act: true }
}
type CountRow = { count: number }
/**
 * How many of a pass's parts this night reads: three parts are one in every tenth night, a thousand some thirty-five
 * each night. Passes with as many parts have other nights.
 */
async function quotaOf(db: Db, pass: Pass, { started_at }: Night): Promise<number> {
  const [row] = await all(
    db,
    sql<CountRow>`SELECT count(*) AS count FROM book_parts WHERE pass = ${pass.name}`,
  )
  const night = Math.floor(epochMs(started_at) / DAY_MS) + pass.name.length
  const readBefore = (nights: number) => Math.floor((nights * (row?.count ?? 0)) / ROUND_NIGHTS)
  return readBefore(night + 1) - readBefore(night)
}
const dueParts = (pass: Pass, { started_at }: Night) =>
  sql<DuePartRow>`SELECT from_key, to_key, rows_count, read_at, findings_count FROM (
        SELECT * FROM (SELECT * FROM book_parts WHERE pass = ${pass.name} AND findings_count > 0
                          AND read_at < ${started_at} LIMIT ${PARTS_AT_ONCE})
        UNION
        SELECT * FROM (SELECT * FROM book_parts WHERE pass = ${pass.name} AND read_at < ${started_at}
                        ORDER BY read_at, from_key LIMIT ${PARTS_AT_ONCE}))
       ORDER BY findings_count = 0, read_at, from_key`

/** A part that has grown over a page is read up to the page; the rest becomes a part of its own, as old as before. */
async function readPart(
  db: Db,
  pass: Pass,
  { part, night }: { part: PartRow & { read_at: Instant }; night: Night },
): Promise<PassStep & { statements: Statement[] }> {
  const { from_key, to_key } = part
  const step = await pass.read(db, { after: from_key, upto: to_key }, howOf(night))
  const is_split = step.next !== null && step.next < to_key
  const read = {
    from_key,
    to_key: is_split && step.next !== null ? step.next : to_key,
    rows_count: step.looked_at,
    findings: step.findings.length,
  }
  const rest = {
    from_key: read.to_key,
    to_key,
    rows_count: Math.max(part.rows_count - step.looked_at, 0),
    findings: part.findings_count,
  }
  const statements = [
    putPart(pass, read, night),
    ...(is_split ? [putPart(pass, rest, { ...night, started_at: part.read_at })] : []),
  ]
  return { ...step, next: null, statements }
}

type Part = { from_key: string; to_key: string; rows_count: number; findings: number }
const putPart = (pass: Pass, part: Part, { started_at }: Night): Statement =>
  sql`INSERT INTO book_parts (pass, from_key, to_key, rows_count, read_at, findings_count)
      VALUES (${pass.name}, ${part.from_key}, ${part.to_key}, ${part.rows_count}, ${started_at}, ${part.findings})
      ON CONFLICT (pass, from_key) DO UPDATE SET to_key = excluded.to_key, rows_count = excluded.rows_count,
        read_at = excluded.read_at, findings_count = excluded.findings_count`
