export type Value = string | number | null
/** One parameterised statement. Text comes from source code only; data is always bound. */
export type Statement = { readonly text: string; readonly values: readonly Value[] }
export type Row = Record<string, unknown>

/** How we touch storage: one round trip runs every statement or none (D1's batch is the transaction). */
export interface Db {
  batch(statements: readonly Statement[]): Promise<Row[][]>
}

/** Builds a statement: a value becomes a bound `?`, a statement inside another is spliced in with its values. */
export function sql(text: TemplateStringsArray, ...parts: (Value | Statement)[]): Statement {
  const pieces = unindented(text)
  let out = pieces[0] ?? ''
  const values: Value[] = []
  for (let i = 0; i < parts.length; i++) {
    const part = parts[i] ?? null
    if (part !== null && typeof part === 'object') {
      out += part.text
      for (const value of part.values) values.push(value)
    } else {
      out += '?'
      values.push(part)
    }
    out += pieces[i + 1] ?? ''
  }
  return { text: out, values }
}

const pieces_of = new WeakMap<TemplateStringsArray, string[]>()
/** The source's line breaks and indentation, as one space each: a statement is sent whole every time it runs. */
function unindented(text: TemplateStringsArray): string[] {
  const known = pieces_of.get(text)
  if (known) return known
  const pieces = text.map((piece) => piece.replace(/\s*\n\s*/g, ' '))
  pieces_of.set(text, pieces)
  return pieces
}

/** Reads one row. The row's type is a promise of the SQL; `test/platform/rows.test.ts` holds stores to it. */
export async function one<R extends object>(db: Db, statement: Statement): Promise<R | null> {
  return ((await db.batch([statement]))[0]?.[0] as R | undefined) ?? null
}

export async function all<R extends object>(db: Db, statement: Statement): Promise<R[]> {
  return (await db.batch([statement]))[0] as R[]
}
