import { writeBeancount } from './beancount'
import { writeHledger } from './hledger'
import type { Source } from './source'
import { writeCsv } from './table'
import { writeXlsx } from './xlsx'

type Format = {
  media_type: string
  extension: string
  write: (source: Source) => AsyncGenerator<string | Uint8Array>
}
export const FORMAT_NAMES = ['hledger', 'beancount', 'csv', 'xlsx'] as const
export type FormatName = (typeof FORMAT_NAMES)[number]

const TEXT = 'text/plain; charset=utf-8'
const SHEET = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'
export const FORMATS: Record<FormatName, Format> = {
  hledger: { media_type: TEXT, extension: 'journal', write: writeHledger },
  beancount: { media_type: TEXT, extension: 'beancount', write: writeBeancount },
  csv: {
    media_type: 'text/csv; charset=utf-8; header=present',
    extension: 'csv',
    write: writeCsv,
  },
  xlsx: { media_type: SHEET, extension: 'xlsx', write: (source) => writeXlsx(source) },
}

/** A media type without its parameters, as a contract names it. */
export const bareMedia = (media_type: string): string => media_type.split(';')[0] ?? media_type

/** The bytes of a file, piece by piece. */
export async function* exportBytes(format: FormatName, source: Source): AsyncGenerator<Uint8Array> {
  const encoder = new TextEncoder()
  for await (const piece of FORMATS[format].write(source)) {
    const bytes = typeof piece === 'string' ? encoder.encode(piece) : piece
    if (bytes.length > 0) yield bytes
  }
}

/** A name of ASCII, which every browser can save: `journal_2026-03-01_2026-03-31.csv`. */
export const exportFileName = (format: FormatName, { span, view }: Source): string => {
  const whose = view.merchant_id === null ? '' : `_${view.merchant_id}`
  return `journal_${span.from}_${span.to}${whose}.${FORMATS[format].extension}`
}
