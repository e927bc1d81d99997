import { emit } from '../events/emit'
import { spell } from '../kernel/ids'
import { refuse } from '../kernel/refusals'
import { epochMs, HOUR_MS, type Instant, localDate } from '../kernel/time'
import type { Ask, Work } from '../platform/act'
import { all, type RowsRead, type Statement, sql } from '../platform/d1'
import { eachDue, notSetAsideCondition } from '../platform/jobs'
import { answerOnce, jobAct } from '../platform/journal'
import type { Kit, World } from '../platform/world'
import { nightStep } from './night'
import { BEGINNING, type Finding, PASSES, type Pass, type PassStep } from './passes'
import { collectStep, type MarksRow, NO_MARKS } from './touched'
import { presentRun } from './views'

export type RunRow = {
  id: string
  scope: 'full' | 'night'
  asked_by: string
  /** JSON marks: what acts touched from `since` on; `upto` is what this run knows, the next one's `since`. */
  since: string
  upto: string
  started_at: Instant
  pass: number
  at_key: string
  looked_at: number
  findings_count: number
  broken_passes: string
  result: 'clean' | 'mismatch' | 'incomplete' | null
  done_at: Instant | null
  version: number
}
export const readRuns = (where: Statement) =>
  sql<RunRow>`SELECT r.* FROM book_runs r WHERE ${where}`

/** An official asks for a check of all books, from the first row on. One runs at a time. Refuses book_run_is_running. */
export const startRun = (world: World, ask: Ask) =>
  answerOnce(world, ask, {
    reads: () => readsToStart(world),
    decide: ({ actor, rows, now, kit }) => {
      if (rows.running[0]) refuse('book_run_is_running')
      return started(kit, { scope: 'full', asked_by: actor.id, rows, now })
    },
  })

type KnownRow = { upto: string }

/** A transfer's id tells when it was made, not when it was written: the last hour is looked at once more. */
const readsToStart = (kit: Kit) => ({
  running: readRuns(sql`r.result IS NULL`),
  known: sql<KnownRow>`SELECT upto FROM book_runs WHERE result = 'clean' ORDER BY id DESC LIMIT 1`,
  beginning: sql<MarksRow>`SELECT (SELECT coalesce(max(seq), 0) FROM journal) AS journal,
             (SELECT coalesce(max(seq), 0) FROM events) AS events,
             ${`trf_${spell(epochMs(kit.now()) - HOUR_MS)}`} AS transfer`,
})

type Start = {
  scope: RunRow['scope']
  asked_by: string
  rows: RowsRead<ReturnType<typeof readsToStart>>
  now: Instant
}
function started(kit: Kit, { scope, asked_by, rows, now }: Start) {
  const run: RunRow = {
    id: kit.newId('bkr'),
    scope,
    asked_by,
    since: rows.known[0]?.upto ?? '{}',
    upto: JSON.stringify(rows.beginning[0]),
    started_at: now,
    pass: 0,
    at_key: scope === 'night' ? COLLECTING : BEGINNING,
    looked_at: 0,
    findings_count: 0,
    broken_passes: '[]',
    result: null,
    done_at: null,
    version: 1,
  }
  const statement = sql`INSERT INTO book_runs (id, scope, asked_by, since, upto, at_key, started_at)
    VALUES (${run.id}, ${scope}, ${asked_by}, ${run.since}, ${run.upto}, ${run.at_key}, ${now})`
  return { status: 201, subject_id: run.id, body: presentRun(run), statements: [statement] }
}

/** Every night a run over the new and a part of the old begins by itself, unless one is still going on. */
export async function startNightlyRun(world: World, _limit: number): Promise<number> {
  const day = localDate(world.now())
  const request = { operation: 'startBookRun', key: day, said: [day] }
  await jobAct(world, request, {
    reads: () => readsToStart(world),
    decide: ({ rows, now, kit }): Work =>
      rows.running[0]
        ? { status: 200, subject_id: day, body: { day, started: false }, statements: [] }
        : {
            ...started(kit, { scope: 'night', asked_by: 'clock', rows, now }),
            body: { day, started: true },
          },
  })
  return 0
}

/** Goes on with a run: at most `limit` pages, each remembered, so that it may stop or die anywhere. */
export async function continueRuns(world: World, limit: number): Promise<number> {
  const due = await all(
    world.db,
    readRuns(
      sql`r.result IS NULL AND ${notSetAsideCondition('continueRuns', sql`r.id`, world.now())} LIMIT 1`,
    ),
  )
  let steps = 0
  await eachDue(world, 'continueRuns', due, {
    id: ({ id }) => id,
    act: async ({ id }) => {
      while (steps < limit && (await takePages(world, id))) steps += 1
    },
  })
  return steps
}

/** More findings than this are counted, and not kept one by one. */
const KEPT_MAX = 500

/** One act covers several pages of a small city, one page of a large one. */
const ROWS_MAX = 20_000
const PAGES_MAX = 60

