import * as z from 'zod'
import { requestFingerprint } from '../environment/fingerprint'
import { idPattern } from '../kernel/ids'
import { insist, refuse } from '../kernel/refusals'
import { MerchantId } from '../merchants/views'
import { sql } from '../platform/d1'
import { identify, newRouter, operation, serveAct, serveRead } from '../platform/http'
import { answerOnce } from '../platform/journal'
import { cursorKey, listSchema, pageFrom, pageQuery } from '../platform/page'
import { replyWith } from '../platform/problem'
import { fieldFaults, idempotencyKey } from '../schemas/request'
import { FILE_LIMITS } from '../statements/bytes'
import { takingIn } from './import'
import { type FileRow, fileHash } from './store'
import {
  FileView,
  FileWithdrawalView,
  LineView,
  ListedFile,
  type ListedFileRow,
  presentFile,
  StatementView,
  UploadView,
} from './views'
import { withdrawFile } from './withdraw'

export const bankImportRoutes = newRouter()
const READERS = { bank: 'all', operator: 'all' } as const
const MEDIA = ['text/csv', 'application/xml', 'text/xml']

const ImportQuery = z.strictObject({
  restates: z
    .enum(['true', 'false'])
    .default('false')
    .meta({ description: '银行重出：替换以前说的' }),
})
export const importBankStatementsOperation = operation({
  method: 'post',
  path: '/v1/bank/statements',
  operationId: 'importBankStatements',
  tags: ['bank'],
  summary: '读入一个对账单文件（本系统 CSV 或 camt.053），整份读入或一行不读',
  summary_en: 'Takes in one file of bank statements (our CSV or camt.053), whole or not at all',
  description:
    '内容就是文件本身，Content-Type 为 text/csv 或 application/xml，最大 10 MB；格式见 docs/bank-files.md。同样的内容再传一次，得到同一回答。',
  policy: { bank: 'all' },
  query: ImportQuery,
  raw_body: {
    media: MEDIA,
    description: '对账单文件本身，至多 10 MB · The file itself, at most 10 MB',
  },
  answers: {
    200: { description: '以前读入过同样的内容', schema: FileView },
    201: { description: '已读入', schema: FileView },
  },
  refuses: [
    'bank_file_media_type',
    'bank_file_too_large',
    'bank_file_unreadable',
    'bank_day_not_over',
    'bank_statement_before_account',
    'bank_file_needs_second',
    'bank_file_is_withdrawn',
    'bank_statement_contradicts',
    'bank_line_is_resolved',
  ],
})
/** Outside `serveAct`: the body is the bank's file itself, read as bytes and never as JSON. */
bankImportRoutes.on(
  importBankStatementsOperation.method,
  importBankStatementsOperation.path,
  async (c) => {
    const { operationId, policy } = importBankStatementsOperation
    const key = idempotencyKey(c)
    const who = await identify(c, policy)
    const media = (c.req.header('content-type') ?? '').split(';')[0]?.trim().toLowerCase() ?? ''
    if (!MEDIA.includes(media)) refuse('bank_file_media_type')
    const query = ImportQuery.safeParse(c.req.query())
    if (!query.success) refuse('request_invalid', { errors: fieldFaults(query, '/query') })
    const restates = query.data.restates === 'true'
    const bytes = await boundedBytes(c.req.raw)
    const content_hash = await fileHash(bytes)
    const ask = {
      who,
      key,
      policy,
      operation: operationId,
      request_id: c.get('request_id'),
      fingerprint: requestFingerprint(operationId, [content_hash, restates]),
      shape: (_status: number, body: object) => FileView.parse(body),
    }
    const file = { bytes, content_hash, restates, source: 'upload' as const }
    return replyWith(c, await answerOnce(c.get('world'), ask, takingIn(file)))
  },
)

async function boundedBytes(request: Request): Promise<Uint8Array> {
  const { bytes: bytes_max } = FILE_LIMITS
  if (Number(request.headers.get('content-length') ?? 0) > bytes_max) refuse('bank_file_too_large')
  const bytes = new Uint8Array(await request.arrayBuffer())
  if (bytes.length > bytes_max) refuse('bank_file_too_large')
  return bytes
}

