import { spawnSync } from 'node:child_process'

type Run = { status: number; ms: number; before_mb: number; top_mb: number }
const HOLDERS = 50_000

/** A group case of 50,000 holders in a process of its own, CSV and Excel: seconds, memory at most, and how much of it is the sheet's. */
export function measureBatches() {
  const [csv, xlsx] = [run('csv'), run('xlsx')]
  return {
    batch_rows: HOLDERS,
    batch_csv_s: Math.round(csv.ms / 100) / 10,
    batch_csv_rss_mb: csv.top_mb,
    batch_csv_rss_more_mb: csv.top_mb - csv.before_mb,
    batch_xlsx_s: Math.round(xlsx.ms / 100) / 10,
    batch_xlsx_rss_mb: xlsx.top_mb,
    batch_xlsx_rss_more_mb: xlsx.top_mb - xlsx.before_mb,
  }
}

function run(format: 'csv' | 'xlsx'): Run {
  const entry = ['scripts/run.mjs', 'bench/law-batch-run.ts', format, String(HOLDERS)]
  const { stdout, stderr } = spawnSync(process.execPath, entry, { encoding: 'utf8' })
  const last = stdout.trim().split('\n').at(-1) ?? ''
  if (!last.startsWith('{')) throw new Error(`no answer from the run: ${stderr.slice(0, 500)}`)
  const said = JSON.parse(last) as Run
  if (said.status !== 200) throw new Error(`the group case was answered ${said.status}`)
  return said
}
