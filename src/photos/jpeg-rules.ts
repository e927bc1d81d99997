import { joinedBytes } from '../kernel/bytes'
import type { Cleaned } from './pieces-rules'

/** ITU-T T.81, table B.1: the markers that a picture needs. */
const SOI = Uint8Array.of(0xff, 0xd8)
const EOI = Uint8Array.of(0xff, 0xd9)
const END = 0xd9
const SCAN = 0xda
const EXIF = 0xe1
/** Colours of the picture as Adobe writes them: without it some pictures are shown in the wrong ones. */
const ADOBE = 0xee
const TABLES = [0xc4, 0xcc, 0xdb, 0xdd]
/** Baseline and progressive; what is lossless or hierarchical no browser shows. */
const FRAMES = [0xc0, 0xc1, 0xc2]

type Segment = { marker: number; from: number; to: number }

/**
 * A JPEG of its frame, tables and scans alone: no place, no time, no phone, no preview, no comment, nothing behind its
 * end. Of EXIF only the way it is turned is written anew. Null for what is no whole JPEG.
 */
export function cleanJpeg(bytes: Uint8Array): Cleaned | null {
  const kept: Uint8Array[] = []
  let turned = 1
  let frame: { width: number; height: number } | null = null
  let scans = 0
  for (let at = 2; ; ) {
    const marker = bytes[at + 1]
    if (bytes[at] !== 0xff || marker === undefined) return null
    if (marker === 0xff) {
      at += 1
      continue
    }
    if (marker === END) break
    const segment = segmentAt(bytes, at, marker)
    if (!segment) return null
    const { from, to } = segment
    at = to
    if (marker === EXIF) turned = orientationIn(bytes.subarray(from, to)) ?? turned
    else if (FRAMES.includes(marker)) {
      if (frame || to - from < 8) return null
      frame = { height: word(bytes, from + 1), width: word(bytes, from + 3) }
      kept.push(bytes.subarray(from - 4, to))
    } else if (marker === ADOBE ? isAdobe(bytes, from, to) : TABLES.includes(marker))
      kept.push(bytes.subarray(from - 4, to))
    else if (marker === SCAN) {
      if (!frame) return null
      at = endOfScan(bytes, to)
      if (at === to) return null
      kept.push(bytes.subarray(from - 4, at))
      scans += 1
    } else if (!isLeftOut(marker)) return null
  }
  if (!frame || scans === 0) return null
  const exif = turned === 1 ? [] : [orientation(turned)]
  return { bytes: joinedBytes(SOI, ...exif, ...kept, EOI), ...frame }
}
/** Application data and comments. */
const isLeftOut = (marker: number) => (marker >= 0xe0 && marker <= 0xef) || marker === 0xfe
const word = (bytes: Uint8Array, at: number) => ((bytes[at] ?? 0) << 8) | (bytes[at + 1] ?? 0)
function segmentAt(bytes: Uint8Array, at: number, marker: number): Segment | null {
  const length = word(bytes, at + 2)
  const to = at + 2 + length
  return length < 2 || to > bytes.length ? null : { marker, from: at + 4, to }
}
const ADOBE_NAME = [0x41, 0x64, 0x6f, 0x62, 0x65]
const isAdobe = (bytes: Uint8Array, from: number, to: number) =>
  to - from === 12 && ADOBE_NAME.every((byte, n) => bytes[from + n] === byte)
/** Where the coded data of a scan ends: at the next marker that is neither a stuffed zero nor a restart. */
function endOfScan(bytes: Uint8Array, from: number): number {
  for (let at = from; at < bytes.length - 1; at++) {
    if (bytes[at] !== 0xff) continue
    const next = bytes[at + 1] ?? 0
    if (next !== 0 && next !== 0xff && !(next >= 0xd0 && next <= 0xd7)) return at
  }
  return bytes.length
}

const EXIF_HEAD = [0x45, 0x78, 0x69, 0x66, 0, 0]
const ORIENTATION = 0x0112
const ENTRY_BYTES = 12
/** How a picture is to be turned (EXIF 2.32, tag 0x0112, 1 to 8); null where it does not say. */
function orientationIn(exif: Uint8Array): number | null {
  if (!EXIF_HEAD.every((byte, at) => exif[at] === byte)) return null
  const tiff = exif.subarray(EXIF_HEAD.length)
  if (tiff.length < 14) return null
  const view = new DataView(tiff.buffer, tiff.byteOffset, tiff.byteLength)
  const little = tiff[0] === 0x49
  const first = view.getUint32(4, little)
  if (first + 2 > tiff.length) return null
  const count = view.getUint16(first, little)
  for (let n = 0; n < count; n++) {
    const at = first + 2 + n * ENTRY_BYTES
    if (at + ENTRY_BYTES > tiff.length) return null
    if (view.getUint16(at, little) !== ORIENTATION) continue
    const turned = view.getUint16(at + 8, little)
    return turned >= 1 && turned <= 8 ? turned : null
  }
  return null
}
/** An EXIF segment that says nothing but how the picture is turned. */
const orientation = (turned: number): Uint8Array =>
  Uint8Array.from([
    ...[0xff, EXIF, 0, 34, ...EXIF_HEAD],
    ...[0x4d, 0x4d, 0, 42, 0, 0, 0, 8, 0, 1],
    ...[0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, turned, 0, 0],
    ...[0, 0, 0, 0],
  ])
