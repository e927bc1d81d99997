import { readdirSync, readFileSync } from 'node:fs'
import { constants, type DatabaseSync } from 'node:sqlite'
import { afterAll, describe, expect, it } from 'vitest'
import {
  PUBLISHED_VIEWS,
  READS_DECLARED,
  TABLE_WRITERS,
  VIEW_OWNERS,
  WRITES_DECLARED,
} from './support/rooms'
import { migrated, migrationFiles } from './support/schema'
import {
  isUpward,
  offence,
  readName,
  readsInBody,
  readsInSource,
  sqlReads,
  upwardReads,
} from './support/sql-graph'
import { SPLICE, tablesRead } from './support/sql-reads'
import { sqlTexts } from './support/sql-texts'

/** What a file of the room of cards would be told: it lies below redemptions, refunds and ends. */
const planted = (source: string) =>
  readsInSource('src/cards/planted.ts', source.replaceAll('%{', '${'))
const offences = (source: string) => upwardReads(planted(source)).map(offence)

describe('a room that reads upward', () => {
  it.each([
    ['a plain read', 'sql`SELECT * FROM refunds`', 'refunds'],
    ['a join', 'sql`SELECT 1 FROM lots l LEFT JOIN refunds r ON r.id = l.refund_id`', 'refunds'],
    ['a comma', 'sql`SELECT 1 FROM cards c, json_each(c.lots) j, refunds r WHERE 1`', 'refunds'],
    [
      'a comma after ON',
      'sql`SELECT 1 FROM cards c JOIN lots l ON l.id = c.id, refunds`',
      'refunds',
    ],
    ['a join in brackets', 'sql`SELECT 1 FROM (cards c CROSS JOIN refunds r)`', 'refunds'],
    ['an alias', 'sql`SELECT cards.id FROM refunds AS cards`', 'refunds'],
    ['a scalar sub-select', 'sql`SELECT (SELECT max(id) FROM refunds) FROM cards`', 'refunds'],
    ['EXISTS', 'sql`SELECT 1 FROM cards c WHERE NOT EXISTS (SELECT 1 FROM refunds)`', 'refunds'],
    [
      'IN with a query',
      'sql`DELETE FROM cards WHERE id IN (SELECT card_id FROM refunds)`',
      'refunds',
    ],
    ['IN with a name', 'sql`SELECT 1 FROM cards WHERE id IN refunds`', 'refunds'],
    ['the body of a CTE', 'sql`WITH r AS (SELECT * FROM refunds) SELECT * FROM r`', 'refunds'],
    [
      'the second CTE',
      'sql`WITH a AS (SELECT 1), b(x) AS (SELECT 1 FROM refunds) SELECT 1`',
      'refunds',
    ],
    [
      'a CTE of another bracket',
      'sql`SELECT (WITH refunds AS (SELECT 1) SELECT 1), r.id FROM refunds r`',
      'refunds',
    ],
    ['INSERT … SELECT', 'sql`INSERT INTO lots (id) SELECT id FROM refunds`', 'refunds'],
    ['UPDATE … FROM', 'sql`UPDATE lots SET id = 1 FROM refunds r WHERE r.id = 1`', 'refunds'],
    ['a set operation', 'sql`SELECT id FROM cards UNION ALL SELECT id FROM refunds`', 'refunds'],
    [
      'a column fragment',
      'export const x = sql`(SELECT id FROM refunds WHERE card_id = c.id)`',
      'refunds',
    ],
    ['a fragment for JOIN', 'sql`JOIN refunds r ON r.card_id = c.id`', 'refunds'],
    [
      'a fragment for FROM',
      'const t = sql`refunds r ON r.id = 1`; sql`SELECT 1 FROM cards JOIN %{t}`',
      'refunds',
    ],
    ['the name alone', 'const t = sql`refunds`; sql`SELECT 1 FROM %{t} o`', 'refunds'],
    ['a comma behind a splice', 'sql`SELECT 1 %{from}, refunds r WHERE r.id = 1`', 'refunds'],
    [
      'a table behind a splice',
      'sql`SELECT 1 FROM %{page} p JOIN refunds r ON r.id = p.id`',
      'refunds',
    ],
    [
      'a template in a template',
      'sql`SELECT %{all ? sql`(SELECT 1 FROM refunds)` : sql`1`} FROM cards`',
      'refunds',
    ],
    [
      'a deep one',
      'sql`SELECT %{[1].map((n) => { return sql`%{n} IN (SELECT 1 FROM refunds)` })}`',
      'refunds',
    ],
    ['a quoted name', 'sql`SELECT 1 FROM "refunds"`', 'refunds'],
    ['a bracketed name', 'sql`SELECT 1 FROM [refunds] r`', 'refunds'],
    ['a name as a string', "sql`SELECT 1 FROM 'refunds'`", 'refunds'],
    ['a schema before it', 'sql`SELECT 1 FROM main.refunds`', 'refunds'],
    ['small letters', 'sql`select 1 from refunds`', 'refunds'],
    ['a line break', 'sql`SELECT 1 FROM\n  refunds`', 'refunds'],
    ['a comment between', 'sql`SELECT 1 FROM /* its */ refunds -- FROM cards`', 'refunds'],
    ['a typed tag', 'sql<{ id: string }>`SELECT id FROM refunds`', 'refunds'],
    ['a typed fragment', 'sql<{ id: string; n: number }>`refunds r ON r.id = 1`', 'refunds'],
    ['a text made by hand', "const s = { text: 'SELECT 1 FROM refunds', values: [] }", 'refunds'],
    [
      'a template without a tag',
      'const s = { text: `SELECT 1 FROM refunds`, values: [] }',
      'refunds',
    ],
    ['a view above', 'sql`SELECT 1 FROM live_pay_code_aliases`', 'live_pay_code_aliases'],
  ])('is found by %s', (_form, source, table) => {
    const at = source.includes('\n') || source.startsWith('const t') ? expect.any(Number) : 1
    expect(planted(source)).toContainEqual(
      expect.objectContaining({ file: 'src/cards/planted.ts', line: at, table }),
    )
    expect(offences(source)).toHaveLength(1)
  })
  it.each([
    ['a CTE that has the name', 'sql`WITH refunds AS (SELECT 1 AS id) SELECT id FROM refunds`'],
    [
      'a recursive one',
      'sql`WITH RECURSIVE refunds(n) AS (SELECT 1 UNION ALL SELECT n FROM refunds) SELECT n FROM refunds`',
    ],
    [
      'a column',
      'sql`SELECT c.refunds, refunds, l.holds AS h FROM cards c ORDER BY refunds, holds`',
    ],
    ['a column of a function', 'sql`SELECT sum(holds), coalesce(refunds, 0) FROM cards`'],
    ['a function with rows', "sql`SELECT 1 FROM cards c, json_each('[]') refunds`"],
    ['text', "sql`SELECT ' FROM refunds' AS said FROM cards`"],
    ['a comment in SQL', 'sql`SELECT 1 FROM cards -- not FROM refunds`'],
    ['a comment in the file', '// sql`SELECT 1 FROM refunds`\n/* FROM refunds `x` */'],
    ['IS DISTINCT FROM', 'sql`SELECT 1 FROM cards WHERE status IS NOT DISTINCT FROM refunds`'],
    [
      'what is only written',
      'sql`DELETE FROM refunds`; sql`UPDATE refunds SET id = 1`; sql`INSERT INTO refunds (id) VALUES (1)`',
    ],
    [
      'its own and lower tables',
      'sql`SELECT 1 FROM cards, lots, merchants m JOIN ledger_accounts a ON 1`',
    ],
    ['a value', "sql`SELECT 1 FROM cards WHERE kind = %{'refunds'} AND id = %{refunds}`"],
    ['English', "const said = 'FROM the refunds room, IN short'"],
    ['a pattern', 'const p = /FROM refunds`/.test(x) ? 1 / 2 : `refunds`'],
  ])('is not seen in %s', (_form, source) => {
    expect(offences(source)).toEqual([])
  })
  it('is named with file, line, table and owner', () => {
    const source = 'export const x = sql`\n  SELECT 1\n    FROM refunds`'
    expect(offences(source)).toEqual(['src/cards/planted.ts:3: cards reads refunds of refunds'])
  })
  it('is found in a view and in a trigger, which belong to a room', () => {
    const bodies = [
      'CREATE VIEW planted AS\nSELECT c.id FROM cards c\n  JOIN refunds r ON r.card_id = c.id',
      `CREATE TRIGGER planted BEFORE UPDATE OF refund_id ON cards\nWHEN EXISTS (SELECT 1
      FROM refunds WHERE id = new.id)\nBEGIN UPDATE lots SET id = 1; SELECT RAISE(ABORT, 'no'); END`,
    ]
    for (const sql of bodies) {
      const migration = `-- why\n\n${sql};\n`
      const reads = readsInBody({ name: 'planted', sql, room: 'cards' }, 'm.sql', migration)
      expect(upwardReads(reads).map(offence)).toEqual([
        'm.sql:5: planted of cards reads refunds of refunds',
      ])
    }
  })
})

