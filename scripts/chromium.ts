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
import { sfntFrom } from './sfnt'

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
  const executablePath = await chromiumPath()
  const libraries = executablePath === PACKED ? { LD_LIBRARY_PATH: join(CACHE, 'al2023/lib') } : {}
  const env = { ...process.env, ...libraries, FONTCONFIG_PATH: CACHE }
  return chromium.launch({ executablePath, headless: true, args: FLAGS, env })
}

/** CHROMIUM_PATH if it is set; else the browser of @sparticuz/chromium, unpacked once beside the packages. */
async function chromiumPath(): Promise<string> {
  if (!existsSync(CACHE)) await unpack()
  return process.env.CHROMIUM_PATH ?? PACKED
}

/** Unpacks browser and fonts into a folder that gets its name when it is whole: two may do this at once. */
async function unpack(): Promise<void> {
  mkdirSync(resolve(CACHE, '..'), { recursive: true })
  const folder = mkdtempSync(`${CACHE}-`)
  // The package unpacks into the folder for temporary files, and its shared libraries (NSS) only for this runtime.
  await withEnv({ TMPDIR: folder, AWS_LAMBDA_JS_RUNTIME: 'nodejs24.x' }, () =>
    sparticuz.executablePath(),
  )
  writeFonts(folder)
  try {
    renameSync(folder, CACHE)
  } catch (error) {
    rmSync(folder, { recursive: true, force: true })
    if (!existsSync(CACHE)) throw error
  }
}

async function withEnv(vars: Record<string, string>, work: () => Promise<unknown>): Promise<void> {
  const before = Object.keys(vars).map((name) => [name, process.env[name]] as const)
  Object.assign(process.env, vars)
  try {
    await work()
  } finally {
    for (const [name, value] of before) {
      if (value === undefined) delete process.env[name]
      else process.env[name] = value
    }
  }
}

function writeFonts(folder: string): void {
  mkdirSync(join(folder, 'fonts'), { recursive: true })
  for (const name of FONTS) {
    const woff = readFileSync(require.resolve(`@fontsource/noto-sans-sc/files/${name}.woff`))
    writeFileSync(join(folder, 'fonts', `${name}.ttf`), sfntFrom(woff))
  }
  writeFileSync(join(folder, 'fonts.conf'), FONTS_CONF)
}

/** Noto Sans SC has the Chinese; arrows and ticks come from the machine's own fonts, if it has any. */
const FONTS_CONF = `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <dir prefix="relative">fonts</dir>
  <dir>/usr/share/fonts</dir>
  <cachedir>${join(CACHE, 'cache')}</cachedir>
</fontconfig>
`
