import { joinedBytes } from '../kernel/bytes'
import type { Cleaned } from './pieces-rules'

/** Chunks that make the picture (W3C PNG 3, §5.6); what else is in a file is text about it. */
const KEPT = ['IHDR', 'PLTE', 'tRNS', 'IDAT', 'IEND', 'gAMA', 'sRGB']
const HEAD_BYTES = 8
const FRAME_BYTES = 12

/** A PNG of the chunks that make the picture, each with its own sum right, nothing behind its end. Null for no whole PNG. */
export function cleanPng(bytes: Uint8Array): Cleaned | null {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const kept: Uint8Array[] = [bytes.subarray(0, HEAD_BYTES)]
  let frame: { width: number; height: number } | null = null
  let has_data = false
  for (let at = HEAD_BYTES; at + FRAME_BYTES <= bytes.length; ) {
    const length = view.getUint32(at)
    const end = at + FRAME_BYTES + length
    if (end > bytes.length) return null
    const name = String.fromCharCode(...bytes.subarray(at + 4, at + 8))
    if (view.getUint32(end - 4) !== crc32(bytes.subarray(at + 4, end - 4))) return null
    if (!frame) {
      if (name !== 'IHDR' || length !== 13) return null
      frame = { width: view.getUint32(at + 8), height: view.getUint32(at + 12) }
    } else if (name === 'IHDR') return null
    has_data ||= name === 'IDAT' && length > 0
    if (KEPT.includes(name)) kept.push(bytes.subarray(at, end))
    if (name === 'IEND') return has_data ? { bytes: joinedBytes(...kept), ...frame } : null
    at = end
  }
  return null
}

const POLYNOMIAL = 0xedb88320
const TABLE = Uint32Array.from({ length: 256 }, (_, byte) => {
  let sum = byte
  for (let bit = 0; bit < 8; bit++) sum = sum & 1 ? (sum >>> 1) ^ POLYNOMIAL : sum >>> 1
  return sum
})
/** ISO 3309, as PNG asks. */
function crc32(bytes: Uint8Array): number {
  let sum = 0xffffffff
  for (const byte of bytes) sum = (sum >>> 8) ^ (TABLE[(sum ^ byte) & 0xff] ?? 0)
  return (sum ^ 0xffffffff) >>> 0
}