export const listBankFilesOperation = operation({
  method: 'get',
  path: '/v1/bank/files',
  operationId: 'listBankFiles',
  tags: ['bank'],
  summary: '读入过的对账单文件，新的在前',
  summary_en: 'Lists the statement files that were taken in, newest first',
  policy: READERS,
  query: z.strictObject(pageQuery),
  answers: { 200: { description: '文件', schema: listSchema(ListedFile, 'BankFileList') } },
  refuses: ['cursor_invalid'],
})
serveRead(bankImportRoutes, listBankFilesOperation, {
  reads: (_who, { query }) => ({
    bank_files: sql<ListedFileRow>`SELECT f.*, (SELECT o.name FROM officials o WHERE o.id = f.given_by) AS given_by_name
          FROM bank_files f WHERE f.id < ${cursorKey(query.cursor) ?? 'bfl~'} ORDER BY f.id DESC LIMIT ${query.limit + 1}`,
  }),
  present: ({ rows }, { query }) =>
    pageFrom(
      rows.bank_files,
      query.limit,
      ({ id }) => id,
      ({ given_by_name, ...row }) => ({ ...presentFile(row), given_by_name }),
    ),
})

export const readBankFileOperation = operation({
  method: 'get',
  path: '/v1/bank/files/:id',
  operationId: 'readBankFile',
  tags: ['bank'],
  summary: '读入过的一个对账单文件',
  summary_en: 'Reads one statement file that was taken in',
  policy: READERS,
  params: z.strictObject({ id: z.string().regex(idPattern('bfl')) }),
  answers: { 200: { description: '文件', schema: FileView } },
  refuses: ['bank_file_not_found'],
})
serveRead(bankImportRoutes, readBankFileOperation, {
  reads: (_who, { params: { id } }) => ({
    bank_files: sql<FileRow>`SELECT * FROM bank_files WHERE id = ${id}`,
  }),
  present: ({ rows }) => presentFile(rows.bank_files[0] ?? refuse('bank_file_not_found')),
})

export const withdrawBankFileOperation = operation({
  method: 'post',
  path: '/v1/bank/files/:id/withdrawal',
  operationId: 'withdrawBankFile',
  tags: ['bank'],
  summary: '撤回一个传错的对账单文件：第一人提议，第二人再办一次就撤回；封过账的日子不能撤',
  summary_en: 'Takes back a statement file brought by mistake; it takes two people',
  policy: { bank: 'all' },
  params: z.strictObject({ id: z.string().regex(idPattern('bfl')) }),
  body: z
    .strictObject({ note: z.string().trim().min(2).max(300) })
    .meta({ id: 'BankFileWithdrawalRequest' }),
  answers: { 200: { description: '提议了，或撤回了', schema: FileWithdrawalView } },
  refuses: [
    'bank_file_not_found',
    'bank_file_is_the_banks',
    'bank_file_is_withdrawn',
    'bank_day_is_sealed',
    'bank_file_replaced_others',
    'checker_must_not_be_maker',
    'bank_line_is_resolved',
  ],
})
serveAct(bankImportRoutes, withdrawBankFileOperation, (world, ask, { params: { id }, body }) =>
  withdrawFile(world, ask, { id, ...body }),
)

export const readBankUploadOperation = operation({
  method: 'get',
  path: '/v1/bank/uploads/:content_hash',
  operationId: 'readBankUpload',
  tags: ['bank'],
  summary: '一个大文件读入到哪里了',
  summary_en: 'Says how far a large file has been taken in',
  policy: READERS,
  params: z.strictObject({ content_hash: z.string().regex(/^[0-9a-f]{64}$/) }),
  answers: { 200: { description: '进度', schema: UploadView } },
})
type StagedRow = { chunks_staged: number; lines_staged: number; chunks_count: number }
type ThereRow = { there: number }
serveRead(bankImportRoutes, readBankUploadOperation, {
  reads: (_who, { params: { content_hash } }) => ({
    staged: sql<StagedRow>`SELECT count(*) AS chunks_staged, coalesce(sum(lines_count), 0) AS lines_staged,
               coalesce(max(of_count), 0) AS chunks_count FROM bank_file_chunks WHERE content_hash = ${content_hash}`,
    files: sql<ThereRow>`SELECT 1 AS there FROM bank_files WHERE content_hash = ${content_hash}`,
  }),
  present: ({ rows: { staged, files } }, { params: { content_hash } }) => {
    const [sums] = staged
    insist(sums, 'a sum has a row')
    const is_coming = sums.chunks_staged > 0
    const state = files[0] ? 'imported' : is_coming ? 'coming_in' : 'unknown'
    return {
      object: 'bank_upload',
      content_hash,
      state,
      lines_staged: sums.lines_staged,
      chunks_staged: sums.chunks_staged,
      chunks_count: sums.chunks_count,
    }
  },
})

