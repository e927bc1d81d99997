import { yuan } from '../kernel/money'
import { RefusalWith } from '../platform/act'
import { all, readAll, type Statement } from '../platform/d1'
import { jobAct } from '../platform/journal'
import type { World } from '../platform/world'
import type { BankStatement } from '../statements/statement'
import { type LineValues, lineValues } from './line-rules'
import {
  type ContradictedRow,
  dropChunksStatement,
  givenLinesQuery,
  insertChunk,
  readChunk,
  readChunkNumbers,
  readContradictedLines,
  readContradictions,
  readStrangeLines,
  type StrangeRow,
  stagedLinesQuery,
} from './store'

/** Lines in one piece of a large file: about one megabyte of JSON, half of what D1 takes as one value. */
export const CHUNK_LINES = 3_000

/** The lines of a file on their way in, as they are stored; one piece in memory at a time. */
type Incoming = {
  content_hash: string
  told: readonly BankStatement[]
  lines_count: number
  pieces: () => Generator<LineValues[]>
}
export const incoming = (
  content_hash: string,
  told: readonly BankStatement[],
  merchants: ReadonlyMap<string, string>,
): Incoming => ({
  content_hash,
  told,
  lines_count: told.reduce((sum, { lines }) => sum + lines.length, 0),
  pieces: () => piecesOf(told, merchants),
})

function* piecesOf(
  told: readonly BankStatement[],
  merchants: ReadonlyMap<string, string>,
): Generator<LineValues[]> {
  let piece: LineValues[] = []
  for (const statement of told)
    for (const line of lineValues(statement, merchants.get(statement.account_no) ?? '')) {
      if (piece.push(line) < CHUNK_LINES) continue
      yield piece
      piece = []
    }
  if (piece.length > 0) yield piece
}

/**
 * Brings many lines in piece by piece, and says where they are then; a piece that is there is not sent again. Few lines
 * need no pieces, none are nowhere.
 */
export async function broughtIn(world: World, file: Incoming): Promise<Statement | null> {
  const { content_hash, lines_count, pieces } = file
  if (lines_count === 0) return null
  if (lines_count <= CHUNK_LINES) return givenLinesQuery(JSON.stringify([...pieces()].flat()))
  const of_count = Math.ceil(lines_count / CHUNK_LINES)
  const staged = await all(world.db, readChunkNumbers(content_hash))
  const there = new Set(staged.map(({ no }) => no))
  let no = 0
  for (const piece of pieces()) {
    if (!there.has(no)) await stage(world, { content_hash, no, of_count, piece })
    no += 1
  }
  return stagedLinesQuery(content_hash)
}

type Piece = { content_hash: string; no: number; of_count: number; piece: readonly LineValues[] }
function stage(world: World, { content_hash, no, of_count, piece }: Piece) {
  // The time is part of the key: pieces of a file whose lines were let go may have to come again.
  const key = `${content_hash}:${no}:${world.now()}`
  const request = { operation: 'stageBankLines', key, said: [content_hash, no] }
  return jobAct(world, request, {
    reads: () => ({ chunk: readChunk(content_hash, no) }),
    decide: ({ rows, now }) => {
      const lines = JSON.stringify(piece)
      const chunk = { content_hash, no, of_count, lines_count: piece.length, lines, at: now }
      return {
        status: 200,
        subject_id: content_hash,
        body: { content_hash, no },
        statements: rows.chunk[0] ? [] : [insertChunk(chunk)],
      }
    },
  })
}

const DIFFERENCES_MAX = 50
/** A guard fired on the first try: says where the file differs from what was told before. Refuses bank_statement_contradicts. */
export async function refuseContradiction(world: World, file: Incoming): Promise<void> {
  const statements = await all(world.db, readContradictions(file.told))
  const differing: ContradictedRow[] = []
  const strange: StrangeRow[] = []
  for (const piece of file.pieces()) {
    if (differing.length >= DIFFERENCES_MAX) break
    const some = JSON.stringify(piece)
    const found = await readAll(world.db, {
      differing: readContradictedLines(some),
      strange: readStrangeLines(some),
    })
    differing.push(...found.differing)
    strange.push(...found.strange)
  }
  const errors = [
    ...statements.map(({ account_no, statement_id, closing_fen }) => ({
      pointer: `/${account_no}/${statement_id}`,
      code: 'statement_differs',
      detail: `已读入的这份对账单期末是 ${yuan(closing_fen)}，与这个文件不同`,
    })),
    ...differing.map((row) => ({
      pointer: `/明细/${row.file_line}`,
      code: 'line_differs',
      detail: `第 ${row.file_line} 行：流水 ${row.bank_reference ?? '（无）'} 已读入的${saidBefore(row)}`,
    })),
    ...strange.map(({ file_line, amount_fen, bank_reference, statement_id }) => ({
      pointer: `/明细/${file_line}`,
      code: 'line_unknown',
      detail: `第 ${file_line} 行：流水 ${bank_reference ?? '（无）'} ${yuan(amount_fen)} 不在已读入的对账单 ${statement_id} 里`,
    })),
  ]
  if (errors.length > 0)
    throw new RefusalWith('bank_statement_contradicts', [dropChunksStatement(file.content_hash)], {
      errors,
    })
}

const saidBefore = ({ is_same_sum, amount_fen, match_key }: ContradictedRow): string =>
  is_same_sum === 1 ? `指令号是 ${match_key ?? '（无）'}` : `金额是 ${yuan(amount_fen)}`
