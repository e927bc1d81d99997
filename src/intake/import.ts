import { type FieldFault, insist, refuse } from '../kernel/refusals'
import { type Instant, type LocalDate, localDate, plusDays } from '../kernel/time'
import { defineAct, RefusalWith } from '../platform/act'
import type { Statement } from '../platform/d1'
import type { Fault } from '../statements/faults'
import type { BankStatement, Reading } from '../statements/statement'
import {
  competesWithBank,
  outranked,
  refuseTooEarly,
  refuseUnfinished,
  type Standing,
  statementDays,
} from './given-rules'
import { broughtIn, incoming, refuseContradiction } from './pieces'
import { joinStatements, readStatements } from './read'
import { outrankStatements, restateStatements } from './restate'
import {
  type AccountRow,
  AGAIN,
  awakenDaysStatement,
  beginDaysStatement,
  claimUploadStatement,
  countNewLines,
  dropChunksStatement,
  type FileRow,
  holdPageStatement,
  insertFile,
  insertLines,
  insertStatements,
  type KnownRow,
  readAccounts,
  readFileByHash,
  readHeldPages,
  readOtherStatements,
  readSealed,
  releasePagesStatement,
  type SealedRow,
  warningsText,
} from './store'
import { presentFile } from './views'

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
 * told before are known; pages that wait for others are held. A small file is one act of two round trips; the lines of
 * a large one are brought in before by pieces, each an act of its own, so that the same request made again goes on
 * where it was. Refuses bank_file_unreadable with a fault for each place, bank_day_not_over,
 * bank_statement_before_account, bank_file_needs_second, bank_file_is_withdrawn, bank_statement_contradicts,
 * bank_line_is_resolved.
 */
export function takingIn(file: GivenFile) {
  const { content_hash, source } = file
  let reading: Reading | null = null
  let tries = 0
  return defineAct({
    reads: (who, now) => ({
      known: readFileByHash(content_hash),
      accounts: readAccounts(),
      held: readHeldPages(),
      sealed: readSealed(who, content_hash),
      other: readOtherStatements(source, plusDays(localDate(now), -DAYS_OUTRANKED)),
    }),
    call: async ({ actor, rows, now }, world) => {
      if (isKnown(rows.known[0], source)) return null
      reading ??= readStatements(file.bytes)
      const whole = wholeOf(reading, rows.held)
      refuseWrong(whole.complete, { rows, file, by: actor.id, now })
      const lines = incoming(content_hash, whole.complete, merchantsOf(rows.accounts))
      if (tries++ > 0 && !file.restates) await refuseContradiction(world, lines)
      return { ...whole, lines_count: lines.lines_count, lines: await broughtIn(world, lines) }
    },
    decide: ({ actor, rows, now, kit, called: whole }) => {
      const [known] = rows.known
      if (known && whole === null) return answered(200, known, toldByBank(known, file))
      insist(whole, 'what is not known was brought in')
      const row: FileRow = {
        id: kit.newId('bfl'),
        content_hash: known ? content_hash + AGAIN : content_hash,
        bytes_count: file.bytes.length,
        source,
        given_by: actor.id,
        statements_count: whole.complete.length,
        lines_count: whole.lines_count,
        new_count: -1,
        held_count: whole.waiting.length,
        warnings: warningsText(whole.warnings),
        imported_at: now,
      }
      return answered(201, row, written(row, { ...whole, rows, now, file }))
    },
  })
}

/** What stands of these very bytes; what two people took back comes again from the bank alone. */
function isKnown(known: KnownRow | undefined, source: FileRow['source']): boolean {
  if (!known) return false
  if (known.withdrawn_at === null) return true
  return source === 'bank' ? false : refuse('bank_file_is_withdrawn')
}

/** The bank sends the very bytes that somebody brought before: they are known, and its days begin by it. */
const toldByBank = (known: FileRow, { source }: GivenFile): Statement[] =>
  source === 'bank' && known.source === 'upload' ? [beginDaysStatement(known.id)] : []

type Beside = {
  accounts: readonly AccountRow[]
  sealed: readonly SealedRow[]
  other: readonly Standing[]
}
type Asked = { rows: Beside; file: GivenFile; by: string; now: Instant }
/** What cannot be taken in as it is, in the order of the reasons. */
function refuseWrong(told: readonly BankStatement[], asked: Asked): void {
  const { accounts } = asked.rows
  refuseStrangers(told, merchantsOf(accounts))
  refuseUnfinished(told, localDate(asked.now))
  refuseTooEarly(told, openingsOf(accounts))
  if (asked.file.source === 'upload') askSecond(told, asked)
}

/**
 * What is sealed, or what the bank itself told, is told otherwise only when a second person brings the same file: the
 * first one is written down.
 */
function askSecond(told: readonly BankStatement[], { file, rows, by, now }: Asked): void {
  const [sealed] = rows.sealed
  const is_sealed = told.some((statement) => statementDays(statement).to_on <= (sealed?.day ?? ''))
  const own = { own: rows.other, restates: file.restates }
  if (!is_sealed && !competesWithBank(told, own)) return
  const first = sealed?.given_by ?? null
  if (first !== null && first !== by && sealed?.is_same !== 1) return
  throw new RefusalWith('bank_file_needs_second', [
    claimUploadStatement(file.content_hash, by, now),
  ])
}

type Told = { complete: BankStatement[]; waiting: BankStatement[]; warnings: Fault[] }
/** What the file tells, with the held pages of the same statements; what is still incomplete waits on. */
function wholeOf(reading: Reading, held: readonly { page: string }[]): Told {
  const fresh = statementsIn(reading)
  const ids = new Set(fresh.statements.map(idOf))
  const before = held
    .map(({ page }) => JSON.parse(page) as BankStatement)
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

const merchantsOf = (accounts: readonly AccountRow[]): Map<string, string> =>
  new Map(accounts.map(({ account_no, merchant_id }) => [account_no, merchant_id]))

const openingsOf = (accounts: readonly AccountRow[]): Map<string, LocalDate> =>
  new Map(accounts.map(({ account_no, opened_on }) => [account_no, opened_on]))

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

type Ready = Told & {
  /** Where the lines are by now; null: there are none. */
  lines: Statement | null
  /** `other`: what the other source told; for the bank's own file, what people brought. */
  rows: Beside
  now: Instant
  file: GivenFile
}
function written(row: FileRow, { complete, waiting, lines, rows, now, file }: Ready): Statement[] {
  const { content_hash, restates } = file
  const merchants = merchantsOf(rows.accounts)
  const told = complete.map((statement) => ({
    statement,
    merchant_id: merchants.get(statement.account_no) ?? '',
  }))
  return [
    insertFile(row),
    ...(row.source === 'bank' ? outrankStatements(row.id, outranked(complete, rows.other)) : []),
    ...(restates && complete.length > 0 ? restateStatements(row.id, complete, lines) : []),
    ...(told.length > 0
      ? [insertStatements(row.id, told), awakenDaysStatement(complete, row.source)]
      : []),
    ...(lines ? [insertLines(row.id, lines)] : []),
    countNewLines(row.id),
    ...waiting.map((page) => holdPageStatement(row.id, page, now)),
    ...complete.filter(({ pages }) => pages.last > 1).map(releasePagesStatement),
    dropChunksStatement(content_hash),
  ]
}

const answered = (status: number, row: FileRow, statements: Statement[]) => ({
  status,
  subject_id: row.id,
  body: presentFile(row),
  statements,
})
