import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { Page } from 'playwright-core'
import { prepareZXingModule, readBarcodes } from 'zxing-wasm/reader'

const wasm = createRequire(import.meta.url).resolve('zxing-wasm/reader/zxing_reader.wasm')
prepareZXingModule({ overrides: { wasmBinary: readFileSync(wasm).buffer } })

/** What a phone reads from the code as it is drawn on the page. */
export async function readsCode(page: Page, selector: string): Promise<string> {
  const [found] = await readBarcodes(await page.locator(selector).screenshot())
  if (!found?.text) throw new Error(`no code to be read at ${selector}`)
  return found.text
}
