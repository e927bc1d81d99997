import { Inflate } from 'fflate'
import { BatchFault } from './batch-fault'

/** A file inside a zip as its directory tells of it, in bytes. */
type Entry = { name: string; method: number; packed: number; size: number; header: number }

/** A workbook has a dozen or two files; what has more is something else. */
const ENTRIES_MAX = 512
/** So many bytes of a packed file are opened at once: deflate makes at most a thousand of one. */
const STEP = 1_024
/** A sheet of money and days packs to a twentieth; what opens to far more of it is a bomb. */
const RATIO_MAX = 200
const RATIO_FREE = 256 * 1_024

const END_OF_DIRECTORY = 0x06054b50
const DIRECTORY_ENTRY = 0x02014b50
const LOCAL_HEADER = 0x04034b50
const broken = (): BatchFault => new BatchFault('不是完整的 Excel 文件（.xlsx）')

/**
 * The directory of a zip, nothing unpacked. Throws `BatchFault` where it is broken, encrypted, of more than 4 GB, has a
 * name twice or more files than a workbook has.
 */
export function zipEntries(bytes: Uint8Array): Map<string, Entry> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const end = endOfDirectory(view)
  const count = view.getUint16(end + 10, true)
  if (count > ENTRIES_MAX) throw new BatchFault('文件里的部分太多，不是普通的表格')
  const entries = new Map<string, Entry>()
  let at = view.getUint32(end + 16, true)
  for (let n = 0; n < count; n++) {
    if (at + 46 > end || view.getUint32(at, true) !== DIRECTORY_ENTRY) throw broken()
    const [length, extra, comment] = [28, 30, 32].map((from) => view.getUint16(at + from, true))
    const next = at + 46 + (length ?? 0) + (extra ?? 0) + (comment ?? 0)
    if (next > end) throw broken()
    if ((view.getUint16(at + 8, true) & 1) !== 0) throw new BatchFault('文件有密码，请去掉密码再传')
    const name = new TextDecoder().decode(bytes.subarray(at + 46, at + 46 + (length ?? 0)))
    if (entries.has(name)) throw broken()
    entries.set(name, {
      name,
      method: view.getUint16(at + 10, true),
      packed: view.getUint32(at + 20, true),
      size: view.getUint32(at + 24, true),
      header: view.getUint32(at + 42, true),
    })
    at = next
  }
  return entries
}

/** Looked for from the end: a comment of up to 65,535 bytes may follow it. */
function endOfDirectory(view: DataView): number {
  const last = view.byteLength - 22
  for (let at = last; at >= 0 && at >= last - 0xffff; at--)
    if (view.getUint32(at, true) === END_OF_DIRECTORY) return at
  throw broken()
}

/**
 * One file of a zip, piece by piece; no more than about a megabyte of it is ever open. Throws `BatchFault` where it
 * opens to more than `most` bytes, more than its directory says, or to a multiple no sheet comes to.
 */
export function* unpacked(bytes: Uint8Array, entry: Entry, most: number): Generator<Uint8Array> {
  const packed = packedBytes(bytes, entry)
  if (entry.size > most) throw new BatchFault('文件展开以后太大，请分开算')
  let size = 0
  for (const piece of entry.method === 0 ? steps(packed) : inflated(packed)) {
    size += piece.length
    if (size > most) throw new BatchFault('文件展开以后太大，请分开算')
    if (size > entry.size) throw broken()
    if (size > RATIO_FREE && size > packed.length * RATIO_MAX)
      throw new BatchFault('文件压缩得太不寻常，没有打开')
    yield piece
  }
  if (size !== entry.size) throw broken()
}

function packedBytes(bytes: Uint8Array, { method, packed, header }: Entry): Uint8Array {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  if (method !== 0 && method !== 8) throw broken()
  if (header + 30 > bytes.length || view.getUint32(header, true) !== LOCAL_HEADER) throw broken()
  const from = header + 30 + view.getUint16(header + 26, true) + view.getUint16(header + 28, true)
  if (from + packed > bytes.length) throw broken()
  return bytes.subarray(from, from + packed)
}

function* steps(bytes: Uint8Array): Generator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += STEP * 64) yield bytes.subarray(at, at + STEP * 64)
}

function* inflated(packed: Uint8Array): Generator<Uint8Array> {
  const open: Uint8Array[] = []
  const inflate = new Inflate((piece) => {
    if (piece.length > 0) open.push(piece)
  })
  for (let at = 0; at < packed.length; at += STEP) {
    try {
      inflate.push(packed.subarray(at, at + STEP), at + STEP >= packed.length)
    } catch {
      throw broken()
    }
    yield* open.splice(0)
  }
}
