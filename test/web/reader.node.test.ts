import { existsSync, readFileSync } from 'node:fs'
import { encode } from 'uqr'
import { describe, expect, it } from 'vitest'
import { prepareZXingModule, readBarcodes } from 'zxing-wasm/reader'
import { copyReader } from '../../scripts/setup.mjs'
import built from '../../src/web/assets.json'

/** The headless browser of the tests ends when this WebAssembly runs in it, so it is run here: the same file. */
describe('the camera’s own reader', () => {
  copyReader()
  const [, address = ''] = /"(\/i\/zxing_reader\.[\w.]+\.wasm)"/.exec(built.files.reader.text) ?? []

  it('is asked for at our own address, where the file is', () => {
    expect(existsSync(`public${address}`)).toBe(true)
  })
  it('reads the code that a page draws', async () => {
    const { buffer } = new Uint8Array(readFileSync(`public${address}`))
    await prepareZXingModule({ overrides: { wasmBinary: buffer }, fireImmediately: true })
    const digits = '812345678901234567'
    const [found] = await readBarcodes(drawn(digits), { formats: ['QRCode'] })
    expect(found?.text).toBe(digits)
    expect(await readBarcodes(drawn(digits, 0), { formats: ['QRCode'] })).toEqual([])
  })
})

type Picture = Parameters<typeof readBarcodes>[0]
/** A QR code as pixels, eight to a module; `ink` 255 is black on white, 0 is nothing at all. */
function drawn(value: string, ink = 255): Picture {
  const { data, size } = encode(value, { ecc: 'M', border: 2 })
  const width = size * 8
  const pixels = new Uint8ClampedArray(width * width * 4).fill(255)
  for (let y = 0; y < width; y++)
    for (let x = 0; x < width; x++)
      if (data[y >> 3]?.[x >> 3])
        pixels.fill(255 - ink, (y * width + x) * 4, (y * width + x) * 4 + 3)
  return { data: pixels, width, height: width, colorSpace: 'srgb' } as unknown as Picture
}
