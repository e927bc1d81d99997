import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { buildTown } from '../../scripts/books-town'
import { sqliteDb } from '../../src/engines/sqlite'
import { localDate } from '../../src/kernel/time'
import { sql } from '../../src/platform/d1'
import { readHledger, readXlsx } from './readers'
import { booksIn, sorted } from './support'

describe('npm run export', () => {
  const folder = mkdtempSync(join(tmpdir(), 'yufubao-export-'))
  const file = join(folder, 'town.sqlite')
  const span: string[] = []
  let books: Map<string, number>
  let merchant_id = ''
  const run = (...args: string[]) =>
    spawnSync('node', ['scripts/run.mjs', 'scripts/export.ts', '--db', file, ...args], {
      encoding: 'utf8',
    })

  beforeAll(async () => {
    const database = await buildTown(file)
    const db = sqliteDb(database)
    const rows = async (statement: ReturnType<typeof sql>) => (await db.batch([statement]))[0] ?? []
    books = await booksIn(rows)
    const [times] = await rows(
      sql`SELECT min(created_at) AS a, max(created_at) AS z FROM ledger_transfers`,
    )
    merchant_id = String((await rows(sql`SELECT id FROM merchants`))[0]?.id)
    span.push('--from', localDate(String(times?.a)), '--to', localDate(String(times?.z)))
    database.close()
  })
  afterAll(() => rmSync(folder, { recursive: true, force: true }))

  it('tells a town in which everything has happened, to the fen', () => {
    const { status, stdout, stderr } = run('--format', 'hledger', ...span)
    expect([status, stderr]).toEqual([0, ''])
    const { held, assertions } = readHledger(stdout)
    expect(sorted(held)).toEqual(sorted(books))
    expect(assertions).toBe(books.size)
    for (const word of ['cards', 'payable', 'custody', 'psp', 'fees', 'held', 'refunding'])
      expect(stdout, word).toContain(`:${word}:`)
  })
  it('writes a file, of one shop where asked', () => {
    const out = join(folder, 'books.xlsx')
    const { status, stdout } = run(
      '--format',
      'xlsx',
      '--merchant',
      merchant_id,
      ...span,
      '--out',
      out,
    )
    expect(status).toBe(0)
    const said = JSON.parse(stdout.trim().split('\n').at(-1) ?? '')
    const bytes = readFileSync(out)
    expect(said).toMatchObject({ ok: true, figures: { format: 'xlsx', bytes_count: bytes.length } })
    expect(readXlsx(bytes).get('期末余额')?.length).toBeGreaterThan(3)
  })
  it('says what is wrong with the question and writes nothing', () => {
    const out = join(folder, 'none.csv')
    for (const [args, words] of [
      [['--format', 'pdf', ...span], '--format'],
      [
        ['--format', 'csv', '--from', '2026-03-02', '--to', '2026-03-01'],
        '开始的日子晚于结束的日子',
      ],
      [
        ['--format', 'csv', '--merchant', 'mch_00000000000000000000000000', ...span],
        '没有找到这家店',
      ],
    ] as const) {
      const { status, stderr } = run(...args, '--out', out)
      expect([status, stderr]).toEqual([2, expect.stringContaining(words)])
      expect(existsSync(out)).toBe(false)
    }
  })
})
