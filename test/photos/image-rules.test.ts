import { describe, expect, it } from 'vitest'
import { Refusal } from '../../src/kernel/refusals'
import { imageFrom } from '../../src/photos/image-rules'
import { jpeg, PLACE, png } from './pictures'

const latin = (bytes: Uint8Array) => Buffer.from(bytes).toString('latin1')
const codeOf = (bytes: Uint8Array): string => {
  try {
    imageFrom(bytes)
    return 'taken'
  } catch (error) {
    if (error instanceof Refusal) return error.code
    throw error
  }
}
const SCRIPT = '<script>alert(1)</script>PK\x03\x04'

describe('a picture that is brought', () => {
  it('keeps nothing but the picture: no place, no maker, no comment, nothing behind its end', () => {
    for (const bytes of [jpeg({ behind: SCRIPT }), png({ behind: SCRIPT })]) {
      expect(latin(bytes)).toContain(PLACE)
      const kept = latin(imageFrom(bytes).bytes)
      for (const word of [PLACE, 'script', 'PK', 'Exif', 'JFIF', 'tEXt'])
        expect(kept).not.toContain(word)
    }
  })
  it('keeps the way it is turned, and is the same when it is cleaned again', () => {
    const turned = imageFrom(jpeg({ turned: 6 }))
    const again = imageFrom(turned.bytes)
    expect(latin(turned.bytes)).toContain('Exif')
    expect(again).toEqual(turned)
    expect(turned).toMatchObject({ media: 'image/jpeg', width: 640, height: 480 })
    const plain = imageFrom(png())
    expect(imageFrom(plain.bytes)).toEqual(plain)
  })
  it('keeps every scan and what a scan may hold: stuffed bytes and restarts', () => {
    const kept = latin(imageFrom(jpeg()).bytes)
    expect(kept).toContain('\x01\x02\xff\x00\x03\xff\xd0\x04\xff\xda')
    expect(kept.endsWith('\x05\x06\xff\xd9')).toBe(true)
  })
  it('is told by its bytes, and must be whole', () => {
    const cases: [string, Uint8Array][] = [
      ['nothing', new Uint8Array()],
      ['a page', new TextEncoder().encode('<html>')],
      ['an svg', new TextEncoder().encode('<svg xmlns="http://www.w3.org/2000/svg"/>')],
      ['a gif', new TextEncoder().encode('GIF89a')],
      ['the begin of a jpeg', jpeg().subarray(0, 30)],
      ['a jpeg without its end', jpeg().subarray(0, -2)],
      ['a jpeg without a scan', Uint8Array.of(0xff, 0xd8, 0xff, 0xd9)],
      ['a png without its end', png().subarray(0, -12)],
      ['a png with a wrong sum', png().map((byte, at) => (at === 20 ? byte ^ 1 : byte))],
    ]
    for (const [what, bytes] of cases) expect(codeOf(bytes), what).toBe('shop_photo_unreadable')
  })
  it('is neither a stamp nor a wall', () => {
    for (const size of [{ width: 319 }, { height: 319 }, { width: 4097 }])
      expect(codeOf(jpeg(size))).toBe('shop_photo_size')
    expect(codeOf(jpeg({ width: 320, height: 4096 }))).toBe('taken')
  })
  it('never answers with an error of ours, however it is cut or bent', () => {
    for (const whole of [jpeg({ turned: 6 }), png()])
      for (let at = 0; at < Math.min(whole.length, 260); at++) {
        expect(codeOf(whole.subarray(0, at))).toMatch(/^shop_photo_/)
        for (const byte of [0, 0xff])
          expect(codeOf(whole.map((old, n) => (n === at ? byte : old)))).toMatch(
            /^shop_photo_|taken/,
          )
      }
  })
})
