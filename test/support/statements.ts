import { appendFileSync, existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs'
import type { Db } from '../../src/platform/d1'
import { COMPOUND_TERMS_MAX, compoundTerms } from './compounds'

/** Set by `npm test` for a whole run: what runs on node:sqlite is written down there, once for each process. */
const FOLDER = process.env.NOTED_STATEMENTS
/** What D1 binds to one statement at most (Cloudflare, D1 limits), and how long its text may be. */
const VALUES_MAX = 100
const BYTES_MAX = 100_000
/** A statement's text and how many values go with it. */
export type Noted = [text: string, values: number]
const seen = new Set<string>()

/**
 * The same storage, as narrow as D1: a statement with more values, text or SELECTs put together than D1 takes is refused. Every
 * text is written down, so that D1 can be asked whether it would take it.
 */
export function noted(db: Db): Db {
  return {
    batch(statements) {
      for (const { text, values } of statements) {
        if (values.length > VALUES_MAX) throw new Error(`D1 binds no ${values.length} values`)
        if (seen.has(text)) continue
        const terms = isOurs(text) ? compoundTerms(text) : 1
        if (terms > COMPOUND_TERMS_MAX) throw new Error(`D1 puts no ${terms} SELECTs together`)
        if (Buffer.byteLength(text) > BYTES_MAX) throw new Error('D1 takes no statement so long')
        seen.add(text)
        if (FOLDER && isOurs(text)) write(FOLDER, [text, values.length])
      }
      return db.batch(statements)
    },
  }
}

/** A test's own look at a plan or a table is nothing that the product says. */
const isOurs = (text: string): boolean => !/^\s*(?:EXPLAIN|CREATE|DROP|PRAGMA)\b/.test(text)

function write(folder: string, said: Noted): void {
  mkdirSync(folder, { recursive: true })
  appendFileSync(`${folder}/${process.pid}.jsonl`, `${JSON.stringify(said)}\n`)
}

/** The different statements that were written down in this run; none when D1 is tested alone. */
export function notedStatements(): Noted[] {
  if (!FOLDER || !existsSync(FOLDER)) return []
  const lines = readdirSync(FOLDER).flatMap((file) =>
    readFileSync(`${FOLDER}/${file}`, 'utf8').split('\n').filter(Boolean),
  )
  return [...new Set(lines)].map((line) => JSON.parse(line) as Noted)
}
