import { type FieldFault, refuse } from '../kernel/refusals'
import { type Instant, type LocalDate, localDate, plusDays } from '../kernel/time'
import { type Ask, RefusalWith, type Work } from '../platform/act'
import { all, type Row, type Statement, sql } from '../platform/d1'
import { answerOnce, clockAsk } from '../platform/journal'
import type { World } from '../platform/world'
import type { Fault } from '../statements/faults'
import type { BankStatement, Reading } from '../statements/statement'
import { refuseContradiction } from './contradiction'
import {
  competesWithBank,
  daysOf,
  outranked,
  refuseTooEarly,
  refuseUnfinished,
  type Standing,
} from './given-rules'
import { type LineValues, valuesOf } from './line-rules'
import { joinStatements, readStatements } from './read'
import { outrank, restate } from './restate'
import {
  type Account,
  AGAIN,
  awakenDays,
  beginDaysOf,
  claimUpload,
  countNewLines,
  dropChunks,
  type FileRow,
  holdPage,
  insertFile,
  insertLines,
  insertStatements,
  linesGiven,
  linesStaged,
  readAccounts,
  readFileByHash,
  readHeldPages,
  readOtherTold,
  readSealed,
  releasePages,
  warningsText,
} from './store'
import { presentFile } from './views'

/** Lines in one piece of a large file: about one megabyte of JSON, half of what D1 takes as one value. */
export const CHUNK_LINES = 3_000

/** How far back the bank's own word replaces what somebody brought: as far as it is fetched, and some days more. */
const DAYS_OUTRANKED = 40

type GivenFile = {
  bytes: Uint8Array
  content_hash: string
  source: FileRow['source']
  /** The bank says that these statements replace what it told before. */
  restates: boolean
}

/**
 * Takes in a file of bank statements, all of it or nothing; moves no money. The same content twice is once; lines
 * told before are known; pages that wait for others are held. A small file is one act of two round trips; a large one
 * is brought in by pieces, each an act of its own, so that the same request made again goes on where it was.
 * Refuses bank_file_unreadable with a fault for each place, bank_day_not_over, bank_statement_before_account,
 * bank_file_needs_second, bank_file_is_withdrawn, bank_statement_contradicts, bank_line_is_resolved.
 */
export function importStatements(world: World, ask: Ask, file: GivenFile) {
  let reading: Reading | null = null
  let tries = 0
  return answerOnce(world, ask, {
    reads: (who) => ({
      file_by_hash: readFileByHash(file.content_hash),
      accounts: readAccounts(),
      held_pages: readHeldPages(),
      sealed: readSealed(who, file.content_hash),
      other_told: readOtherTold(file.source, plusDays(localDate(world.now()), -DAYS_OUTRANKED)),
    }),
    decide: async ({
      actor,
      rows: { file_by_hash: known, accounts, held_pages: held, sealed, other_told: others },
      now,
      kit,
    }) => {
      const is_again = Boolean(known?.[0]?.withdrawn_at)
      if (is_again && file.source === 'upload') refuse('bank_file_is_withdrawn')
      if (known?.[0] && !is_again) return answered(200, known[0], toldByBank(known[0], file))
      reading ??= readStatements(file.bytes)
      const told = wholeOf(reading, held)
      const own_accounts = accountsIn(accounts)
      const other = (others ?? []) as Standing[]
      refuseStrangers(told.complete, own_accounts)
      refuseUnfinished(told.complete, localDate(now))
      refuseTooEarly(told.complete, openingsOf(accounts))
      if (file.source === 'upload')
        askSecond(told.complete, { file, sealed: sealed[0], own: other, by: actor.id, now })
      const pieces = () => piecesOf(told.complete, own_accounts)
      if (tries++ > 0 && !file.restates)
        await refuseContradiction(world, file.content_hash, { told: told.complete, pieces })
      const lines_count = told.complete.reduce((sum, { lines }) => sum + lines.length, 0)
      const source = await broughtIn(world, file.content_hash, { lines_count, pieces })
      const row: FileRow = {
        id: kit.newId('bfl'),
        content_hash: is_again ? file.content_hash + AGAIN : file.content_hash,
        bytes_count: file.bytes.length,
        source: file.source,
        given_by: actor.id,
        statements_count: told.complete.length,
        lines_count,
        new_count: -1,
        held_count: told.waiting.length,
        warnings: warningsText(told.warnings),
        imported_at: now,
      }
      return answered(201, row, written(row, { ...told, file, source, accounts, now, other }))
    },
  })
}

