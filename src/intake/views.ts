import * as z from 'zod'
import { idPattern } from '../kernel/ids'
import { AGAIN, type FileRow } from './store'

const Warning = z.strictObject({
  line: z.int().nullable(),
  pointer: z.string(),
  code: z.string(),
  detail: z.string(),
})
export const FileView = z
  .strictObject({
    id: z.string().regex(idPattern('bfl')),
    object: z.literal('bank_file'),
    content_hash: z.string(),
    bytes_count: z.int(),
    source: z.enum(['bank', 'upload']),
    given_by: z.string(),
    statements_count: z.int(),
    lines_count: z.int().meta({ description: '文件里的明细，包括以前读过的' }),
    held_count: z.int().meta({ description: '等同一份对账单其余页的' }),
    warnings: z.array(Warning),
    warnings_count: z.int().meta({ description: '要留意的有几处' }),
    imported_at: z.string(),
  })
  .meta({ id: 'BankFile', description: '读入的一个对账单文件；整份读入，或一行也不读' })

export type ListedFileRow = FileRow & { given_by_name: string | null }
export const ListedFile = FileView.extend({
  given_by_name: z.string().nullable().meta({ description: '谁传的；银行自动送来的是 null' }),
}).meta({ id: 'BankFileListed', description: '读入的一个对账单文件，和谁传的' })
export function presentFile(row: FileRow): z.output<typeof FileView> {
  const { id, bytes_count, source, given_by, statements_count } = row
  const { lines_count, held_count, imported_at } = row
  const warnings = JSON.parse(row.warnings) as z.output<typeof Warning>[]
  const counts = { statements_count, lines_count, held_count }
  const content_hash = row.content_hash.replace(AGAIN, '')
  const file = { content_hash, bytes_count, source, given_by }
  return {
    id,
    object: 'bank_file',
    ...file,
    ...counts,
    warnings,
    warnings_count: warnings.length,
    imported_at,
  }
}

export const LineView = z
  .strictObject({
    object: z.literal('bank_line'),
    seq: z.int(),
    merchant_id: z.string(),
    statement_id: z.string(),
    booked_on: z.iso.date(),
    amount_fen: z.int().meta({ description: '进账为正，出账为负' }),
    match_key: z.string().nullable().meta({ description: '它答的是我们哪一条指令' }),
    bank_reference: z.string().nullable(),
    is_reversal: z.boolean(),
    is_charge: z.boolean(),
    counterparty: z.string().nullable().meta({ description: '遮住的户名' }),
    counterparty_account: z.string().nullable(),
    remittance: z.string().nullable(),
    state: z.enum(['open', 'announced', 'matched', 'resolved', 'withdrawn']),
    matched_on: z.string().nullable(),
  })
  .meta({ id: 'BankLine', description: '对账单的一行；open 是还没有对上的' })
export const StatementView = z
  .strictObject({
    object: z.literal('bank_statement'),
    seq: z.int(),
    merchant_id: z.string(),
    account_no: z.string(),
    statement_id: z.string(),
    sequence: z.int().nullable(),
    from_on: z.iso.date(),
    to_on: z.iso.date(),
    opening_fen: z.int(),
    closing_fen: z.int(),
    lines_count: z.int(),
    file_id: z.string(),
  })
  .meta({ id: 'BankStatement', description: '银行的一份对账单' })

export const FileWithdrawalView = z
  .strictObject({
    object: z.literal('bank_file_withdrawal'),
    file_id: z.string(),
    state: z.enum(['proposed', 'withdrawn']),
    at: z.string(),
  })
  .meta({ id: 'BankFileWithdrawal', description: '撤回一个传错的文件：一人提议，另一人撤回' })
export const UploadView = z
  .strictObject({
    object: z.literal('bank_upload'),
    content_hash: z.string(),
    state: z.enum(['unknown', 'coming_in', 'imported']),
    lines_staged: z.int(),
    chunks_staged: z.int(),
    chunks_count: z.int(),
  })
  .meta({ id: 'BankUpload', description: '一个大文件读入到哪里了' })