describe('the graph', () => {
  const database = migrated(migrationFiles())
  afterAll(() => database.close())

  it('knows the owner of every table and view, and of none that is gone', () => {
    const of = (type: string) =>
      database
        .prepare("SELECT name FROM sqlite_master WHERE type = ? AND name NOT LIKE 'sqlite_%'")
        .all(type)
        .map(({ name }) => String(name))
    expect(of('view').sort()).toEqual(Object.keys(VIEW_OWNERS).sort())
    expect(of('table').filter((name) => !(name in TABLE_WRITERS))).toEqual([])
    expect(Object.keys(TABLE_WRITERS).filter((name) => !of('table').includes(name))).toEqual([])
  })
  it('publishes no view and excuses no reading in vain', () => {
    const upward = sqlReads().filter((read) => isUpward(read, {}))
    const names = new Set(upward.map(readName))
    const tables = new Set(upward.map(({ table }) => table))
    expect(Object.keys(PUBLISHED_VIEWS).filter((view) => !tables.has(view))).toEqual([])
    expect(Object.keys(READS_DECLARED).filter((name) => !names.has(name))).toEqual([])
    expect(Object.keys(PUBLISHED_VIEWS).filter((view) => !(view in VIEW_OWNERS))).toEqual([])
  })
  it('reads a template as SQLite does, wherever one can be prepared by itself', () => {
    database.exec('PRAGMA foreign_keys = OFF')
    let compared = 0
    for (const text of sourceTexts()) {
      const asked = askedBy(database, text)?.get(null)
      if (!asked) continue
      compared++
      expect({ text, missed: missed(text, asked) }).toEqual({ text, missed: [] })
    }
    expect(compared).toBeGreaterThan(500)
  })
  it('reads a view and a trigger as SQLite does', () => {
    database.exec('PRAGMA foreign_keys = OFF')
    const asked = bodies(database).map(({ type, name, table, sql }) => {
      const all = (type === 'view' ? [`SELECT * FROM ${name}`] : actsOn(database, table)).flatMap(
        (text) => [...(askedBy(database, text)?.get(name) ?? [])],
      )
      expect({ name, missed: missed(`${sql} UPDATE ${table}`, new Set(all)) }).toEqual({
        name,
        missed: [],
      })
      return all.length
    })
    expect(asked.filter((count) => count > 0).length).toBeGreaterThan(200)
  })
  it.each([
    ['live_sessions', 'token_hash'],
    ['done_corrections', 'redemption_id'],
    ['purchase_arrivals', 'purchase_id'],
    ['shop_endings', 'merchant_id'],
    ['ending_shares', 'merchant_id'],
    ['leave_grounds', 'card_id'],
    ['shown_deposits', 'deposit_id'],
    ['closing_days', 'day'],
    ['sent_notices', 'event_id'],
  ])('finds rows of %s by %s, and reads no table through for it', (view, key) => {
    expect(view in PUBLISHED_VIEWS).toBe(true)
    const text = `EXPLAIN QUERY PLAN SELECT (SELECT count(*) FROM ${view} v WHERE v.${key} = o.value) FROM json_each('[1]') o`
    const plan = database
      .prepare(text)
      .all()
      .map(({ detail }) => String(detail))
    expect(plan.filter((line) => /SCAN|MATERIALIZE|AUTOMATIC/.test(line))).toEqual([
      expect.stringContaining('SCAN o VIRTUAL TABLE'),
    ])
  })
  it('lets no trigger write a table of another room but where it is declared, with its reason', () => {
    const written = bodies(database).flatMap(({ name, table, sql }) =>
      [...sql.slice(sql.indexOf('BEGIN')).matchAll(WRITTEN)]
        .filter(([, other]) => TABLE_WRITERS[other!] !== TABLE_WRITERS[table])
        .map(([, other]) => `${name} writes ${other}`),
    )
    expect([...new Set(written)]).toEqual(Object.keys(WRITES_DECLARED))
  })
})

