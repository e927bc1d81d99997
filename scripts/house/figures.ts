import {
  existsSync,
  globSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import '../../src/app'
import { openApiDocument } from '../../src/contract/document'
import { BY_HAND } from '../../test/support/by-hand'
import { offence, upwardReads } from '../../test/support/sql-graph'
import { openApiLint } from '../openapi/lint'
import { DECLARED } from './pages'
import { FILES, type FileFacts, type Place, sourceFacts } from './syntax'

/** What is counted of the house; each should be 0, and none may rise. */
export const FIGURES = [
  'as_unknown_as',
  'positional_rows',
  'string_reads',
  'untyped_calls',
  'page_rules',
  'upward_sql_reads',
  'files_over_300',
  'functions_over_70',
  'rooms_over_16_files',
  'openapi_lint_errors',
] as const
type Figure = (typeof FIGURES)[number]

const LINES_MAX = 300
export const FUNCTION_LINES_MAX = 70
const ROOM_FILES_MAX = 16

/** Every offender by name, figure by figure. */
export function offenders(): Record<Figure, string[]> {
  const facts = houseFacts()
  const of_src = Object.entries(facts).filter(([file]) => file.startsWith('src/'))
  const product = Object.entries(facts).filter(([file]) => !file.startsWith('test/'))
  const told = (pick: (one: FileFacts) => readonly Place[], of = of_src) =>
    of.flatMap(([file, one]) => pick(one).map(({ line, what }) => `${file}:${line}: ${what}`))
  return {
    as_unknown_as: told(({ as_unknown_as }) => as_unknown_as, product),
    positional_rows: told(({ positional_rows }) => positional_rows),
    string_reads: told(({ string_reads }) => string_reads),
    untyped_calls: untypedCalls(facts),
    page_rules: told(({ page_rules }) => page_rules).filter(
      (one) => !(pageRuleKind(one) in DECLARED),
    ),
    upward_sql_reads: upwardReads().map(offence),
    files_over_300: longFiles(),
    functions_over_70: longFunctions(facts),
    rooms_over_16_files: fullRooms(),
    openapi_lint_errors: openApiLint(openApiDocument()),
  }
}

/** Types forced in tests; with their own ceiling, as what they force is often a planted fault. */
export const testCasts = (facts: Record<string, FileFacts> = houseFacts()): string[] =>
  Object.entries(facts)
    .filter(([file]) => file.startsWith('test/'))
    .flatMap(([file, { as_unknown_as }]) =>
      as_unknown_as.map(({ line, what }) => `${file}:${line}: ${what}`),
    )
/** What pages decide all the same, by file and kind, as often as they do. */
export const declaredPageRules = (facts: Record<string, FileFacts> = houseFacts()): string[] =>
  Object.entries(facts)
    .flatMap(([file, { page_rules }]) =>
      page_rules.map(({ line, what }) => pageRuleKind(`${file}:${line}: ${what}`)),
    )
    .filter((kind) => kind in DECLARED)
/** `file:line: kind: what` without line and what. */
const pageRuleKind = (one: string): string => one.replace(/^(.*?):\d+: (.*?): .*$/s, '$1: $2')

/** Where a test is on the wire itself, and why. The list may only shrink. */
const ON_THE_WIRE: Readonly<Record<string, string>> = {
  ...BY_HAND,
  'test/calculator/reach.act.test.ts':
    'what a browser of another site sends, its questions before the question too',
  'test/contract/openapi.node.test.ts': 'the document as the tree it is',
  'test/start/deploy.node.test.ts': 'asks every operation of a worker as it is deployed',
  'test/support/world.ts': 'where `call` gets its types',
  'test/web/pages.act.test.ts': 'pages, which are no operations',
}
/** What a test asks of the API past its types. */
export const untypedCalls = (facts: Record<string, FileFacts>): string[] =>
  Object.entries(facts)
    .filter(([file]) => file.startsWith('test/') && !(file in ON_THE_WIRE))
    .flatMap(([file, { untyped_calls }]) =>
      untyped_calls.map(({ line, what }) => `${file}:${line}: ${what}`),
    )

export const longFunctions = (facts: Record<string, FileFacts>): string[] =>
  Object.entries(facts).flatMap(([file, { functions }]) =>
    functions
      .filter(({ lines }) => lines > FUNCTION_LINES_MAX)
      .map(({ line, lines, what }) => `${file}:${line}: ${lines} lines: ${what}`),
  )

const filesOf = (folder: string): string[] =>
  readdirSync(folder, { recursive: true })
    .map((file) => `${folder}/${String(file).replaceAll('\\', '/')}`)
    .filter((file) => /\.(tsx?|mjs|mts)$/.test(file))
    .sort()
export const everyFile = (): string[] => ['src', 'test', 'scripts', 'bench'].flatMap(filesOf)

const longFiles = (): string[] =>
  everyFile().flatMap((file) => {
    const lines = readFileSync(file, 'utf8').split('\n').length
    return lines > LINES_MAX ? [`${file}: ${lines} lines`] : []
  })

/**
 * Each folder under `src` is a room, the folders of pages and of mocks as well, and holds at most sixteen files. A room is
 * flat; only what it says, tables of words without a decision in them, may lie apart in `words`.
 */
function fullRooms(): string[] {
  const files = readdirSync('src', { recursive: true, withFileTypes: true })
    .filter((file) => file.isFile() && file.parentPath !== 'src')
    .map((file) => `${file.parentPath.replaceAll('\\', '/')}/${file.name}`)
  return roomFaults(files)
}
const PARTED = /^src\/(?:web|mocks)\/|^src\/[\w-]+(?:\/(?:words|rules))?$/
export function roomFaults(files: readonly string[]): string[] {
  const folders = new Map<string, number>()
  for (const file of files) {
    const folder = file.slice(0, file.lastIndexOf('/'))
    folders.set(folder, (folders.get(folder) ?? 0) + 1)
  }
  return [...folders].flatMap(([folder, count]) => [
    ...(count > ROOM_FILES_MAX ? [`${folder}: ${count} files`] : []),
    ...(PARTED.test(folder) ? [] : [`${folder}: a folder within a room`]),
  ])
}

const CACHE = '.build/house.json'
let known: Record<string, FileFacts> | undefined
/** The syntax of the whole house, taken apart once for each state of it. */
export function houseFacts(): Record<string, FileFacts> {
  if (known) return known
  const state = globSync([FILES, 'scripts/house/*.ts'])
    .sort()
    .map((file) => `${file}:${statSync(file).mtimeMs}:${statSync(file).size}`)
    .join()
  const kept = existsSync(CACHE) ? JSON.parse(readFileSync(CACHE, 'utf8')) : null
  known = (kept?.state === state ? kept.facts : sourceFacts()) as Record<string, FileFacts>
  if (kept?.state !== state) keep({ state, facts: known })
  return known
}

/** Written whole or not at all: several workers may ask at the same moment. */
function keep(said: object): void {
  mkdirSync('.build', { recursive: true })
  writeFileSync(`${CACHE}.${process.pid}`, JSON.stringify(said))
  renameSync(`${CACHE}.${process.pid}`, CACHE)
}
