import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { basename } from 'node:path'
import { build } from 'esbuild'
import { readArguments } from './arguments.mjs'
import { copyReader } from './setup.mjs'

/**
 * `npm run assets` builds the style sheets and islands of the pages into src/web/assets.json, which the worker serves
 * under names that carry their content hash; `--check` fails when the committed file is not what would be built.
 */
const FILE = 'src/web/assets.json'
const values = readArguments('assets', { check: { type: 'boolean' } })

/** Style sheets, islands (run at once), and what an island loads when it needs it (a module). */
const formOf = (entry: string) =>
  entry.endsWith('.css')
    ? {}
    : { format: entry.includes('/lazy/') ? ('esm' as const) : ('iife' as const) }

const bundled = async (entry: string): Promise<string> => {
  const { outputFiles } = await build({
    entryPoints: [entry],
    bundle: true,
    minify: true,
    write: false,
    charset: 'utf8',
    target: entry.endsWith('.css') ? ['chrome90', 'safari14'] : ['es2019'],
    ...formOf(entry),
    legalComments: 'none',
  })
  return (outputFiles?.[0]?.text ?? '').trim()
}
const sha256 = (text: string, form: 'hex' | 'base64') =>
  createHash('sha256').update(text).digest(form)

const base = await bundled('src/web/css/base.css')
const islands = readdirSync('src/web/islands', { recursive: true })
  .map(String)
  .filter((name) => name.endsWith('.ts'))
  .sort()
const files: Record<string, { file: string; type: string; text: string }> = {}
const sheets = ['src/web/css/desk.css', 'src/web/css/public.css']
for (const entry of [...sheets, ...islands.map((name) => `src/web/islands/${name}`)]) {
  const text = await bundled(entry)
  const style = entry.endsWith('.css')
  const name = basename(entry).replace(/\.(css|ts)$/, '')
  const ending = style ? 'css' : 'js'
  files[name] = {
    file: `${name}.${sha256(text, 'hex').slice(0, 12)}.${ending}`,
    type: style ? 'text/css; charset=utf-8' : 'text/javascript; charset=utf-8',
    text,
  }
}
const made = `${JSON.stringify({ base: { text: base, sha256: sha256(base, 'base64') }, files }, null, 2)}\n`
const stale = !existsSync(FILE) || readFileSync(FILE, 'utf8') !== made
if (values.check && stale) console.error(`not fresh, run npm run assets: ${FILE}`)
copyReader()
if (!values.check && stale) {
  writeFileSync(FILE, made)
  console.log(`wrote ${FILE}`)
}
process.exit(values.check && stale ? 1 : 0)