const isKnown = (name: string) => name in TABLE_WRITERS || name in VIEW_OWNERS
const WRITTEN = /\b(?:INTO|UPDATE(?: OR \w+)?|DELETE FROM)\s+(\w+)/g
/** The tables that SQLite asked for and the parser did not find; what is written (or fires) is not counted as read. */
function missed(text: string, asked: ReadonlySet<string>): string[] {
  const written = [...text.matchAll(WRITTEN)].map((match) => match[1])
  const mine = tablesRead(text, isKnown).map(({ table }) => table)
  return [...asked].filter(
    (name) => isKnown(name) && !mine.includes(name) && !written.includes(name),
  )
}

const sourceTexts = () =>
  readdirSync('src', { recursive: true })
    .filter((file) => String(file).endsWith('.ts'))
    .flatMap((file) => sqlTexts(readFileSync(`src/${file}`, 'utf8')))
    .map(({ text }) => text.replaceAll(SPLICE, '?'))

const bodies = (database: DatabaseSync) =>
  database
    .prepare(
      "SELECT type, name, tbl_name AS 'table', sql FROM sqlite_master WHERE type IN ('view', 'trigger')",
    )
    .all() as { type: string; name: string; table: string; sql: string }[]

/** Statements that fire every trigger of a table. */
function actsOn(database: DatabaseSync, table: string): string[] {
  const columns = database.prepare('SELECT name FROM pragma_table_info(?)').all(table)
  const same = columns.map(({ name }) => `"${name}" = "${name}"`)
  return [
    `INSERT INTO ${table} DEFAULT VALUES`,
    `UPDATE ${table} SET ${same}`,
    `DELETE FROM ${table}`,
  ]
}

/** Which tables SQLite asks leave to read for a text: by view or trigger, null for the text itself. */
function askedBy(database: DatabaseSync, text: string): Map<string | null, Set<string>> | null {
  const asked = new Map<string | null, Set<string>>([[null, new Set()]])
  database.setAuthorizer((action, table, _column, _database, inside) => {
    if (action !== constants.SQLITE_READ || !table) return constants.SQLITE_OK
    asked.set(inside, (asked.get(inside) ?? new Set()).add(table))
    return constants.SQLITE_OK
  })
  try {
    database.prepare(text)
    return asked
  } catch {
    return null
  } finally {
    database.setAuthorizer(null)
  }
}
