import {
  type Node,
  type SourceFile,
  SyntaxKind,
  type TaggedTemplateExpression,
  type VariableStatement,
} from 'typescript/unstable/ast'
import { type Checker, type Project, SignatureKind, type Type } from 'typescript/unstable/sync'

/** Small words that say when or whose instead of what: no name that others use is made of them. */
const SMALL = ['said', 'told', 'seen', 'of']
/** Names that are kept in the journal or on the wire, where a new one would lose the old one's answers. */
const KEPT = ['tellOfShop', 'tellOfShopOperation', 'freeBookingsOfClosedShops']

/** What builds one statement says which: SQL's own verb, or what the statement is. */
const ONE =
  /^(?:(?:read|list|count|insert|update|upsert|delete|emit|may|is|has)[A-Z]|emit$)|(?:Statement|Condition|Columns?|Query)$/
const MANY = /^(?:read|list|count|emit)[A-Z]|Statements$/
/** What an act does to the books besides its own row: the row as it will stand, and the statements. */
const PLAN = /^plan[A-Z]|Work$/
/** The ledger's one verb; the template that every statement is made with; a word of SQL. */
const MACHINERY = ['post', 'sql', 'sqlWord']

/** Names that do not say what they name, each with its place and why; `file` is a path of the project. */
export function misnamed(project: Project, file: string, path: string): string[] {
  const source = project.program.getSourceFile(path)
  if (!source) throw new Error(`the compiler does not know ${file}`)
  const at = (node: Node) =>
    `${file}:${source.text.slice(0, node.getStart(source)).split('\n').length}`
  const is_product = file.startsWith('src/')
  const faults: string[] = []
  for (const node of source.statements)
    if (isExported(node))
      for (const given of namesGiven(node)) {
        const name = given.getText(source)
        const why = smallWord(name) ?? (is_product ? builder(project.checker, given, name) : null)
        if (why) faults.push(`${at(node)}: ${name}: ${why}`)
      }
  const rows = is_product ? rowTypes(source) : []
  return [...faults, ...rows.map(([node, name]) => `${at(node)}: ${name}: a row type ends in Row`)]
}

const isExported = (node: Node): boolean =>
  ((node as { modifiers?: readonly Node[] }).modifiers ?? []).some(
    ({ kind }) => kind === SyntaxKind.ExportKeyword,
  )

function namesGiven(node: Node): Node[] {
  if (node.kind === SyntaxKind.VariableStatement)
    return (node as VariableStatement).declarationList.declarations
      .map(({ name }) => name)
      .filter(({ kind }) => kind === SyntaxKind.Identifier)
  const { name } = node as { name?: Node }
  return name ? [name] : []
}

function smallWord(name: string): string | null {
  if (KEPT.includes(name)) return null
  const words = name.split(/_|(?<=[a-z0-9])(?=[A-Z])/).map((word) => word.toLowerCase())
  const small = words.find((word) => SMALL.includes(word))
  return small ? `says “${small}” and not what it is` : null
}

/** Why a function's name does not tell that its answer is SQL yet to run; null when it does, or is none. */
function builder(checker: Checker, node: Node, name: string): string | null {
  const type = checker.getTypeAtLocation(node)
  const signature = type && checker.getSignaturesOfType(type, SignatureKind.Call)[0]
  const answer = signature && checker.getReturnTypeOfSignature(signature)
  if (!answer || MACHINERY.includes(name)) return null
  const spelt = checker.typeToString(answer)
  if (/^(?:readonly )?Statement(?:<.*>)?\[\](?: \| null)?$/.test(spelt))
    return MANY.test(name) ? null : 'several statements: …Statements, emit…'
  if (/^Statement(?:<.*>)?(?: \| null)?$/.test(spelt))
    return ONE.test(name) ? null : 'one statement: its verb in SQL, emit…, or …Statement'
  return hasStatements(checker, answer) && !PLAN.test(name)
    ? 'rows and statements: plan…, …Work'
    : null
}

const hasStatements = (checker: Checker, type: Type): boolean =>
  checker.getPropertyOfType(type, 'statements') !== undefined

/** A statement may promise what the rules of a room decide upon, and then bears its name. */
const OF_RULES = /import (?:type )?\{([^}]*)\} from '[^']*(?:rules|facts)'/g

/** The rows that statements promise under another name than a row's. */
function rowTypes(source: SourceFile): [Node, string][] {
  const found: [Node, string][] = []
  const decided = [...source.text.matchAll(OF_RULES)].map(([, names]) => names).join()
  const is_row = (name: string) =>
    /Row$|^[A-Z]$/.test(name) || new RegExp(`\\b${name}\\b`).test(decided)
  const visit = (node: Node): void => {
    if (node.kind === SyntaxKind.TaggedTemplateExpression) {
      const { tag, typeArguments } = node as TaggedTemplateExpression
      const name = typeArguments?.[0]?.getText(source) ?? ''
      if (tag.getText(source) === 'sql' && /^[A-Z]\w*$/.test(name) && !is_row(name))
        found.push([node, name])
    }
    node.forEachChild(visit)
  }
  source.forEachChild(visit)
  return found
}
