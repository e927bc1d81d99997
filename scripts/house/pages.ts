import {
  type BinaryExpression,
  type CallExpression,
  type Node,
  type PrefixUnaryExpression,
  type PropertyAccessExpression,
  type SourceFile,
  type StringLiteral,
  SyntaxKind,
  type VariableDeclaration,
} from 'typescript/unstable/ast'

/**
 * What stands all the same, by file and kind, with its reason. The list may only shrink: `declared_page_rules` of
 * `test/house.json` says how often.
 */
export const DECLARED: Record<string, string> = {
  'src/web/calculator/ask-lot.ts: a comparison of money':
    'a form names its field at fault before it asks; the API refuses the same',
  'src/web/calculator/ask-lot.ts: a count of what one page has':
    'a form names its field at fault before it asks; the API refuses the same',
  'src/web/calculator/ask.ts: a comparison of days':
    'a form names its field at fault before it asks; the API refuses the same',
  'src/web/cards/cards.tsx: a search in one page of a list':
    'one page is laid out under two headings, by a field of each row',
  'src/web/closes/close.tsx: reckoning': 'links to the day before and the day after',
  'src/web/closes/close.tsx: a comparison of days':
    'a day that is not over has no close, whatever the books say',
  'src/web/access/security.tsx: a search in one page of a list':
    'one’s own sessions, the newest fifty: whoever asks has just used theirs',
  'src/web/operator/desk.tsx: a count of what one page has':
    'shows developers how many there are where a field is a list',
  'src/web/shop/shop.tsx: a count of what one page has':
    'the answer has all open shops, no page of them',
  'src/web/shop/terms.tsx: a count of what one page has': 'a contract has all its articles',
  'src/web/till/without-code.tsx: a search in one page of a list':
    'the newest cards that can be used so; any other is found by the last digits of its phone',
  'src/web/ui/steps.tsx: a count of what one page has': 'counts the steps that it draws',
}

/** What draws, and the one table of tones, reckons with what it is given; programs of the browser are no pages. */
const NO_PAGES = /^src\/web\/(?:(?:look|charts|design|islands)\/|ui\/tones\.ts$)/
const isPage = (file: string): boolean => file.startsWith('src/web/') && !NO_PAGES.test(file)

/**
 * What a page must leave to the room that owns it: sums of money; comparisons of money, of days, of instants; reckoning
 * with days; adding up; looking through one page of a list, or counting it; deciding a tone. A page may ask whether a sum
 * is nothing, whether a list is empty, and whether two words are the same. Answers a word for the kind, or null.
 */
export function pageRules(file: string, source: SourceFile): (node: Node) => string | null {
  if (!isPage(file)) return () => null
  const known = namesIn(source)
  return (node) =>
    reckons(node, known) ?? calls(node, known) ?? counts(node, known) ?? decidesTone(node)
}

const MONEY = /(?:^|[._])fen$/
const TIME = /(?:^|[._])(?:on|at|by|day|today|now)$/
const LIST = /(?:^|\.)data$/

