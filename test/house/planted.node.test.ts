import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { FUNCTION_LINES_MAX, longFunctions } from '../../scripts/house/figures'
import { type FileFacts, sourceFacts } from '../../scripts/house/syntax'
import { deadExports } from '../../scripts/house/unused'

const long = `{\n${'  act()\n'.repeat(FUNCTION_LINES_MAX - 1)}}`
const PLANTED: Record<string, string> = {
  'tsconfig.json': '{ "include": ["src", "test"] }',
  'src/web/door.tsx': `
export const text = (body: Record<string, unknown>, field: string) => String(body[field])
export const list = (value: unknown) => (Array.isArray(value) ? value : [])
export type Ask = (what: unknown) => Record<string, unknown>
`,
  'src/web/page.tsx': `
import { type Ask, list as listed, text } from './door'
const card = { title: 'a card' }
export const readCardOperation = { path: '/v1/cards/:id' }
export const shown = (ask: Ask) => [
  text(ask('/v1/cards'), 'title'),
  listed(ask(\`/v1/cards\`).data),
  ask(readCardOperation),
  card.title,
]
`,
  'src/web/today.tsx': `
declare const row: { owed_fen: number; paid_fen: number; ends_on: string; units: number }
declare const list: { data: { id: string; status: string }[]; has_more: boolean }
declare const today: string
declare const plusDays: (day: string, days: number) => string
const { owed_fen: owed } = row
const price = row.paid_fen
const open = list.data.filter((one) => one.status === 'open')
const tone = (bad: boolean) => (bad ? 'bad' : 'safe')
export const rules = [
  row.owed_fen - row.paid_fen,
  -row.owed_fen,
  owed * 2,
  Math.trunc(price / 2),
  price >= 100_000,
  row.ends_on < today,
  plusDays(today, 31),
  [1, 2].reduce((sum, one) => sum + one, 0),
  list.data.find(({ id }) => id === 'x'),
  list.data.some(({ status }) => status === 'bad'),
  \`\${open.length} wait\`,
  tone(true),
]
export const layout = [
  row.owed_fen > 0,
  row.owed_fen === 0 ? null : row.owed_fen,
  list.data.length === 0,
  open.length > 0,
  list.data.map(({ id }) => id),
  list.has_more,
  row.units > 1,
]
`,
  'src/web/charts/scale.ts':
    'export const height = (row: { owed_fen: number }) => row.owed_fen / 2',
  'src/tips/store.ts': `
type Row = Record<string, unknown>
type Shop = { name: string }
export const first = (rows: Row[][]) => rows[0]?.[0] as unknown as Shop
export const both = ([shops, cards]: Row[][]) => [shops, cards]
export const named = ({ rows }: { rows: { shops: Shop[] } }) => rows.shops[0]
const used_here = (seen: { rows: Row[][] }) => {
  const [shops] = seen.rows
  return shops
}
type Db = { batch(statements: string[]): Promise<Row[][]> }
export const written = async (of: { db: Db }) => {
  const [, cards] = await of.db.batch(['INSERT', 'SELECT'])
  return cards ?? (await of.db.batch(['SELECT']))[0]
}
export const told = () => used_here({ rows: [] })
`,
  'src/tips/long.ts': `
declare const act: () => void
export function long() ${long}
export const short = () => ${long.replace('  act()\n', '')}
`,
  'test/tips/long.test.ts': `
import { both, first } from '../../src/tips/store'
import * as everything from '../../src/tips/long'
declare const it: (name: string, claim: () => void) => void
declare const act: () => void
it('is a chapter', () => ${long})
export const asked = [first, both, everything]
`,
}

describe('what is planted in a house', () => {
  const root = mkdtempSync(join(tmpdir(), 'house-'))
  let facts: Record<string, FileFacts>
  beforeAll(() => {
    for (const [file, text] of Object.entries(PLANTED)) {
      mkdirSync(dirname(join(root, file)), { recursive: true })
      writeFileSync(join(root, file), text)
    }
    facts = sourceFacts(root, ['tsconfig.json'])
  })
  afterAll(() => rmSync(root, { recursive: true, force: true }))
  const whats = (file: string, figure: 'as_unknown_as' | 'positional_rows' | 'string_reads') =>
    facts[file]?.[figure].map(({ line, what }) => `${line}: ${what}`)

  it('is found where an answer is read by strings', () => {
    expect(whats('src/web/page.tsx', 'string_reads')).toEqual([
      "6: text(ask('/v1/cards'), 'title')",
      "6: ask('/v1/cards')",
      '7: listed(ask(`/v1/cards`).data)',
      '7: ask(`/v1/cards`)',
    ])
    expect(whats('src/web/door.tsx', 'string_reads')).toEqual([])
  })
  it('is found where a page sums, compares, reckons, looks through a list, counts it or chooses a tone', () => {
    const text = (PLANTED['src/web/today.tsx'] ?? '').split('\n')
    const found = facts['src/web/today.tsx']?.page_rules ?? []
    const from = text.findIndex((line) => line.includes('rules = [')) + 1
    const to = text.findIndex((line) => line.includes('layout = ['))
    const lines = new Set(found.map(({ line }) => line))
    // Every entry of the first list but the last, which is told where the tone is chosen, and none of the second.
    for (let line = from + 1; line < to - 1; line++)
      expect([...lines], text[line - 1]).toContain(line)
    expect(Math.max(...lines)).toBeLessThan(to)
    expect(found.filter(({ what }) => what.startsWith('a tone')).map(({ line }) => line)).toEqual([
      9, 9, 20,
    ])
    expect(facts['src/web/charts/scale.ts']?.page_rules).toEqual([])
  })
  it('is found where rows are told apart by place, and not where they have names', () => {
    expect(whats('src/tips/store.ts', 'positional_rows')).toEqual([
      '4: rows[0]',
      '5: [shops, cards]: Row[][]',
      '8: [shops] = seen.rows',
      "13: [, cards] = await of.db.batch(['INSERT', 'SELECT'])",
      "14: (await of.db.batch(['SELECT']))[0]",
    ])
  })
  it('is found where a type is forced', () => {
    expect(whats('src/tips/store.ts', 'as_unknown_as')).toEqual([
      '4: rows[0]?.[0] as unknown as Shop',
    ])
  })
  it('is found where a function has a line too many, stories aside', () => {
    expect(longFunctions(facts)).toEqual([
      `src/tips/long.ts:3: ${FUNCTION_LINES_MAX + 1} lines: export function long() {`,
    ])
  })
  it('is found where nobody takes what is given', () => {
    expect(deadExports(facts)).toEqual([
      'src/tips/store.ts:6: named',
      'src/tips/store.ts:12: written',
      'src/tips/store.ts:16: told',
      'src/web/charts/scale.ts:1: height',
      'src/web/page.tsx:5: shown',
      'src/web/today.tsx:10: rules',
      'src/web/today.tsx:24: layout',
      'test/tips/long.test.ts:77: asked',
    ])
  })
})
