import { globSync } from 'node:fs'
import { dirname, join } from 'node:path'
import {
  type ArrowFunction,
  type AsExpression,
  type CallExpression,
  type ElementAccessExpression,
  type Node,
  type ParameterDeclaration,
  type SourceFile,
  SyntaxKind,
  type VariableDeclaration,
} from 'typescript/unstable/ast'
import { API, type Project } from 'typescript/unstable/sync'
import { fileLinks, type Links } from './links'
import { pageRules } from './pages'

/** A thing of the source that is counted, and the line it begins on. */
export type Place = { line: number; what: string }
/** What the house asks of one file's syntax. */
export type FileFacts = Links & {
  functions: (Place & { lines: number })[]
  as_unknown_as: Place[]
  positional_rows: Place[]
  string_reads: Place[]
  untyped_calls: Place[]
  /** What a page decides itself. */
  page_rules: Place[]
}

const CONFIGS = ['tsconfig.json', 'src/web/islands/tsconfig.json']
export const FILES = '{{src,test,scripts,bench}/**/*.{ts,tsx},vitest.config.ts}'

/** Every file the compiler knows, taken apart once; scripts of the pages have a project of their own. */
export function sourceFacts(root = process.cwd(), configs = CONFIGS): Record<string, FileFacts> {
  const api = new API({ cwd: root })
  try {
    const openProjects = configs.map((config) => join(root, config))
    const projects = api.updateSnapshot({ openProjects }).getProjects()
    return Object.fromEntries(
      globSync(FILES, { cwd: root })
        .sort()
        .map((file) => [file, factsOf(file, sourceOf(projects, join(root, file)))]),
    )
  } finally {
    api.close()
  }
}

function sourceOf(projects: readonly Project[], file: string): SourceFile {
  for (const { program } of projects) {
    const source = program.getSourceFile(file)
    if (source) return source
  }
  throw new Error(`the compiler does not know ${file}`)
}

function factsOf(file: string, source: SourceFile): FileFacts {
  const { text } = source
  const starts = [0]
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) starts.push(at + 1)
  const lineOf = (at: number) => starts.findLastIndex((start) => start <= at) + 1
  const helpers = namesFromDoor(file, source)
  const ruleOf = pageRules(file, source)
  const facts: FileFacts = {
    ...fileLinks(source, (from) => join(dirname(file), from)),
    functions: [],
    as_unknown_as: [],
    positional_rows: [],
    string_reads: [],
    untyped_calls: [],
    page_rules: [],
  }
  const visit = (node: Node): void => {
    const line = () => lineOf(node.getStart(source))
    const what = () => node.getText(source).split('\n')[0]?.slice(0, 60) ?? ''
    if (isFunction(node) && !isStory(node)) {
      const lines = lineOf(node.end) - line() + 1
      facts.functions.push({ line: line(), lines, what: what() })
    }
    if (isAsUnknownAs(node)) facts.as_unknown_as.push({ line: line(), what: what() })
    if (isByPosition(node)) facts.positional_rows.push({ line: line(), what: what() })
    if (isUntyped(node)) facts.untyped_calls.push({ line: line(), what: what() })
    if (isByString(node, helpers)) facts.string_reads.push({ line: line(), what: what() })
    const rule = ruleOf(node)
    if (rule) facts.page_rules.push({ line: line(), what: `${rule}: ${what()}` })
    node.forEachChild(visit)
  }
  source.forEachChild(visit)
  return facts
}

const FUNCTIONS = [
  SyntaxKind.FunctionDeclaration,
  SyntaxKind.FunctionExpression,
  SyntaxKind.ArrowFunction,
  SyntaxKind.MethodDeclaration,
]
const isFunction = (node: Node): boolean => FUNCTIONS.includes(node.kind)

/** What stands in `describe` and `it` is a chapter of claims, not a function of the house. */
function isStory(node: Node): boolean {
  const call = (node as ArrowFunction).parent
  if (call?.kind !== SyntaxKind.CallExpression) return false
  return /^(?:describe|it|test|beforeAll|beforeEach|afterAll|afterEach)\b/.test(
    (call as CallExpression).expression.getText(),
  )
}

const isAsUnknownAs = (node: Node): boolean =>
  node.kind === SyntaxKind.AsExpression &&
  (node as AsExpression).expression.kind === SyntaxKind.AsExpression &&
  ((node as AsExpression).expression as AsExpression).type.kind === SyntaxKind.UnknownKeyword

/** An answer that may be anything, or a request whose method and path nobody knows. */
function isUntyped(node: Node): boolean {
  if (node.kind === SyntaxKind.AnyKeyword) return true
  const { parameters } = node as { parameters?: readonly ParameterDeclaration[] }
  if (!Array.isArray(parameters)) return false
  const said = parameters.map(({ name, type }) => `${name.getText()}: ${type?.getText()}`)
  return said.includes('method: string') && said.includes('path: string')
}

const ROWS = /(?:^|\.)rows$|^\(?await [\w.]+\.batch\(/
/** Answers of statements told apart by their place: `rows[2]`, and `[card, shop]` of a batch or of what is `rows`. */
function isByPosition(node: Node): boolean {
  if (node.kind === SyntaxKind.ElementAccessExpression) {
    const { expression, argumentExpression } = node as ElementAccessExpression
    return argumentExpression?.kind === SyntaxKind.NumericLiteral && ROWS.test(expression.getText())
  }
  const { name } = node as { name?: Node }
  if (name?.kind !== SyntaxKind.ArrayBindingPattern) return false
  if (node.kind === SyntaxKind.VariableDeclaration)
    return ROWS.test((node as VariableDeclaration).initializer?.getText() ?? '')
  return (
    node.kind === SyntaxKind.Parameter &&
    /\bRow\[\]\[\]/.test((node as ParameterDeclaration).type?.getText() ?? '')
  )
}

/** A page that reads an answer by the name of a field, or asks for it by an address. */
function isByString(node: Node, helpers: ReadonlySet<string>): boolean {
  if (node.kind !== SyntaxKind.CallExpression) return false
  const { expression, arguments: given } = node as CallExpression
  const called = expression.getText()
  if (helpers.has(called)) return true
  const [first] = given
  const by_address =
    first?.kind === SyntaxKind.StringLiteral ||
    first?.kind === SyntaxKind.NoSubstitutionTemplateLiteral ||
    first?.kind === SyntaxKind.TemplateExpression
  return by_address && /(?:^|\.)ask$/.test(called) && helpers.has('')
}

const READERS = ['text', 'number', 'list', 'part']
/** The helpers for answers without a type that a file has of the door, by its own names; '' says that it is a page's. */
function namesFromDoor(file: string, source: SourceFile): ReadonlySet<string> {
  if (!file.startsWith('src/web/') || file === 'src/web/door.tsx') return new Set()
  const found = [...source.text.matchAll(/import (?:type )?\{([^}]*)\} from '[./]+\/door'/g)]
  const names = found.flatMap(([, list = '']) => list.split(',').map((name) => name.trim()))
  const taken = names.flatMap((name) => {
    const [of = '', as = of] = name.split(/ as /)
    return READERS.includes(of) ? [as] : []
  })
  return new Set(['', ...taken])
}
