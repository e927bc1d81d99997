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
  type CallExpression,
  type FunctionDeclaration,
  type Node,
  type PropertyAccessExpression,
  type PropertyAssignment,
  type SourceFile,
  SyntaxKind,
} from 'typescript/unstable/ast'
import {
  type Checker,
  type Symbol as Named,
  SignatureKind,
  type Type,
} from 'typescript/unstable/sync'
import { compiled } from './compiled'

const CACHE = '.build/decides.json'
/** What reaches outside of a decision, by the name of its type: storage, every port, the request itself. */
const OUTSIDE = ['Db', 'PaymentProvider', 'BankPort', 'SmsPort', 'OutboundPort', 'Context']
const OUTSIDE_BY_ALIAS = ['World', 'Opened', 'DevDoors']
const GLOBALS = /^(?:fetch|setTimeout|setInterval|Math\.random|Date\.now|crypto\.\w+)$/

type Deciding = { acts: number; found: string[] }
/** Whatever a `decide` of the product touches that reaches outside, as `file:line expression`; asked once for each state. */
export function outsideReaches(): Deciding {
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
  compiled(files, ({ program, checker }, path) => {
    const names = Array.isArray(files) ? files : Object.keys(files)
    const sources = names.map((file) => {
      const source = program.getSourceFile(path(file))
      if (!source) throw new Error(`${file} was not compiled`)
      return { file, source }
    })
    const look: Look = { checker, seen: new Set(), handed: new Set(['decide']) }
    const found: string[] = []
    let acts = 0
    // What a decision is handed by those around it is part of it, and may be handed something in turn.
    for (let known = 0; known < look.handed.size; ) {
      known = look.handed.size
      for (const { file, source } of sources) {
        const given = givenIn(source, look)
        acts += given.filter(isDecision).length
        const touched = new Set(given.flatMap((node) => touchedBy(look, node)))
        found.push(...[...touched].flatMap((node) => offence(checker, { file, source, node })))
      }
    }
    return { acts, found }
  })

/** `seen`: what was looked into; `handed`: by which names functions are handed to a decision. */
type Look = { checker: Checker; seen: Set<Node>; handed: Set<string> }
type Touching = { file: string; source: SourceFile; node: Node }
function offence(checker: Checker, { file, source, node }: Touching): string[] {
  const text = node.getText(source)
  if (!GLOBALS.test(text) && !isOutside(typeOf(checker, node))) return []
  const line = source.text.slice(0, node.getStart(source)).split('\n').length
  return [`${file}:${line} ${text}`]
}

/** What stands under one of these names in an object, and functions that are an argument of this name. */
function givenIn(source: SourceFile, { checker, seen, handed }: Look): Node[] {
  const given: Node[] = []
  const visit = (node: Node): void => {
    const { name, initializer } = node as PropertyAssignment
    const is_field = FIELDS.includes(node.kind) && node.parent.kind === OBJECT
    if (is_field && handed.has(name.getText(source))) given.push(initializer ?? node)
    if (node.kind === SyntaxKind.CallExpression)
      given.push(...argumentsOf(checker, node as CallExpression, handed))
    node.forEachChild(visit)
  }
  source.forEachChild(visit)
  return given.filter((node) => !seen.has(node))
}
const OBJECT = SyntaxKind.ObjectLiteralExpression
const FIELDS = [SyntaxKind.PropertyAssignment, SyntaxKind.MethodDeclaration]
const LITERALS = [SyntaxKind.ArrowFunction, SyntaxKind.FunctionExpression]

function argumentsOf(checker: Checker, call: CallExpression, handed: Set<string>): Node[] {
  if (call.expression.kind !== SyntaxKind.Identifier) return []
  if (!call.arguments.some(({ kind }) => LITERALS.includes(kind))) return []
  const declared = checker.getResolvedSignature(call)?.declaration?.resolve() as
    | FunctionDeclaration
    | undefined
  return call.arguments.filter(({ kind }, i) => {
    const parameter = declared?.parameters?.[i]?.name.getText()
    return LITERALS.includes(kind) && parameter !== undefined && handed.has(parameter)
  })
}
const isDecision = ({ parent }: Node): boolean =>
  (parent as PropertyAssignment).name?.getText() === 'decide'

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
function touchedBy(look: Look, decide: Node): Node[] {
  const { checker, seen, handed } = look
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
  for (const { node, declared } of caught)
    if (!FUNCTIONS.includes(declared.kind))
      for (const name of calledBy(checker, node)) handed.add(name)
  return [
    ...globals,
    ...caught.flatMap(({ node }) => chainOf(node)),
    ...caught.flatMap(({ node, declared }) =>
      runsLater(checker, node, declared) ? touchedBy(look, declared) : [],
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

/**
 * `change(…)`, `of.end(…)`: the name by which somebody around handed over what is called here. What the language brings
 * along (`form.get`, `lines.map`) nobody hands over.
 */
function calledBy(checker: Checker, node: Node): string[] {
  const last = chainOf(node).at(-1) ?? node
  const { parent } = last
  const is_called =
    parent.kind === SyntaxKind.CallExpression && (parent as CallExpression).expression === last
  if (!is_called) return []
  const named = (last as Partial<PropertyAccessExpression>).name ?? last
  const declared = checker.getSymbolAtLocation(named)?.declarations?.[0]?.resolve()
  const is_ours = !declared?.getSourceFile().fileName.endsWith('.d.ts')
  return is_ours ? [last.getText().split('.').at(-1) ?? ''] : []
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
  const alias = type.getAliasSymbol()?.name ?? ''
  return OUTSIDE.includes(type.getSymbol()?.name ?? '') || OUTSIDE_BY_ALIAS.includes(alias)
}
