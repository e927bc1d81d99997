import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { DAY_MS } from '../src/kernel/time'
import { type BankShop, openBankCity } from './bank-city'
import { measureClose } from './bank-close'
import { injectFaults } from './bank-faults'

/**
 * `npm run bench -- bank [--json] [--lines 100000]`: a statement file of so many lines through the API; then days on
 * which the mock bank is wrong at random, and whether the report names exactly those faults; then the close of a day
 * over as many cards. node:sqlite, WAL, FULL.
 */
const { values } = parseArgs({
  allowPositionals: true,
  options: { json: { type: 'boolean' }, lines: { type: 'string', default: '100000' } },
})
const lines_count = Number(values.lines)
const dir = mkdtempSync(join(tmpdir(), 'yufubao-bank-'))
const say = (text: string) => (values.json ? undefined : console.log(text))
const SHOPS = 40

/** One statement per shop, its share of the lines in each, every line with a person and an account in it. */
function statementFile(shops: readonly BankShop[]): Uint8Array<ArrayBuffer> {
  const rows = ['行别,账号,对账单号,记账日期,借贷,金额,银行流水号,指令号,对方户名,对方账号']
  const each = Math.ceil(lines_count / shops.length)
  let left = lines_count
  for (const { account_no } of shops) {
    const n = Math.min(each, left)
    left -= n
    rows.push(`期初,${account_no},S${account_no},2026-03-02,贷,0,,,,`)
    for (let i = 0; i < n; i++)
      rows.push(
        `明细,${account_no},,2026-03-02,贷,0.01,R${left + i},I${left}-${i},王小丽,6222021234567890123`,
      )
    const cents = String(n).padStart(3, '0')
    const closing = `${cents.slice(0, -2)}.${cents.slice(-2)}`
    rows.push(`期末,${account_no},,2026-03-02,贷,${closing},,,,`)
  }
  return new Uint8Array(new TextEncoder().encode(rows.join('\n')))
}

async function importLines() {
  const city = await openBankCity(join(dir, 'import.sqlite'), SHOPS)
  // A statement is taken in when its day is over, and not of a day before the account.
  city.advance(DAY_MS)
  const bytes = statementFile(city.shops)
  const timed = async (key: string) => {
    const started = performance.now()
    await city.teller.must(
      'POST /v1/bank/statements',
      { body: { media: 'text/csv', bytes } },
      { key },
    )
    return performance.now() - started
  }
  const before_mb = process.memoryUsage().rss / 1024 / 1024
  const first_ms = await timed('first')
  const again_ms = await timed('again')
  const stored = city.database.prepare('SELECT count(*) AS n FROM bank_lines').get() as {
    n: number
  }
  city.database.close()
  return {
    ok: stored.n === lines_count,
    megabytes: Math.round(bytes.length / 104_857.6) / 10,
    import_100k_s: Math.round(first_ms / 10) / 100,
    reimport_s: Math.round(again_ms / 10) / 100,
    import_rss_mb: Math.round(process.resourceUsage().maxRSS / 1024),
    rss_before_mb: Math.round(before_mb),
  }
}

const imported = await importLines()
say(`读入 ${lines_count} 行（${imported.megabytes} MB）：${JSON.stringify(imported)}`)
const city = await openBankCity(join(dir, 'faults.sqlite'), SHOPS)
const report = await injectFaults(city)
const left = [...report.found]
const missed = report.injected.filter((name) => {
  const at = left.indexOf(name)
  if (at >= 0) left.splice(at, 1)
  return at < 0
})
city.database.close()
const misclassified = Math.max(missed.length, left.length)
say(`注入 ${report.injected.length} 处，找到 ${report.found.length} 处，错 ${misclassified} 处`)
if (misclassified > 0) say(JSON.stringify({ missed, wrongly: left }))
const closed = await measureClose(join(dir, 'close.sqlite'), lines_count)
say(`封账 ${lines_count} 张卡：${JSON.stringify(closed)}`)
rmSync(dir, { recursive: true, force: true })
const ok =
  closed.ok &&
  imported.ok &&
  report.injected.length > 50 &&
  report.found.length === report.injected.length &&
  misclassified === 0 &&
  report.clean_day_breaks === 0
const { ok: _ok, ...figures_of_import } = imported
const figures = {
  ...figures_of_import,
  breaks_injected: report.injected.length,
  breaks_found: report.found.length,
  breaks_misclassified: misclassified,
  clean_day_breaks: report.clean_day_breaks,
  close_100k_cards_s: closed.seconds,
  close_step_max_ms: closed.step_max_ms,
  day_of_80_movements_ms: Math.round(Math.max(...report.days_ms)),
}
console.log(JSON.stringify({ ok, figures }))
process.exit(ok ? 0 : 1)
