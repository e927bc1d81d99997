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
  type Node,
  type ObjectLiteralExpression,
  type PropertyAccessExpression,
  type PropertyAssignment,
  SyntaxKind,
} from 'typescript/unstable/ast'
import {
  type Checker,
  type Symbol as Named,
  type Project,
  SignatureKind,
  type Type,
} from 'typescript/unstable/sync'
import { compiled } from './compiled'

const CACHE = '.build/decides.json'
/** What reaches outside of a decision, by the name of its type: storage, every port, the request itself. */
const OUTSIDE = [
  'World',
  'Db',
  'PaymentProvider',
  'BankPort',
  'SmsPort',
  'OutboundPort',
  'Opened',
  'DevDoors',
  'Context',
]
const GLOBALS = /^(?:fetch|setTimeout|setInterval|Math\.random|Date\.now|crypto\.\w+)$/

type Deciding = { acts: number; found: string[] }
/** Whatever a `decide` of the product touches that reaches outside, as `file:line expression`; asked once for each state. */
export function outsideOfDecides(): Deciding {
  const files = globSync('src/**/*.{ts,tsx}')
    .filter((file) => !file.startsWith('src/web/islands/'))
    .sort()
  const state = [...files, 'test/support/decides.ts']
    .map((file) => `${file}:${statSync(file).mtimeMs}:${statSync(file).size}`)
    .join()
  const known = existsSync(CACHE) ? JSON.parse(readFileSync(CACHE, 'utf8')) : null
  if (known?.state === state) return known.said
  const said = asked(files)
  mkdirSync('.build', { recursive: true })
  writeFileSync(`${CACHE}.${process.pid}`, JSON.stringify({ state, said }))
  renameSync(`${CACHE}.${process.pid}`, CACHE)
  return said
}

/** The same of files or texts that are not kept in mind. */
export const asked = (files: Parameters<typeof compiled>[0]): Deciding =>
  compiled(files, (project, path) => {
    const names = Array.isArray(files) ? files : Object.keys(files)
    const all = names.map((file) => offencesIn(project, { file, at: path(file) }))
    return {
      acts: all.reduce((sum, { acts }) => sum + acts, 0),
      found: all.flatMap(({ found }) => found),
    }
  })

type Asked = { file: string; at: string }
function offencesIn({ program, checker }: Project, { file, at }: Asked): Deciding {
  const source = program.getSourceFile(at)
  if (!source) throw new Error(`${file} was not compiled`)
  const decides: Node[] = []
  const visit = (node: Node): void => {
    if (node.kind === SyntaxKind.ObjectLiteralExpression)
      decides.push(...decidesOf(node as ObjectLiteralExpression))
    node.forEachChild(visit)
  }
  source.forEachChild(visit)
  const touched = [...new Set(decides.flatMap((node) => touchedBy(checker, node)))]
  const found = touched.flatMap((node) => {
    const text = node.getText(source)
    if (!GLOBALS.test(text) && !isOutside(typeOf(checker, node))) return []
    const line = source.text.slice(0, node.getStart(source)).split('\n').length
    return [`${file}:${line} ${text}`]
  })
  return { acts: decides.length, found }
}

/** The decision of an act, or of a step of one: what stands under `decide` in an object. */
const decidesOf = ({ properties }: ObjectLiteralExpression): Node[] =>
  properties.flatMap((property): Node[] => {
    if (property.kind === SyntaxKind.SpreadAssignment) return []
    const { name, initializer } = property as PropertyAssignment
    return name.getText() === 'decide' ? [initializer ?? property] : []
  })

/** The compiler's own answer; for a tuple it has none, and a tuple is nothing of the outside. */
function typeOf(checker: Checker, node: Node): Type | undefined {
  try {
    return checker.getTypeAtLocation(node)
  } catch {
    return undefined
  }
}

/**
 * What a decision takes from beyond itself: globals, and every name that it has caught from the function it stands in,
 * with what is read of it. A function caught so is looked into in turn: it may have caught a `world` itself. What stands
 * in a module has caught nothing, and gets what it is given here.
 */