/** The bank sends the very bytes that somebody brought before: they are known, and its days begin by it. */
const toldByBank = (known: FileRow, { source }: GivenFile): Statement[] =>
  source === 'bank' && known.source === 'upload' ? [beginDaysOf(known.id)] : []

type Asked = {
  file: GivenFile
  sealed: Row | undefined
  own: readonly Standing[]
  by: string
  now: Instant
}
/**
 * What is sealed, or what the bank itself told, is told otherwise only when a second person brings the same file: the
 * first one is written down.
 */
function askSecond(told: readonly BankStatement[], { file, sealed, own, by, now }: Asked): void {
  const day = String(sealed?.day ?? '')
  const is_sealed = told.some((statement) => daysOf(statement).to_on <= day)
  if (!is_sealed && !competesWithBank(told, { own, restates: file.restates })) return
  const first = sealed?.given_by ?? null
  if (first !== null && first !== by && sealed?.is_same !== 1) return
  throw new RefusalWith('bank_file_needs_second', [claimUpload(file.content_hash, by, now)])
}

type Told = { complete: BankStatement[]; waiting: BankStatement[]; warnings: Fault[] }
/** What the file tells, with the held pages of the same statements; what is still incomplete waits on. */
function wholeOf(reading: Reading, held: readonly Row[]): Told {
  const fresh = statementsIn(reading)
  const ids = new Set(fresh.statements.map(idOf))
  const before = held
    .map((row) => JSON.parse(String(row.page)) as BankStatement)
    .filter((page) => ids.has(idOf(page)))
  const all_pages =
    before.length === 0 ? fresh : statementsIn(joinStatements([...before, ...fresh.statements]))
  const complete = all_pages.statements.filter(({ pages }) => pages.is_complete)
  const done = new Set(complete.map(idOf))
  const waiting = fresh.statements.filter((page) => !done.has(idOf(page)))
  return { complete, waiting, warnings: all_pages.warnings }
}
const idOf = ({ account_no, statement_id }: BankStatement) => `${account_no}\n${statement_id}`

function statementsIn(reading: Reading): { statements: BankStatement[]; warnings: Fault[] } {
  if (reading.ok) return reading
  const detail = `共 ${reading.fault_count} 处不对，一行也没有读入`
  return refuse('bank_file_unreadable', { detail, errors: reading.faults.map(errorOf) })
}
const errorOf = ({ line, pointer, code, detail }: Fault): FieldFault => ({
  pointer,
  code,
  detail: line === null ? detail : `第 ${line} 行：${detail}`,
})

const accountsIn = (rows: readonly Row[]): Map<string, string> =>
  new Map((rows as Account[]).map(({ account_no, merchant_id }) => [account_no, merchant_id]))

const openingsOf = (rows: readonly Row[]): Map<string, LocalDate> =>
  new Map((rows as Account[]).map(({ account_no, opened_on }) => [account_no, opened_on]))

function refuseStrangers(told: readonly BankStatement[], accounts: Map<string, string>): void {
  const strange = told.filter(({ account_no }) => !accounts.has(account_no))
  if (strange.length === 0) return
  refuse('bank_file_unreadable', {
    detail: `有 ${strange.length} 个账号不是本市的专户，一行也没有读入`,
    errors: strange.slice(0, 200).map(({ account_no, lines }) => ({
      pointer: `/${account_no}`,
      code: 'account_unknown',
      detail: `${lines[0] ? `第 ${lines[0].file_line} 行：` : ''}账号 ${account_no} 不是本市的专户`,
    })),
  })
}

