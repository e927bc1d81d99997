import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { basename } from 'node:path'
import { build } from 'esbuild'
import { ICON_NAMES } from '../src/web/look/icon-names'
import { readArguments } from './arguments.mjs'
import { copyReader } from './setup.mjs'

/**
 * `npm run assets` builds the style sheets and islands of the pages into src/web/assets.json, which the worker serves
 * under names that carry their content hash, and takes the pictures that pages use from lucide-static into
 * src/web/look/icons.json; `--check` fails when a committed file is not what would be built.
 */
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

/** What pages carry inside themselves, and what they fetch once; the last sheet of a list may repeat the first ones. */
const INLINE = { base: ['base', 'today'], public: ['public'], pay: ['pay'] }
const LINKED = {
  desk: ['desk', 'desk-today'],
  till: ['till'],
  paper: ['paper'],
  poster: ['poster'],
}
const sheet = async (parts: readonly string[]) =>
  (await Promise.all(parts.map((part) => bundled(`src/web/css/${part}.css`)))).join('')
const inline: Record<string, { text: string; sha256: string }> = {}
for (const [name, parts] of Object.entries(INLINE)) {
  const text = await sheet(parts)
  inline[name] = { text, sha256: sha256(text, 'base64') }
}
const islands = readdirSync('src/web/islands', { recursive: true })
  .map(String)
  .filter((name) => name.endsWith('.ts'))
  .sort()
const files: Record<string, { file: string; type: string; text: string }> = {}
const keep = (name: string, ending: 'css' | 'js', text: string) => {
  const type = `text/${ending === 'css' ? 'css' : 'javascript'}; charset=utf-8`
  files[name] = { file: `${name}.${sha256(text, 'hex').slice(0, 12)}.${ending}`, type, text }
}
for (const [name, parts] of Object.entries(LINKED)) keep(name, 'css', await sheet(parts))
for (const name of islands)
  keep(basename(name).replace(/\.ts$/, ''), 'js', await bundled(`src/web/islands/${name}`))

/** Of each picture what stands inside its svg, on one line. */
const drawingOf = (name: string): string =>
  readFileSync(`node_modules/lucide-static/icons/${name}.svg`, 'utf8')
    .replace(/^[\s\S]*?<svg[^>]*>|<\/svg>\s*$/g, '')
    .replace(/\s*\n\s*/g, ' ')
    .replace(/> </g, '><')
    .replace(/ \/>/g, '/>')
    .trim()
const made = {
  'src/web/assets.json': { inline, files },
  'src/web/look/icons.json': Object.fromEntries(ICON_NAMES.map((name) => [name, drawingOf(name)])),
}
copyReader()
const stale = Object.entries(made).filter(([file, content]) => {
  const text = `${JSON.stringify(content, null, 2)}\n`
  if (existsSync(file) && readFileSync(file, 'utf8') === text) return false
  if (values.check) console.error(`not fresh, run npm run assets: ${file}`)
  else writeFileSync(file, text)
  return true
})
if (!values.check) for (const [file] of stale) console.log(`wrote ${file}`)
process.exit(values.check && stale.length > 0 ? 1 : 0)