async function takePages(world: World, id: string): Promise<boolean> {
  const [row] = await all(world.db, readRuns(sql`r.id = ${id}`))
  const seen = row ?? refuse('book_run_not_found')
  if (seen.result !== null) return false
  const { run, findings, remembered } = await lookOn(world, seen)
  const { version } = seen
  const request = {
    operation: 'continueBookRun',
    key: `${id}:${version}`,
    said: [id, version],
  }
  await jobAct(world, request, {
    reads: () => ({ runs: readRuns(sql`r.id = ${id}`) }),
    decide: ({ rows, now, kit }): Work => {
      const fresh = rows.runs[0] ?? refuse('book_run_not_found')
      const is_ours = fresh.version === version
      const after = ended(run, now)
      const statements = is_ours ? written(kit, seen, after, { findings, remembered, now }) : []
      return { status: 200, subject_id: id, body: { id, pass: after.pass }, statements }
    },
  })
  return true
}

type Named = Finding & { pass: string }
type Look = { run: RunRow; findings: Named[]; remembered: Statement[] }
/** Reads on from the mark: whole passes where they are short, and no more rows than one act should. */
async function lookOn(world: World, seen: RunRow): Promise<Look> {
  const look: Look = { run: seen, findings: [], remembered: [] }
  for (let pages = 0; pages < PAGES_MAX; pages++) {
    const { run } = look
    const pass = PASSES[run.pass]
    if (!pass || run.looked_at - seen.looked_at >= ROWS_MAX) break
    const page = await pageFrom(world, run, pass).catch(() => null)
    look.findings.push(...(page?.findings ?? []).map((one) => ({ ...one, pass: pass.name })))
    look.remembered.push(...(page?.statements ?? []))
    look.run = isCollecting(run) ? collected(run, page) : advanced(run, pass.name, page)
    if (page?.ends_act) break
  }
  return look
}

/** Before the first pass of a night: what was touched since the last clean run is written down. */
const COLLECTING = 'collect'
const isCollecting = ({ at_key }: RunRow): boolean => at_key.startsWith(COLLECTING)
const marksOf = (text: string): MarksRow => ({
  ...NO_MARKS,
  ...(JSON.parse(text) as Partial<MarksRow>),
})

async function pageFrom(world: World, run: RunRow, pass: Pass): Promise<PassStep> {
  const { at_key, started_at } = run
  if (run.scope === 'full') return pass.read(world.db, { after: at_key, upto: null })
  if (!isCollecting(run)) return nightStep(world.db, pass, { at: at_key, night: { started_at } })
  const marks = { since: marksOf(run.since), upto: marksOf(run.upto) }
  return collectStep(world.db, at_key.slice(COLLECTING.length + 1), marks)
}

/** What was touched is not known: nothing may be called clean, and every pass still reads what is new and due. */
function collected(run: RunRow, page: PassStep | null): RunRow {
  if (page === null) return { ...run, at_key: BEGINNING, broken_passes: withName(run, COLLECTING) }
  return { ...run, at_key: page.next === null ? BEGINNING : `${COLLECTING} ${page.next}` }
}
const withName = ({ broken_passes }: RunRow, name: string): string =>
  JSON.stringify([...(JSON.parse(broken_passes) as string[]), name])

/** Null: the pass could not run, which is never a silent yes. */
function advanced(run: RunRow, pass: string, page: PassStep | null): RunRow {
  const next = page?.next ?? null
  return {
    ...run,
    pass: next === null ? run.pass + 1 : run.pass,
    at_key: next ?? BEGINNING,
    looked_at: run.looked_at + (page?.looked_at ?? 0),
    findings_count: run.findings_count + (page?.findings.length ?? 0),
    broken_passes: page === null ? withName(run, pass) : run.broken_passes,
  }
}

function ended(run: RunRow, now: Instant): RunRow {
  if (run.pass < PASSES.length) return run
  const could_not_run = run.broken_passes !== '[]'
  const result = run.findings_count > 0 ? 'mismatch' : could_not_run ? 'incomplete' : 'clean'
  return { ...run, result, done_at: now }
}

function written(
  kit: Kit,
  run: RunRow,
  after: RunRow,
  {
    findings,
    remembered,
    now,
  }: { findings: readonly Named[]; remembered: readonly Statement[]; now: Instant },
): Statement[] {
  const kept = findings.slice(0, Math.max(KEPT_MAX - run.findings_count, 0))
  const { result } = after
  return [
    sql`UPDATE book_runs SET pass = ${after.pass}, at_key = ${after.at_key}, looked_at = ${after.looked_at},
               findings_count = ${after.findings_count}, broken_passes = ${after.broken_passes},
               result = ${after.result}, done_at = ${after.done_at}, version = ${run.version + 1}
         WHERE id = ${run.id}`,
    ...remembered,
    ...(kept.length > 0 ? [insertFindings(run, kept)] : []),
    ...(result === null || result === 'clean' ? [] : [tellOfBooks(kit, after, result, now)]),
  ]
}

type Wrong = Exclude<RunRow['result'], 'clean' | null>
const tellOfBooks = (kit: Kit, run: RunRow, result: Wrong, now: Instant): Statement =>
  emit(kit, {
    type: 'books.mismatch',
    subject_id: run.id,
    merchant_id: null,
    consumer_id: null,
    data: { run_id: run.id, result, findings_count: run.findings_count },
    at: now,
  })

const insertFindings = (run: RunRow, findings: readonly Named[]): Statement =>
  sql`INSERT INTO book_findings (run_id, no, pass, id, found, expected)
      SELECT ${run.id}, ${run.findings_count} + key, value ->> 'pass', value ->> 'id', value ->> 'found',
             value ->> 'expected' FROM json_each(${JSON.stringify(findings)})`
