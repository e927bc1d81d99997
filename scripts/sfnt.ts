import { inflateSync } from 'node:zlib'

const HEADER = { woff: 44, sfnt: 12 }
const RECORD = { woff: 20, sfnt: 16 }

/** The TrueType or OpenType font inside a WOFF 1.0 file (W3C WOFF File Format 1.0, §3–§5). */
export function sfntFrom(woff: Buffer): Buffer {
  if (woff.toString('latin1', 0, 4) !== 'wOFF') throw new Error('not a WOFF file')
  const count = woff.readUInt16BE(12)
  const sfnt = Buffer.alloc(woff.readUInt32BE(16))
  woff.copy(sfnt, 0, 4, 8)
  sfnt.writeUInt16BE(count, 4)
  const power = Math.floor(Math.log2(count))
  sfnt.writeUInt16BE(2 ** power * RECORD.sfnt, 6)
  sfnt.writeUInt16BE(power, 8)
  sfnt.writeUInt16BE((count - 2 ** power) * RECORD.sfnt, 10)
  let at = HEADER.sfnt + count * RECORD.sfnt
  for (let i = 0; i < count; i++) {
    const from = HEADER.woff + i * RECORD.woff
    const table = tableAt(woff, from)
    const to = HEADER.sfnt + i * RECORD.sfnt
    woff.copy(sfnt, to, from, from + 4)
    sfnt.writeUInt32BE(woff.readUInt32BE(from + 16), to + 4)
    sfnt.writeUInt32BE(at, to + 8)
    sfnt.writeUInt32BE(table.length, to + 12)
    table.copy(sfnt, at)
    at += Math.ceil(table.length / 4) * 4
  }
  return sfnt
}

/** A table is compressed only when that made it shorter. */
function tableAt(woff: Buffer, record: number): Buffer {
  const offset = woff.readUInt32BE(record + 4)
  const length = woff.readUInt32BE(record + 8)
  const stored = woff.subarray(offset, offset + length)
  return length < woff.readUInt32BE(record + 12) ? inflateSync(stored) : stored
}