const ofMerchantDay = {
  merchant_id: MerchantId,
  from_on: z.iso.date().default('2000-01-01'),
  to_on: z.iso.date().default('2999-12-31'),
  ...pageQuery,
}
export const listBankStatementsOperation = operation({
  method: 'get',
  path: '/v1/bank/statements',
  operationId: 'listBankStatements',
  tags: ['bank'],
  summary: '一家店专户的对账单，新的在前',
  summary_en: 'Lists the statements of one custody account, newest first',
  policy: READERS,
  query: z.strictObject(ofMerchantDay),
  answers: {
    200: { description: '对账单', schema: listSchema(StatementView, 'BankStatementList') },
  },
  refuses: ['cursor_invalid'],
})
serveRead(bankImportRoutes, listBankStatementsOperation, {
  reads: (_who, { query }) => ({
    bank_statements: sql<
      z.input<typeof StatementView>
    >`SELECT 'bank_statement' AS object, seq, merchant_id, account_no, statement_id, sequence, from_on, to_on,
               opening_fen, closing_fen, lines_count, file_id
          FROM bank_statements
         WHERE merchant_id = ${query.merchant_id} AND to_on >= ${query.from_on} AND to_on <= ${query.to_on}
           AND replaced_by IS NULL AND seq < ${seqOf(query.cursor)} ORDER BY seq DESC LIMIT ${query.limit + 1}`,
  }),
  present: ({ rows }, { query }) =>
    pageFrom(
      rows.bank_statements,
      query.limit,
      ({ seq }) => String(seq),
      (row) => row,
    ),
})

export const listBankLinesOperation = operation({
  method: 'get',
  path: '/v1/bank/lines',
  operationId: 'listBankLines',
  tags: ['bank'],
  summary: '一家店专户的对账单明细，新的在前；人名、账号已遮住',
  summary_en: 'Lists the statement lines of one custody account, newest first',
  policy: READERS,
  query: z.strictObject({
    ...ofMerchantDay,
    seqs: z
      .string()
      .regex(/^[1-9]\d{0,14}(?:,[1-9]\d{0,14}){0,99}$/)
      .optional()
      .meta({ description: '只要这几行，逗号隔开，至多 100 行' }),
  }),
  answers: { 200: { description: '明细', schema: listSchema(LineView, 'BankLineList') } },
  refuses: ['cursor_invalid'],
})
type LineRow = Omit<z.input<typeof LineView>, 'is_reversal' | 'is_charge'> & {
  is_reversal: number
  is_charge: number
}
serveRead(bankImportRoutes, listBankLinesOperation, {
  reads: (_who, { query }) => ({
    bank_lines: sql<LineRow>`SELECT 'bank_line' AS object, seq, merchant_id, statement_id, booked_on, amount_fen, match_key, bank_reference,
               is_reversal, is_charge, counterparty, counterparty_account, remittance, state, matched_on
          FROM bank_lines
         WHERE merchant_id = ${query.merchant_id} AND booked_on >= ${query.from_on} AND booked_on <= ${query.to_on}
           AND (${query.seqs ?? null} IS NULL OR seq IN (SELECT value FROM json_each('[' || ${query.seqs ?? ''} || ']')))
           AND seq < ${seqOf(query.cursor)} ORDER BY seq DESC LIMIT ${query.limit + 1}`,
  }),
  present: ({ rows }, { query }) =>
    pageFrom(
      rows.bank_lines,
      query.limit,
      ({ seq }) => String(seq),
      (row) => ({
        ...row,
        is_reversal: row.is_reversal === 1,
        is_charge: row.is_charge === 1,
      }),
    ),
})

function seqOf(cursor: string | undefined): number {
  const seq = Number(cursorKey(cursor) ?? Number.MAX_SAFE_INTEGER)
  return Number.isSafeInteger(seq) ? seq : refuse('cursor_invalid')
}
