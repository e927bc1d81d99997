import {
  dayStart,
  HOUR_MS,
  type Instant,
  type LocalDate,
  localDate,
  plusDays,
  plusMs,
} from '../kernel/time'
import type { Work } from '../platform/act'
import { all, type Statement, sql } from '../platform/d1'
import { eachDue, notSetAsideCondition } from '../platform/jobs'
import { jobAct } from '../platform/journal'
import type { World } from '../platform/world'
import type { DayRow } from './days'
import { takingIn } from './import'
import { dropChunksStatement, fileHash } from './store'

/** How far back a file that never came, or left an account out, is asked for. */
const DAYS_BACK = 30
/** And how far back where people brought every account's statement: the bank's own word is asked for all the same. */
const OWN_WORD_DAYS = 3
const ASK_AGAIN_MS = HOUR_MS / 2
const PIECES_KEPT_MS = 48 * HOUR_MS

/**
 * Fetches the bank's statement files of days that are over, oldest first, up to `limit` days; a day whose file is not
 * there yet is asked for again half an hour later. Safe to run twice: the same content is imported once.
 */
export async function fetchStatements(world: World, limit: number): Promise<number> {
  await dropStalePieces(world)
  await expectDays(world)
  const now = world.now()
  const due = await all(
    world.db,
    sql<{ day: LocalDate }>`SELECT d.day FROM bank_days d
         WHERE (d.is_whole = 0 OR d.day >= ${plusDays(localDate(now), -OWN_WORD_DAYS)} AND NOT EXISTS (
                 SELECT 1 FROM bank_statements s JOIN bank_files f ON f.id = s.file_id AND f.source = 'bank'
                  WHERE s.to_on = d.day AND s.replaced_by IS NULL))
           AND d.day >= ${plusDays(localDate(now), -DAYS_BACK)}
           AND coalesce(d.asked_at, '') <= ${plusMs(now, -ASK_AGAIN_MS)}
           AND ${notSetAsideCondition('fetchBankStatements', sql`d.day`, now)} ORDER BY d.day LIMIT ${limit}`,
  )
  return eachDue(world, 'fetchBankStatements', due, {
    id: ({ day }) => day,
    act: ({ day }) => fetchDay(world, day),
  })
}

type StaleRow = { content_hash: string; at: Instant }
/** Pieces of a large file that never became whole are let go after two days; nobody had read them. */
async function dropStalePieces(world: World): Promise<void> {
  const before = plusMs(world.now(), -PIECES_KEPT_MS)
  const stale = await all(
    world.db,
    sql<StaleRow>`SELECT content_hash, max(at) AS at FROM bank_file_chunks GROUP BY content_hash HAVING max(at) < ${before} LIMIT 10`,
  )
  for (const { content_hash, at } of stale) {
    const key = `${content_hash}:${at}`
    const request = { operation: 'dropStalePieces', key, said: [key] }
    await jobAct(world, request, {
      reads: () => ({}),
      decide: (): Work => ({
        status: 200,
        subject_id: content_hash,
        body: { content_hash },
        statements: [dropChunksStatement(content_hash)],
      }),
    })
  }
}

type ExpectDayRow = { next: LocalDate | null; accounts: number }
/** Every day since the first one is expected to have a file; the first one is the day before this ran first. */
async function expectDays(world: World): Promise<void> {
  const yesterday = plusDays(localDate(world.now()), -1)
  // A file may have been brought of a later day than any that is known: the first gap counts, not the last day.
  const [seen] = await all(
    world.db,
    sql<ExpectDayRow>`SELECT (SELECT min(date(d.day, '+1 day')) FROM bank_days d
                 WHERE NOT EXISTS (SELECT 1 FROM bank_days n WHERE n.day = date(d.day, '+1 day'))) AS next,
               EXISTS (SELECT 1 FROM merchants WHERE custody_account_no IS NOT NULL
                          AND admitted_at < ${dayStart(plusDays(yesterday, 1))}) AS accounts`,
  )
  const from = seen?.next ?? yesterday
  if (!seen?.accounts || from > yesterday) return
  const days: LocalDate[] = []
  for (let day = from; day <= yesterday; day = plusDays(day, 1)) days.push(day)
  const request = {
    operation: 'expectBankDays',
    key: `${from}:${yesterday}`,
    said: days,
  }
  await jobAct(world, request, {
    reads: () => ({}),
    decide: (): Work => ({
      status: 200,
      subject_id: yesterday,
      body: { days },
      statements: [
        sql`INSERT INTO bank_days (day, phase, has_file)
            SELECT value, 'expected', 0 FROM json_each(${JSON.stringify(days)})
             WHERE true ON CONFLICT (day) DO NOTHING`,
      ],
    }),
  })
}

async function fetchDay(world: World, day: LocalDate) {
  const file = await world.bank.statement({ day })
  if (file === null) return markAsked(world, day)
  const content_hash = await fileHash(file.bytes)
  const request = { operation: 'fetchBankStatement', key: `${day}:${content_hash}`, said: [day] }
  const bytes = { ...file, content_hash, source: 'bank', restates: false } as const
  const answer = await jobAct(world, request, takingIn(bytes))
  // A file that tells of other days only leaves this one without: it is asked for again.
  if (answer.status < 400) await markAsked(world, day)
  return answer
}

type BankDayRow = Omit<DayRow, 'done_on'>
function markAsked(world: World, day: LocalDate) {
  const now = world.now()
  const request = {
    operation: 'markBankDayAsked',
    key: `${day}:${now}`,
    said: [day],
  }
  return jobAct(world, request, {
    reads: () => ({ bank_days: sql<BankDayRow>`SELECT * FROM bank_days WHERE day = ${day}` }),
    decide: ({ rows }): Work => ({
      status: 200,
      subject_id: day,
      body: { day },
      statements: asked(rows.bank_days[0], now),
    }),
  })
}
const asked = (row: BankDayRow | undefined, now: Instant): Statement[] =>
  row === undefined
    ? []
    : [
        sql`UPDATE bank_days SET asked_at = ${now}, version = ${row.version + 1}
             WHERE day = ${row.day}`,
      ]
