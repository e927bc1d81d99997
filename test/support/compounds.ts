/** What D1 takes at most in one compound SELECT (Cloudflare builds SQLite with SQLITE_LIMIT_COMPOUND_SELECT = 5). */
export const COMPOUND_TERMS_MAX = 5

const TOKEN =
  /--[^\n]*|\/\*[\s\S]*?\*\/|'(?:[^']|'')*'|"(?:[^"]|"")*"|\[[^\]]*\]|`[^`]*`|[A-Za-z_][\w$]*|[();]/g
const SET_OPERATORS = new Set(['UNION', 'INTERSECT', 'EXCEPT'])

/**
 * The most terms that one compound SELECT of a text has: the SELECTs that UNION, UNION ALL, INTERSECT and EXCEPT hold
 * together. What stands in brackets is a compound of its own, as SQLite counts it; so is the body of a view, wherever it
 * is read. 1 where nothing is put together.
 */
export function compoundTerms(sql: string): number {
  let most = 1
  let open = [1]
  for (const [token] of sql.matchAll(TOKEN)) {
    if (token === '(') open.push(1)
    else if (token === ')') {
      if (open.length > 1) open.pop()
    } else if (token === ';') open = [1]
    else if (SET_OPERATORS.has(token.toUpperCase())) {
      const terms = (open.at(-1) ?? 1) + 1
      open[open.length - 1] = terms
      most = Math.max(most, terms)
    }
  }
  return most
}
