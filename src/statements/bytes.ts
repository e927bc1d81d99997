import { stopAt } from './faults'

/**
 * What one file may be; a busier day comes in pages or in several files. Statements are one per account
 * and day: every merchant of a large city.
 */
export const FILE_LIMITS = { bytes: 10 * 1024 * 1024, lines: 100_000, statements: 20_000 }
export type FileLimits = typeof FILE_LIMITS

const SLICE = 64 * 1024
const WHOLE_FILE = { line: null, pointer: '' }
/** GB 18030 contains GBK and GB 2312, so one decoder reads all three. */
const DECODERS = new Map<string, 'utf-8' | 'gb18030'>([
  ['utf-8', 'utf-8'],
  ['utf8', 'utf-8'],
  ['us-ascii', 'utf-8'],
  ['gbk', 'gb18030'],
  ['gb2312', 'gb18030'],
  ['gb18030', 'gb18030'],
  ['cp936', 'gb18030'],
])

export function refuseSize(bytes: Uint8Array, limits: FileLimits): void {
  if (bytes.length === 0) stopAt(WHOLE_FILE, 'file_empty')
  if (bytes.length > limits.bytes) stopAt(WHOLE_FILE, 'file_too_large')
}

/** How a workbook begins: .xlsx is a zip, .xls an OLE container. Neither is the beginning of any text of ours. */
const WORKBOOKS = [
  [0x50, 0x4b, 0x03, 0x04],
  [0xd0, 0xcf, 0x11, 0xe0],
] as const

/**
 * Decodes a CSV, whose bytes alone say what they are: a BOM or valid UTF-8 is UTF-8, else GBK.
 * A few short GBK words are valid UTF-8 by accident; they then look like Latin or Greek letters and
 * never like Chinese, which is how they are told apart.
 */
export function decodeCsv(bytes: Uint8Array): string {
  if (WORKBOOKS.some((magic) => magic.every((byte, i) => bytes[i] === byte)))
    stopAt(WHOLE_FILE, 'spreadsheet_given')
  const utf8 = decoded(bytes, 'utf-8')
  if (utf8 !== null && !looksLikeGbk(bytes, utf8)) return utf8
  return decoded(bytes, 'gb18030') ?? utf8 ?? stopAt(WHOLE_FILE, 'encoding_unknown')
}

/** Hands an XML file over in slices, decoded as its own declaration says (UTF-8 when it is silent). */
export function* decodeXml(bytes: Uint8Array): Generator<string> {
  const label = declaredEncoding(bytes)
  const name = DECODERS.get(label)
  if (name === undefined) stopAt({ line: 1, pointer: '' }, 'encoding_unknown', label)
  const decoder = new TextDecoder(name, { fatal: true, ignoreBOM: false })
  for (let from = 0; from <= bytes.length; from += SLICE) {
    const stream = from + SLICE <= bytes.length
    yield decodedSlice(decoder, bytes.subarray(from, from + SLICE), stream)
  }
}

function declaredEncoding(bytes: Uint8Array): string {
  const head = String.fromCharCode(...bytes.subarray(0, 200))
  if (/^(?:\xFE\xFF|\xFF\xFE|<\0|\0<)/.test(head)) return 'utf-16'
  const [, label] =
    /^(?:\xEF\xBB\xBF)?<\?xml\s[^>]*encoding\s*=\s*["']([\w.:-]{1,40})["']/.exec(head) ?? []
  return (label ?? 'utf-8').toLowerCase()
}

function decodedSlice(decoder: TextDecoder, slice: Uint8Array, stream: boolean): string {
  try {
    return decoder.decode(slice, { stream })
  } catch {
    return stopAt(WHOLE_FILE, 'encoding_contradicts')
  }
}

function decoded(bytes: Uint8Array, name: 'utf-8' | 'gb18030'): string | null {
  try {
    return new TextDecoder(name, { fatal: true, ignoreBOM: false }).decode(bytes)
  } catch {
    return null
  }
}

/**
 * Only two-byte UTF-8 letters (U+0080 to U+07FF), none beside an ASCII letter as in Café, which as GBK
 * are all Chinese characters.
 */
function looksLikeGbk(bytes: Uint8Array, utf8: string): boolean {
  const foreign = utf8.replace(/[\0-\x7F]/g, '')
  if (foreign === '' || /[^\x80-\u07FF]/.test(foreign)) return false
  if (/[A-Za-z][\x80-\u07FF]|[\x80-\u07FF][A-Za-z]/.test(utf8)) return false
  const gbk = decoded(bytes, 'gb18030')
  return gbk !== null && /^[\p{Script=Han}\0-\x7F]*$/u.test(gbk)
}
