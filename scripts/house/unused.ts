import { globSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { everyFile } from './figures'
import type { FileFacts } from './syntax'

/** Read by what runs the house, not by another file of it. */
const ENTRIES = [
  /^src\/(?:worker|sharded|hosted)\.ts$/,
  // Classes that a runtime makes objects of, by their name in its configuration.
  /^(?:bench\/serve\/(?:sharded|hosted)|test\/support\/durable-city)\.ts$/,
  /^src\/web\/islands\//,
  // Types that a program outside the house names.
  /^src\/client\/types\.ts$/,
  // Found by the name `#storage` of a project of tests.
  /^test\/support\/storage\.\w+\.ts$/,
]
const ENDINGS = ['', '.ts', '.tsx', '.mjs', '/index.ts']

/** Exports that no other file takes. Of operations all are given: whoever asks the API takes those it asks. */
export function deadExports(facts: Record<string, FileFacts>): string[] {
  const taken = new Map<string, Set<string>>()
  for (const [, { imports }] of Object.entries(facts))
    for (const { from, names } of imports) {
      const file = ENDINGS.map((ending) => from + ending).find((path) => path in facts)
      if (file === undefined) continue
      const all = taken.get(file) ?? new Set()
      for (const name of names) all.add(name)
      taken.set(file, all)
    }
  return Object.entries(facts).flatMap(([file, { exports }]) => {
    const names = taken.get(file) ?? new Set()
    if (names.has('*') || ENTRIES.some((entry) => entry.test(file))) return []
    return exports
      .filter(({ what }) => !names.has(what) && what !== 'default' && !/Operation$/.test(what))
      .map(({ line, what }) => `${file}:${line}: ${what}`)
  })
}

const COMMENT = /\/\*[\s\S]*?\*\/|(?<=^|\s)\/\/.*$/gm
const NAMED = /(?<![\w/.@<>-])(?:\.{0,2}\/)?((?:[\w.-]+\/)*[\w.-]*\w\.(?:tsx?|mjs|sql|mts))\b/g
/** Files that a comment names and that are not there. */
export function staleNames(files: readonly string[] = everyFile()): string[] {
  const standing = whatStands()
  const stands = (named: string, file: string): boolean =>
    standing.some((one) => one === named || one.endsWith(`/${named}`)) ||
    standing.includes(join(dirname(file), named))
  return files.flatMap((file) =>
    staleIn(readFileSync(file, 'utf8'), (name) => stands(name, file)).map(
      (name) => `${file}: ${name}`,
    ),
  )
}
const whatStands = (): string[] => [
  ...everyFile(),
  ...globSync([
    'migrations/**/*.sql',
    'docs/*.sql',
    'cities/*.json',
    'src/**/*.json',
    'test/**/*.json',
  ]),
  ...OTHERS,
]
const OTHERS = [
  'vitest.config.ts',
  'worker-configuration.d.ts',
  'docs/schema.sql',
  'docs/openapi.json',
  'package.json',
  'package-lock.json',
  'tsconfig.json',
  'biome.json',
]

/** What the comments of a text name that does not stand. */
export const staleIn = (text: string, stands: (named: string) => boolean): string[] =>
  [...text.matchAll(COMMENT)]
    .flatMap(([comment]) => [...comment.matchAll(NAMED)].map((match) => match[1] ?? ''))
    .filter((named) => !named.includes('*') && !stands(named))

const ROOMS = readdirSync('src', { withFileTypes: true })
  .filter((one) => one.isDirectory())
  .map(({ name }) => name)
const FILE = /(?<![\w/.@<>*-])(?:\.{0,2}\/)?((?:[\w.-]+\/)*[\w.-]*\w\.(?:tsx?|mjs|sql|mts|json))\b/g
const PLACE = new RegExp(
  `(?<![\\w/.@<>:*-])((?:(?:src|test|scripts|bench|migrations)/(?:[\\w.-]+/)*|(?:${ROOMS.join('|')})/)[\\w-]+)(?![\\w/.*<-])`,
  'g',
)
/**
 * Files and folders that a paper names and that are not there, with their ending or without. Blocks of code and commands
 * are examples; a name of before stands if the present one follows it in square brackets, after `now`.
 */
export function stalePaths(
  papers: readonly string[] = [...globSync('docs/**/*.md'), 'README.md', 'CONTRIBUTING.md'],
): string[] {
  const standing = whatStands()
  return papers.flatMap((file) =>
    staleInProse(readFileSync(file, 'utf8'), (named) =>
      standing.some((one) => isAt(one, named)),
    ).map((named) => `${file}: ${named}`),
  )
}
/** A file under its name, with its ending or without, or a folder on its way. */
function isAt(file: string, named: string): boolean {
  const bare = file.replace(/(?:\.\w+)*\.\w+$/, '')
  return [file, bare].some(
    (one) => one === named || one.endsWith(`/${named}`) || `/${one}`.includes(`/${named}/`),
  )
}
const BLOCK = /^```[\s\S]*?^```/gm
const SPAN = /`([^`]*)`/g
const BEFORE = /`[^`]+` \[now (`[^`]+`)\]/g
export function staleInProse(text: string, stands: (named: string) => boolean): string[] {
  const prose = text
    .replace(BLOCK, '')
    .replace(BEFORE, '$1')
    .replace(SPAN, (span, code: string) => (/\s/.test(code) ? '' : span))
  const named = [FILE, PLACE].flatMap((pattern) =>
    [...prose.matchAll(pattern)].map((match) => match[1] ?? ''),
  )
  return [...new Set(named)].filter((name) => !stands(name))
}
