/** One table named where SQL reads it; `at` counts characters of the text given. */
type TableRead = { table: string; at: number }
/** Stands for a `${…}` in the text of a template: a value, or a fragment that is read for itself. */
export const SPLICE = '\u0001'

type Token = { text: string; upper: string; at: number; is_word: boolean; is_string: boolean }
/** What is known between two brackets. */
type Frame = {
  /** Inside a FROM clause: a comma is followed by one more table. */
  from: boolean
  /** The next name is a table's. */
  expects: boolean
  /** Where a WITH list stands, if one is being read. */
  list: 'none' | 'name' | 'body' | 'after'
  /** The names that its WITH list gives to sub-queries. */
  names: Set<string>
}

const TOKEN =
  /--[^\n]*|\/\*[\s\S]*?\*\/|'(?:[^']|'')*'|"[^"]*"|\[[^\]]*\]|[A-Za-z_][\w$]*|\d[\w.]*|->>|->|<>|<=|>=|\|\||\S/g
const words = (text: string) => new Set(text.split(' '))
const ENDS_FROM = words(
  'WHERE GROUP ORDER HAVING LIMIT UNION INTERSECT EXCEPT WINDOW RETURNING SET SELECT VALUES BEGIN END',
)
/** What may come straight after a name, and is no alias of it. */
const NO_ALIAS = new Set([
  ...ENDS_FROM,
  ...words('FROM AS ON JOIN LEFT RIGHT FULL INNER OUTER CROSS NATURAL USING INDEXED'),
  ...words('IN IS NOT AND OR LIKE GLOB BETWEEN ISNULL NOTNULL COLLATE ESCAPE ASC DESC NULLS'),
  ...words('CASE WHEN THEN ELSE OVER FILTER DO'),
])
const AFTER_TABLE = words('AS ON JOIN LEFT INNER CROSS NATURAL WHERE')

function tokensOf(text: string): Token[] {
  const tokens: Token[] = []
  for (const { 0: raw, index: at } of text.matchAll(TOKEN)) {
    if (raw.startsWith('--') || raw.startsWith('/*')) continue
    const is_string = raw.startsWith("'")
    const is_quoted = is_string || /^["[]./.test(raw)
    const is_word = !is_string && (is_quoted || /^[A-Za-z_]/.test(raw))
    const text = is_quoted ? raw.slice(1, -1) : raw
    tokens.push({ text, upper: is_quoted ? '' : raw.toUpperCase(), at, is_word, is_string })
  }
  return tokens
}
/** In a bracket after FROM stands a sub-query, or a join. */
const opened = (expects: boolean): Frame => ({
  from: expects,
  expects,
  list: 'none',
  names: new Set(),
})

/**
 * Every table (or view) that a piece of SQL reads, of those that are known: after FROM and JOIN, between commas, after
 * IN; in sub-queries, CTEs and fragments alike. The names of CTEs and table-valued functions are none, and what is only
 * written (INSERT INTO, UPDATE, DELETE FROM) is not read.
 */
export function tablesRead(text: string, isKnown: (name: string) => boolean): TableRead[] {
  const tokens = tokensOf(text)
  const reads: TableRead[] = []
  let frames = [opened(false)]
  const take = ({ text: name, at }: Token) => {
    const table = name.toLowerCase()
    const is_cte = frames.some((frame) => frame.names.has(table))
    if (isKnown(table) && !is_cte) reads.push({ table, at })
  }
  if (startsWithTable(tokens, isKnown)) take(tokens[0]!)
  for (const [i, token] of tokens.entries()) {
    const frame = frames.at(-1)!
    if (token.is_string) {
      // SQLite takes a string for a name where only a name can stand.
      if (frame.expects) take(token)
      frame.expects = false
    } else if (token.text === '(') {
      if (frame.list === 'body' && /^(AS|MATERIALIZED)$/.test(upperAt(tokens, i - 1)))
        frame.list = 'after'
      frames.push(opened(frame.expects))
      frame.expects = false
    } else if (token.text === ')') {
      if (frames.length > 1) frames.pop()
    } else if (token.text === ';') frames = [opened(false)]
    else if (token.text === ',') {
      if (frame.list === 'after') frame.list = 'name'
      else if (frame.from) frame.expects = true
      else if (isAliased(tokens, i + 1, isKnown)) take(tokens[i + 1]!)
    } else if (token.text === '.') continue
    else if (!token.is_word) frame.expects = false
    else if (readWord(frame, tokens, i)) take(token)
  }
  return reads
}

/** Moves the frame on by one word; whether that word names a table (or a CTE). */
function readWord(frame: Frame, tokens: Token[], i: number): boolean {
  const { text, upper } = tokens[i]!
  const next = tokens[i + 1]
  if (frame.list === 'name' && upper !== 'RECURSIVE') {
    frame.names.add(text.toLowerCase())
    frame.list = 'body'
    return false
  }
  if (frame.list === 'after') frame.list = 'none'
  if (upper === 'FROM' || upper === 'JOIN') {
    const is_from = upper === 'JOIN' || !/^(DISTINCT|DELETE)$/.test(upperAt(tokens, i - 1))
    frame.from ||= is_from
    frame.expects = is_from
  } else if (upper === 'WITH') frame.list = 'name'
  else if (upper === 'IN') frame.expects = next?.is_word ?? false
  else if (ENDS_FROM.has(upper)) {
    frame.from = false
    frame.expects = false
  } else if (frame.expects && next?.text !== '.') {
    frame.expects = false
    return next?.text !== '('
  }
  return false
}

const upperAt = (tokens: Token[], i: number): string => tokens[i]?.upper ?? ''

/** `table alias`: a table's name and one more after a comma are a table, though its FROM stands in another fragment. */
function isAliased(tokens: Token[], i: number, isKnown: (name: string) => boolean): boolean {
  const [table, alias, after] = tokens.slice(i, i + 3)
  if (!table?.is_word || !isKnown(table.text.toLowerCase())) return false
  return (alias?.is_word ?? false) && !NO_ALIAS.has(alias!.upper) && after?.text !== '('
}

/** A fragment that is spliced in after FROM or JOIN begins with its table. */
function startsWithTable(tokens: Token[], isKnown: (name: string) => boolean): boolean {
  const [table, next] = tokens
  if (!table?.is_word || !isKnown(table.text.toLowerCase())) return false
  if (next === undefined) return true
  return AFTER_TABLE.has(next.upper) || isAliased(tokens, 0, isKnown)
}
