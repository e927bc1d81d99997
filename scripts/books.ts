import { existsSync } from 'node:fs'
import { DatabaseSync } from 'node:sqlite'
import { parseArgs } from 'node:util'
import { checkBooks } from '../src/books/check'
import { sqliteDb } from '../src/platform/sqlite'
import { selfTest } from './books-self-test'
import { localDatabase } from './local-database'

/**
 * `npm run books [-- --json] [--db file]`: checks every invariant, pass by pass; exits 1 on a mismatch, 2 when a check
 * could not run. `--self-test`: plants one falsehood per pass in a small town and asks whether each is named.
 */
const { values } = parseArgs({
  options: { json: { type: 'boolean' }, db: { type: 'string' }, 'self-test': { type: 'boolean' } },
})
if (values['self-test']) {
  const { passes, planted, found, silent } = await selfTest(values.json ? undefined : console.log)
  const ok = found === passes && planted === passes
  const figures = { passes, corruptions_planted: planted, corruptions_found: found, silent }
  console.log(JSON.stringify({ ok, figures }))
  process.exit(ok ? 0 : 1)
}
const file = values.db ?? localDatabase()
if (!file || !existsSync(file)) {
  console.error('没有找到本地数据库；请先运行 npm start，或用 --db 指定文件')
  process.exit(2)
}
const database = new DatabaseSync(file, { readOnly: true })
const on_screen = process.stderr.isTTY && !values.json
const report = await checkBooks(sqliteDb(database), ({ no, of, looked_at }) => {
  if (on_screen) process.stderr.write(`\r${no}/${of} 项，本项已看 ${looked_at} 条   `)
})
if (on_screen) process.stderr.write('\r\u001b[K')
database.close()

if (!values.json) {
  for (const { invariant, divergences } of report.checks) {
    console.log(`${divergences === 0 ? '✓' : divergences === null ? '?' : '✗'} ${invariant}`)
  }
  for (const { check, id, found, expected } of report.divergences) {
    console.log(`  ${check}: ${id} 账上 ${found}，应为 ${expected}`)
  }
  const { figures } = report
  console.log(
    `${figures.merchants} 家店 · ${figures.cards} 张卡 · ${figures.transfers} 笔划转 · 余额之和 ${figures.books_sum_fen} 分`,
  )
}
const ok = report.result === 'clean'
console.log(
  JSON.stringify({
    ok,
    figures: { result: report.result, ...report.figures, divergences: report.divergences.length },
  }),
)
process.exit(ok ? 0 : report.result === 'mismatch' ? 1 : 2)