/** The lines as they are stored, one piece in memory at a time. */
function* piecesOf(
  told: readonly BankStatement[],
  accounts: Map<string, string>,
): Generator<LineValues[]> {
  let piece: LineValues[] = []
  for (const statement of told)
    for (const line of valuesOf(statement, accounts.get(statement.account_no) ?? '')) {
      if (piece.push(line) < CHUNK_LINES) continue
      yield piece
      piece = []
    }
  if (piece.length > 0) yield piece
}

type Ready = Told & {
  source: Statement | null
  accounts: readonly Row[]
  now: Instant
  file: GivenFile
  /** What the other source told: for the bank's own file, what people brought. */
  other: readonly Standing[]
}
function written(row: FileRow, ready: Ready): Statement[] {
  const { complete, waiting, source, accounts, now, other } = ready
  const { content_hash, restates } = ready.file
  const merchants = accountsIn(accounts)
  const told = complete.map((statement) => ({
    statement,
    merchant_id: merchants.get(statement.account_no) ?? '',
  }))
  return [
    insertFile(row),
    ...(row.source === 'bank' ? outrank(row.id, outranked(complete, other)) : []),
    ...(restates && complete.length > 0 ? restate(row.id, complete, source) : []),
    ...(told.length > 0 ? [insertStatements(row.id, told), awakenDays(complete, row.source)] : []),
    ...(source ? [insertLines(row.id, source)] : []),
    countNewLines(row.id),
    ...waiting.map((page) => holdPage(row.id, page, now)),
    ...complete.filter(({ pages }) => pages.last > 1).map(releasePages),
    dropChunks(content_hash),
  ]
}

type Pieces = () => Generator<LineValues[]>
/** Brings many lines in piece by piece; a piece that is there is not sent again. Few lines need no pieces. */
async function broughtIn(
  world: World,
  content_hash: string,
  { lines_count, pieces }: { lines_count: number; pieces: Pieces },
): Promise<Statement | null> {
  if (lines_count === 0) return null
  if (lines_count <= CHUNK_LINES) return linesGiven(JSON.stringify([...pieces()].flat()))
  const of_count = Math.ceil(lines_count / CHUNK_LINES)
  const staged = await all<{ no: number }>(
    world.db,
    sql`SELECT no FROM bank_file_chunks WHERE content_hash = ${content_hash}`,
  )
  const there = new Set(staged.map(({ no }) => no))
  let no = 0
  for (const piece of pieces()) {
    if (!there.has(no)) await stage(world, { content_hash, no, of_count, piece })
    no += 1
  }
  return linesStaged(content_hash)
}

type Piece = { content_hash: string; no: number; of_count: number; piece: readonly LineValues[] }
async function stage(world: World, { content_hash, no, of_count, piece }: Piece): Promise<void> {
  // The time is part of the key: pieces of a file whose lines were let go may have to come again.
  const key = `${content_hash}:${no}:${world.now()}`
  const ask = await clockAsk(world, { operation: 'stageBankLines', key, said: [content_hash, no] })
  await answerOnce(world, ask, {
    reads: () => ({
      bank_file_chunks: sql`SELECT 1 AS there FROM bank_file_chunks WHERE content_hash = ${content_hash} AND no = ${no}`,
    }),
    decide: ({ rows, now }): Work => {
      const statements = rows.bank_file_chunks[0]
        ? []
        : [
            sql`INSERT INTO bank_file_chunks (content_hash, no, lines_count, of_count, lines, at)
                VALUES (${content_hash}, ${no}, ${piece.length}, ${of_count}, ${JSON.stringify(piece)}, ${now})`,
          ]
      return { status: 200, subject_id: content_hash, body: { content_hash, no }, statements }
    },
  })
}

const answered = (status: number, row: FileRow, statements: Statement[]): Work => ({
  status,
  subject_id: row.id,
  body: presentFile(row),
  statements,
})
