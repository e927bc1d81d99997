import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { createRequire } from 'node:module'
import { join, resolve } from 'node:path'
import sparticuz from '@sparticuz/chromium'
import { type Browser, chromium } from 'playwright-core'
import { sfntOf } from './sfnt'

const CACHE = resolve('node_modules/.cache/chromium')
const PACKED = join(CACHE, 'chromium')
const FONTS = ['400', '700'].map((weight) => `noto-sans-sc-chinese-simplified-${weight}-normal`)
const FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-dev-shm-usage',
  '--font-render-hinting=none',
]
const require = createRequire(import.meta.url)

/** A headless Chromium that renders Chinese on a machine with no browser and no fonts, as root too. */
export async function launchBrowser(): Promise<Browser> {
  return chromium.launch({
    executablePath: await chromiumPath(),
    headless: true,
    args: FLAGS,
    env: { ...process.env, FONTCONFIG_PATH: CACHE },
  })
}

/** CHROMIUM_PATH if it is set; else the browser of @sparticuz/chromium, unpacked once beside the packages. */
export async function chromiumPath(): Promise<string> {
  if (!existsSync(CACHE)) await unpack()
  return process.env.CHROMIUM_PATH ?? PACKED
}

/** Unpacks browser and fonts into a folder that gets its name when it is whole: two may do this at once. */
async function unpack(): Promise<void> {
  mkdirSync(resolve(CACHE, '..'), { recursive: true })
  const folder = mkdtempSync(`${CACHE}-`)
  const { TMPDIR } = process.env
  // The package unpacks into the system's folder for temporary files and takes whatever lies there already.
  process.env.TMPDIR = folder
  try {
    if (!process.env.CHROMIUM_PATH) await sparticuz.executablePath()
  } finally {
    if (TMPDIR === undefined) delete process.env.TMPDIR
    else process.env.TMPDIR = TMPDIR
  }
  writeFonts(folder)
  try {
    renameSync(folder, CACHE)
  } catch (error) {
    rmSync(folder, { recursive: true, force: true })
    if (!existsSync(CACHE)) throw error
  }
}

function writeFonts(folder: string): void {
  mkdirSync(join(folder, 'fonts'), { recursive: true })
  for (const name of FONTS) {
    const woff = readFileSync(require.resolve(`@fontsource/noto-sans-sc/files/${name}.woff`))
    writeFileSync(join(folder, 'fonts', `${name}.ttf`), sfntOf(woff))
  }
  writeFileSync(join(folder, 'fonts.conf'), FONTS_CONF)
}

/** Our fonts before the machine's own, so that a page looks the same everywhere. */
const FONTS_CONF = `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <dir prefix="relative">fonts</dir>
  <cachedir prefix="relative">cache</cachedir>
</fontconfig>
`
