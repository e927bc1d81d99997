import {
  existsSync,
  globSync,
  mkdirSync,
  readFileSync,
  renameSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import {
  type BinaryExpression,
  type CallExpression,
  type Node,
  SyntaxKind,
  type TemplateExpression,
} from 'typescript/unstable/ast'
import { type Checker, type Project, type Type, TypeFlags } from 'typescript/unstable/sync'
import { compiled } from './compiled'

const CACHE = '.build/shown-types.json'

/**
 * Every expression of these files that would be written out as "null" or "undefined", as `file:line expression`: in a
 * template, beside a string with `+`, or in `String(…)`, where the compiler lets it pass. Asked once for each state of
 * the source.
 */
export function writtenAsNothing(files: readonly string[]): string[] {
  const state = globSync('src/**/*.{ts,tsx}')
    .concat(files)
    .sort()
    .map((file) => `${file}:${statSync(file).mtimeMs}:${statSync(file).size}`)
    .join()
  const known = existsSync(CACHE) ? JSON.parse(readFileSync(CACHE, 'utf8')) : null
  if (known?.state === state) return known.found
  const found = asked(files)
  mkdirSync('.build', { recursive: true })
  writeFileSync(`${CACHE}.${process.pid}`, JSON.stringify({ state, found }))
  renameSync(`${CACHE}.${process.pid}`, CACHE)
  return found
}

/** The same of files or texts that are not kept in mind. */
export const asked = (files: Parameters<typeof compiled>[0]): string[] =>
  compiled(files, (project, path) => {
    const names = Array.isArray(files) ? files : Object.keys(files)
    return names.flatMap((file) => offencesIn(project, { file, at: path(file) }))
  })

type Asked = { file: string; at: string }
function offencesIn({ program, checker }: Project, { file, at }: Asked): string[] {
  const source = program.getSourceFile(at)
  if (!source) throw new Error(`${file} was not compiled`)
  const written: Node[] = []
  const visit = (node: Node): void => {
    written.push(...writtenIn(checker, node))
    node.forEachChild(visit)
  }
  source.forEachChild(visit)
  const types = checker.getTypeAtLocation(written)
  return written.flatMap((node, i) => {
    if (!mayBeNothing(types[i])) return []
    const line = source.text.slice(0, node.getStart(source)).split('\n').length
    return [`${file}:${line} ${node.getText(source)}`]
  })
}

/** The expressions that this node writes out as text. */
function writtenIn(checker: Checker, node: Node): Node[] {
  if (node.kind === SyntaxKind.TemplateExpression && !isTagged(node))
    return (node as TemplateExpression).templateSpans.map(({ expression }) => expression)
  if (node.kind === SyntaxKind.CallExpression) {
    const { expression, arguments: given } = node as CallExpression
    return expression.getText() === 'String' ? [...given] : []
  }
  if (node.kind !== SyntaxKind.BinaryExpression) return []
  const { left, operatorToken, right } = node as BinaryExpression
  if (operatorToken.kind !== SyntaxKind.PlusToken) return []
  const sum = checker.getTypeAtLocation(node)
  return sum && sum.flags & TypeFlags.String ? [left, right] : []
}
const isTagged = (node: Node) => node.parent?.kind === SyntaxKind.TaggedTemplateExpression

/** Null, undefined, or what nobody has typed. */
const NOTHING =
  TypeFlags.Null | TypeFlags.Undefined | TypeFlags.Void | TypeFlags.Any | TypeFlags.Unknown
const mayBeNothing = (type: Type | undefined): boolean =>
  type === undefined ||
  (type.flags & NOTHING) !== 0 ||
  (type.isUnionType() && type.getTypes().some(mayBeNothing))
