import { checkBooks } from '../src/books/check'
import { sqliteDb } from '../src/engines/sqlite'
import { readArguments } from './arguments.mjs'
import { selfTest } from './books-self-test'
import { openToRead } from './open-to-read'

/**
 * `npm run books [-- --json] [--db file]`: checks every invariant, pass by pass; exits 1 on a mismatch, 2 when a check
 * could not run. `--self-test`: plants one falsehood per pass in a small town and asks whether each is named.
 */
const values = readArguments('books', {
  json: { type: 'boolean' },
  db: { type: 'string' },
  'self-test': { type: 'boolean' },
})
if (values['self-test']) {
  const { passes, planted, found, silent } = await selfTest(values.json ? undefined : console.log)
  const ok = found === passes && planted === passes
  const figures = { passes, corruptions_planted: planted, corruptions_found: found, silent }
  console.log(JSON.stringify({ ok, figures }))
  process.exit(ok ? 0 : 1)
}
const database = openToRead(values.db)
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
