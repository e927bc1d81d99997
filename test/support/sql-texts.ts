import { SPLICE } from './sql-reads'

/** A piece of SQL in a source file; `at` is where its first character stands there. */
type SqlText = { text: string; at: number }

const COMMENT = /\/\/[^\n]*|\/\*[\s\S]*?\*\//y
const QUOTED = /'(?:[^'\\\n]|\\[\s\S])*'|"(?:[^"\\\n]|\\[\s\S])*"/y
const REGEX = /\/(?:[^/\\[\n]|\\.|\[(?:[^\]\\\n]|\\.)*\])+\/[a-z]*/y
const SPOKEN = /\b(FROM|JOIN|IN)\s+["[]?[A-Za-z_]/

/**
 * The SQL of a TypeScript file: every template with the tag `sql`, and every other literal that speaks like SQL. A
 * `${…}` becomes SPLICE and as many blanks, so that lines keep their numbers; the templates inside it are pieces too.
 */
export function sqlTexts(source: string): SqlText[] {
  const texts: SqlText[] = []
  code(source, 0, texts)
  return texts
}

/** Walks code from `at` to the brace that closes it (or the end); answers where that is. */
function code(source: string, at: number, texts: SqlText[]): number {
  let depth = 0
  let i = at
  while (i < source.length) {
    const char = source[i]!
    if (char === '/') {
      const comment = matched(COMMENT, source, i)
      const regex = comment === 0 && isRegexHere(source, i) ? matched(REGEX, source, i) : 0
      i += comment + regex || 1
    } else if (char === "'" || char === '"') {
      const length = matched(QUOTED, source, i)
      const text = source.slice(i + 1, i + length - 1)
      if (SPOKEN.test(text)) texts.push({ text, at: i + 1 })
      i += length || 1
    } else if (char === '`') i = template(source, i, texts)
    else {
      if (char === '{') depth++
      if (char === '}' && depth-- === 0) return i
      i++
    }
  }
  return i
}

/** Walks the template that begins at `at`; answers where what follows it begins. */
function template(source: string, at: number, texts: SqlText[]): number {
  const isSql = /(?:^|[^\w$.])sql(?:<[^`]*>)?$/.test(source.slice(Math.max(0, at - 800), at))
  let text = ''
  let i = at + 1
  while (i < source.length && source[i] !== '`') {
    if (source[i] === '\\') {
      text += source.slice(i, i + 2)
      i += 2
    } else if (source.startsWith('${', i)) {
      const end = code(source, i + 2, texts) + 1
      text += SPLICE + source.slice(i + 1, end).replace(/[^\n]/g, ' ')
      i = end
    } else text += source[i++]
  }
  if (isSql || SPOKEN.test(text)) texts.push({ text, at: at + 1 })
  return i + 1
}

function matched(pattern: RegExp, source: string, at: number): number {
  pattern.lastIndex = at
  return pattern.exec(source)?.[0].length ?? 0
}

/** A slash divides after a value and begins a pattern elsewhere. */
const isRegexHere = (source: string, at: number): boolean =>
  !/(?:[\w$)\]}'"`])\s*$/.test(source.slice(Math.max(0, at - 40), at)) ||
  /\b(?:return|typeof|case|of|in)\s*$/.test(source.slice(Math.max(0, at - 40), at))