function touchedBy(checker: Checker, decide: Node, seen = new Set<Node>()): Node[] {
  if (seen.has(decide)) return []
  seen.add(decide)
  const names: Node[] = []
  const globals: Node[] = []
  const visit = (node: Node): void => {
    if (node.kind === SyntaxKind.Identifier && isRead(node) && !isInType(node)) names.push(node)
    if (GLOBALS.test(node.getText())) globals.push(node)
    node.forEachChild(visit)
  }
  visit(decide)
  const symbols = checker.getSymbolAtLocation(names)
  const caught = names.flatMap((node, i) => {
    const is_short = node.parent.kind === SyntaxKind.ShorthandPropertyAssignment
    const short = is_short ? checker.getShorthandAssignmentValueSymbol(node.parent) : undefined
    const declared = caughtFrom(short ?? symbols[i], decide)
    return declared ? [{ node, declared }] : []
  })
  return [
    ...globals,
    ...caught.flatMap(({ node }) => chainOf(node)),
    ...caught.flatMap(({ node, declared }) =>
      runsLater(checker, node, declared) ? touchedBy(checker, declared, seen) : [],
    ),
  ]
}
const FUNCTIONS = [SyntaxKind.VariableDeclaration, SyntaxKind.FunctionDeclaration]

/** Whether what is caught is a function; a value was made before. */
function runsLater(checker: Checker, node: Node, { kind }: Node): boolean {
  if (kind !== SyntaxKind.VariableDeclaration) return kind === SyntaxKind.FunctionDeclaration
  const type = typeOf(checker, node)
  return type !== undefined && checker.getSignaturesOfType(type, SignatureKind.Call).length > 0
}

/** Not the name of a property or of a binding, which stands for nothing of before. */
function isRead(node: Node): boolean {
  const { parent } = node
  if (parent.kind === SyntaxKind.PropertyAccessExpression)
    return (parent as PropertyAccessExpression).expression === node
  if (parent.kind === SyntaxKind.PropertyAssignment)
    return (parent as PropertyAssignment).initializer === node
  return parent.kind !== SyntaxKind.BindingElement && parent.kind !== SyntaxKind.Parameter
}

/** Where a name is declared, if that is within the function around the decision. */
function caughtFrom(symbol: Named | undefined, decide: Node): Node | null {
  const declared = symbol?.valueDeclaration
  if (!declared || !DECLARED.includes(declared.kind)) return null
  const node = declared.resolve()
  return node && !isWithin(node, decide) && isInFunction(node) ? node : null
}
const DECLARED = [...FUNCTIONS, SyntaxKind.Parameter, SyntaxKind.BindingElement]

/** `opened`, `opened.world`, `opened.world.db`: a name and what is read of it. */
function chainOf(node: Node): Node[] {
  const { parent } = node
  const is_read =
    parent.kind === SyntaxKind.PropertyAccessExpression &&
    (parent as PropertyAccessExpression).expression === node
  return is_read ? [node, ...chainOf(parent)] : [node]
}

const ancestors = function* (node: Node): Generator<Node> {
  for (let above = node.parent; above; above = above.parent) yield above
}
const isWithin = (node: Node, other: Node) => node === other || [...ancestors(node)].includes(other)
const AROUND = [
  SyntaxKind.FunctionDeclaration,
  SyntaxKind.FunctionExpression,
  SyntaxKind.ArrowFunction,
  SyntaxKind.MethodDeclaration,
]
const isInFunction = (node: Node) => [...ancestors(node)].some(({ kind }) => AROUND.includes(kind))
/** A type's own words (`Moment`, `World['sms']`) run nowhere. */
const isInType = (node: Node) =>
  [...ancestors(node)].some(
    ({ kind }) => kind === SyntaxKind.TypeReference || kind === SyntaxKind.IndexedAccessType,
  )

function isOutside(type: Type | undefined): boolean {
  if (!type) return false
  if (type.isUnionType() || type.isIntersectionType()) return type.getTypes().some(isOutside)
  const names = [type.getAliasSymbol()?.name, type.getSymbol()?.name]
  return names.some((name) => name !== undefined && OUTSIDE.includes(name))
}
