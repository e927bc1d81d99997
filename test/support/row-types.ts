import {
  existsSync,
  globSync,
  mkdirSync,
  readFileSync,
  renameSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { type Node, SyntaxKind, type TaggedTemplateExpression } from 'typescript/unstable/ast'
import { API, type Checker, type Project, type Type, TypeFlags } from 'typescript/unstable/sync'
import { unindented } from '../../src/platform/d1'

/** What a column may hold, by its type in the source: the storage classes, and the words if they are counted. */
export type ColumnType = {
  text: boolean
  number: boolean
  null: boolean
  words: string[] | null
  /** Only some of the statements with this row give the column (`column?: …`). */
  optional?: true
}
/** One `sql` of the source: where it stands, and the row it promises (null: it promises none). */
export type Promised = { where: string; columns: Record<string, ColumnType> | null }

const CACHE = '.build/row-types.json'
const NUL = '\u0000'
/** The pieces of a template as the product keeps them: what tells one statement of the source from another. */
export const statementKey = (pieces: readonly string[]): string => pieces.join(NUL)

/** Every `sql` template of the source with its promised row, asked of the compiler once for each state of the source. */
export function promisedRows(): Map<string, Promised[]> {
  const files = globSync('src/**/*.{ts,tsx}').sort()
  const state = files
    .map((file) => `${file}:${statSync(file).mtimeMs}:${statSync(file).size}`)
    .join()
  const known = existsSync(CACHE) ? JSON.parse(readFileSync(CACHE, 'utf8')) : null
  const found: [string, Promised][] = known?.state === state ? known.found : asked(files)
  if (known?.state !== state) keep({ state, found })
  const rows = new Map<string, Promised[]>()
  for (const [key, promised] of found) rows.set(key, [...(rows.get(key) ?? []), promised])
  return rows
}

/** Written whole or not at all: several workers may ask at the same moment. */
function keep(said: object): void {
  mkdirSync('.build', { recursive: true })
  writeFileSync(`${CACHE}.${process.pid}`, JSON.stringify(said))
  renameSync(`${CACHE}.${process.pid}`, CACHE)
}

function asked(files: readonly string[]): [string, Promised][] {
  const api = new API({ cwd: process.cwd() })
  try {
    const snapshot = api.updateSnapshot({ openProjects: [`${process.cwd()}/tsconfig.json`] })
    const project = snapshot.getProjects()[0] as Project
    return files.flatMap((file) => statementsIn(project, file))
  } finally {
    api.close()
  }
}

function statementsIn({ program, checker }: Project, file: string): [string, Promised][] {
  const source = program.getSourceFile(`${process.cwd()}/${file}`)
  if (!source) return []
  const found: [string, Promised][] = []
  const visit = (node: Node): void => {
    if (isStatement(node)) {
      const line = source.text.slice(0, node.pos).split('\n').length
      const columns = columnsOf(checker, node)
      found.push([statementKey(piecesOf(node)), { where: `${file}:${line}`, columns }])
    }
    node.forEachChild(visit)
  }
  source.forEachChild(visit)
  return found
}

const isStatement = (node: Node): node is TaggedTemplateExpression =>
  node.kind === SyntaxKind.TaggedTemplateExpression &&
  (node as TaggedTemplateExpression).tag.kind === SyntaxKind.Identifier &&
  (node as TaggedTemplateExpression).tag.getText() === 'sql'

function piecesOf({ template }: TaggedTemplateExpression): string[] {
  const pieces =
    template.kind === SyntaxKind.TemplateExpression
      ? [template.head.text, ...template.templateSpans.map(({ literal }) => literal.text)]
      : [template.text]
  return unindented(pieces)
}

function columnsOf(
  checker: Checker,
  { typeArguments }: TaggedTemplateExpression,
): Promised['columns'] {
  const [node] = typeArguments ?? []
  const row = node && checker.getTypeFromTypeNode(node)
  if (!row || row.flags & TypeFlags.TypeParameter) return null
  const fields = checker.getPropertiesOfType(row)
  const types = checker.getTypeOfSymbol(fields)
  return Object.fromEntries(fields.map(({ name }, i) => [name, classesOf(types[i])]))
}

function classesOf(type: Type | undefined): ColumnType {
  const parts = type === undefined ? [] : partsOf(type)
  const is = (flags: number) => parts.some((part) => (part.flags & flags) !== 0)
  const words = parts.flatMap((part) =>
    part.flags & TypeFlags.StringLiteral ? [String((part as { value?: unknown }).value)] : [],
  )
  const open = is(TypeFlags.String | TypeFlags.TemplateLiteral)
  return {
    text: open || words.length > 0,
    number: is(TypeFlags.Number | TypeFlags.NumberLiteral),
    null: is(TypeFlags.Null | TypeFlags.Undefined),
    words: open || words.length === 0 ? null : words,
    ...(is(TypeFlags.Undefined) ? { optional: true as const } : {}),
  }
}

/** A union by its members; a branded number is a number. */
const partsOf = (type: Type): Type[] =>
  type.isUnionType() || type.isIntersectionType() ? type.getTypes().flatMap(partsOf) : [type]