type Known = { is_money: Test; is_time: Test; is_list: Test }
type Test = (text: string) => boolean
/** Names that a file gives to money, to moments and to pages of lists, beside those that say it themselves. */
function namesIn(source: SourceFile): Known {
  const given: [name: string, of: string][] = []
  const visit = (node: Node): void => {
    if (node.kind === SyntaxKind.VariableDeclaration) {
      const { name, initializer } = node as VariableDeclaration
      const of = initializer ? bare(initializer) : ''
      if (name.kind === SyntaxKind.Identifier) given.push([name.getText(), of])
      for (const [, from = '', as = ''] of name.getText().matchAll(/(\w+): (\w+)/g))
        given.push([as, from])
    }
    node.forEachChild(visit)
  }
  source.forEachChild(visit)
  const test = (pattern: RegExp): Test => {
    const names = new Set(given.flatMap(([name, of]) => (pattern.test(of) ? [name] : [])))
    return (text) => pattern.test(text) || names.has(text)
  }
  return { is_money: test(MONEY), is_time: test(TIME), is_list: test(LIST) }
}
/** `((a.owed_fen ?? 0))!` is `a.owed_fen`; what a list was narrowed to is still that list. */
const bare = (node: Node): string =>
  node
    .getText()
    .replace(/\s+/g, ' ')
    .replace(/\.(?:filter|slice|toSorted)\(.*$/, '')
    .replace(/ \?\? .*$/, '')
    .replace(/[()!?]|^await /g, '')

const ARITHMETIC = ['+', '-', '*', '/', '%', '+=', '-=']
const ORDER = ['<', '>', '<=', '>=']
function reckons(node: Node, { is_money, is_time }: Known): string | null {
  if (node.kind === SyntaxKind.PrefixUnaryExpression) {
    const { operator, operand } = node as PrefixUnaryExpression
    return operator === SyntaxKind.MinusToken && is_money(bare(operand)) ? 'a sum of money' : null
  }
  if (node.kind !== SyntaxKind.BinaryExpression) return null
  const { left, operatorToken, right } = node as BinaryExpression
  const [is, sides] = [operatorToken.getText(), [bare(left), bare(right)]]
  if (ARITHMETIC.includes(is)) return sides.some(is_money) ? 'a sum of money' : null
  if (!ORDER.includes(is) || sides.includes('0')) return null
  if (sides.some(is_money)) return 'a comparison of money'
  const is_number = sides.some((side) => /^\d+$/.test(side))
  return sides.some(is_time) && !is_number ? 'a comparison of days' : null
}

const RECKONERS =
  /^(?:plusDays|plusMs|daysBetween|msBetween|sumFen|proportion|fieldSum)$|\.reduce$|^Math\.(?:trunc|floor|ceil|round)$/
const LOOKS = /^(.*)\.(?:find|findLast|filter|some|every|sort|toSorted)$/s
function calls(node: Node, { is_list, is_money }: Known): string | null {
  if (node.kind !== SyntaxKind.CallExpression) return null
  const { expression, arguments: given } = node as CallExpression
  const called = expression.getText()
  if (called.startsWith('Math.') && !given.some((one) => /fen\b/.test(one.getText()))) return null
  if (called.startsWith('Math.') && given.some((one) => is_money(bare(one))))
    return 'a sum of money'
  if (RECKONERS.test(called)) return 'reckoning'
  const [, of] = LOOKS.exec(called) ?? []
  if (of === undefined) return null
  return is_list(bare((expression as PropertyAccessExpression).expression))
    ? 'a search in one page of a list'
    : null
}

/** How many there are, said to a person; whether there are any is no count. */
function counts(node: Node, { is_list }: Known): string | null {
  if (node.kind !== SyntaxKind.PropertyAccessExpression) return null
  const { expression, name, parent } = node as PropertyAccessExpression
  if (name.getText() !== 'length') return null
  const narrowed = /\.filter\(/.test(expression.getText())
  const is_shown =
    parent.kind === SyntaxKind.TemplateSpan || parent.kind === SyntaxKind.JsxExpression
  if (is_shown || narrowed) return 'a count of what one page has'
  if (!is_list(bare(expression))) return null
  const is_asked =
    parent.kind === SyntaxKind.BinaryExpression &&
    /^(?:===|!==|[<>]=?) [012]$/.test(parent.getText().slice(node.getText().length).trim())
  return is_asked ? null : 'a count of what one page has'
}

const TONES = ['safe', 'warn', 'bad']
/** A tone that is not simply written at its element was chosen, and there is one table for that. */
function decidesTone(node: Node): string | null {
  if (node.kind !== SyntaxKind.StringLiteral) return null
  const { text, parent } = node as StringLiteral
  if (!TONES.includes(text)) return null
  const is_written =
    parent.kind === SyntaxKind.JsxAttribute || parent.kind === SyntaxKind.LiteralType
  return is_written ? null : 'a tone that is decided'
}
