import { globSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { everyFile } from './figures'
import type { FileFacts } from './syntax'

/** Read by what runs the house, not by another file of it. */
const ENTRIES = [
  /^src\/worker\.ts$/,
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
  const sql = globSync(['migrations/**/*.sql', 'docs/*.sql'])
  const standing = [...everyFile(), ...sql, ...OTHERS]
  const stands = (named: string, file: string): boolean =>
    standing.some((one) => one === named || one.endsWith(`/${named}`)) ||
    standing.includes(join(dirname(file), named))
  return files.flatMap((file) =>
    staleIn(readFileSync(file, 'utf8'), (name) => stands(name, file)).map(
      (name) => `${file}: ${name}`,
    ),
  )
}
const OTHERS = ['vitest.config.ts', 'worker-configuration.d.ts', 'docs/schema.sql']

/** What the comments of a text name that does not stand. */
export const staleIn = (text: string, stands: (named: string) => boolean): string[] =>
  [...text.matchAll(COMMENT)]
    .flatMap(([comment]) => [...comment.matchAll(NAMED)].map((match) => match[1] ?? ''))
    .filter((named) => !named.includes('*') && !stands(named))
