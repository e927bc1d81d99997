import { deflateSync } from 'node:zlib'
import type { Desk } from '../refunds/support'

/** Where a telephone says it stood: what must never be kept. */
export const PLACE = 'GPS 37.5091,122.1163 HUAWEI'
const text = (of: string) => [...new TextEncoder().encode(of)]
const word = (n: number) => [n >> 8, n & 0xff]
const segment = (marker: number, body: readonly number[]) => [
  0xff,
  marker,
  ...word(body.length + 2),
  ...body,
]
const turnedEntry = (turned: number) => [
  ...[0x49, 0x49, 42, 0, 8, 0, 0, 0, 1, 0],
  ...[0x12, 0x01, 3, 0, 1, 0, 0, 0, turned, 0, 0, 0, 0, 0, 0, 0],
]

type Jpeg = { width?: number; height?: number; turned?: number; behind?: string }
/** A JPEG as a telephone makes it: place and maker in EXIF, a comment, two scans with a restart and a stuffed byte. */
export function jpeg({ width = 640, height = 480, turned = 1, behind = '' }: Jpeg = {}) {
  const exif = [...text('Exif'), 0, 0, ...turnedEntry(turned), ...text(PLACE)]
  const frame = [8, ...word(height), ...word(width), 1, 1, 0x11, 0]
  return Uint8Array.from([
    ...[0xff, 0xd8],
    ...segment(0xe0, text('JFIF\0')),
    ...segment(0xe1, exif),
    ...segment(0xfe, text(PLACE)),
    ...segment(0xdb, [0, ...Array.from({ length: 64 }, () => 1)]),
    ...segment(0xc2, frame),
    ...segment(0xc4, [0, ...Array.from({ length: 16 }, () => 0)]),
    ...segment(0xda, [1, 1, 0, 0, 0, 0]),
    ...[1, 2, 0xff, 0, 3, 0xff, 0xd0, 4],
    ...segment(0xda, [1, 1, 0, 1, 63, 0]),
    ...[5, 6],
    ...[0xff, 0xd9],
    ...text(behind),
  ])
}

const POLYNOMIAL = 0xedb88320
function crc(bytes: readonly number[]): number {
  let sum = 0xffffffff
  for (const byte of bytes) {
    sum ^= byte
    for (let bit = 0; bit < 8; bit++) sum = sum & 1 ? (sum >>> 1) ^ POLYNOMIAL : sum >>> 1
  }
  return ~sum >>> 0
}
const long = (n: number) => [n >>> 24, (n >>> 16) & 0xff, (n >>> 8) & 0xff, n & 0xff]
const chunk = (name: string, body: readonly number[]) => {
  const named = [...text(name), ...body]
  return [...long(body.length), ...named, ...long(crc(named))]
}
/** A grey PNG that any browser shows, with a text in it. */
export function png({ width = 320, height = 320, behind = '' } = {}) {
  const rows = new Uint8Array((width + 1) * height).fill(0x88)
  for (let y = 0; y < height; y++) rows[y * (width + 1)] = 0
  return Uint8Array.from([
    ...[0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a],
    ...chunk('IHDR', [...long(width), ...long(height), 8, 0, 0, 0, 0]),
    ...chunk('tEXt', text(`Comment\0${PLACE}`)),
    ...chunk('IDAT', [...deflateSync(rows)]),
    ...chunk('IEND', []),
    ...text(behind),
  ])
}

/** Brings a picture as the API takes it: the body is the file itself. */
export async function brings(
  { desk, who }: { desk: Desk; who: string },
  bytes: Uint8Array<ArrayBuffer>,
  { key = crypto.randomUUID(), type = 'image/jpeg' } = {},
) {
  const headers = { 'Content-Type': type }
  const token = await desk.as(who)
  return desk.call('POST', '/v1/shop-photos', { token, raw: bytes, key, headers })
}
