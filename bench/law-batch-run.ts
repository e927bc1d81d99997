import { DatabaseSync } from 'node:sqlite'
import { migrate } from '../scripts/migrate'
import { createApp } from '../src/app'
import { calculateBatchOperation } from '../src/batches/batch-routes'
import { openInProcess } from '../src/demo/in-process'
import { sqliteDb } from '../src/engines/sqlite'
import { workbook } from '../test/calculator/workbook'
import { CONFIG } from './in-memory-city'

/**
 * One process that answers one group case of so many holders, reading the answer as it comes and keeping none of it:
 * how long it took and how much memory the process came to.
 */
const [format = 'csv', count = '10000'] = process.argv.slice(2)
const HEAD = [
  '编号',
  '卡种',
  '实付',
  '付款日',
  '赠送',
  '余额',
  '次数',
  '剩余次数',
  '到期日',
  '天数',
  '起用日',
  '原因',
  '结束日',
  '退款日',
]
const stored = (n: number) => [
  `c${n}`,
  '储值卡',
  '1000',
  '2026-01-05',
  '200',
  '640.50',
  '',
  '',
  '',
  '',
  '',
]
const counted = (n: number) => [
  `c${n}`,
  '次卡',
  '880',
  '2026-02-01',
  '',
  '',
  '10',
  '7',
  '2027-02-01',
  '',
  '',
]
const period = (n: number) => [
  `c${n}`,
  '期限卡',
  '1999',
  '2026-03-01',
  '',
  '',
  '',
  '',
  '',
  '365',
  '2026-03-01',
]
const KINDS = [stored, counted, period]
const rows = [
  HEAD,
  ...Array.from({ length: Number(count) }, (_, n) => [
    ...(KINDS[n % KINDS.length] ?? stored)(n),
    ...['停业', '2026-06-01', '2026-07-01'],
  ]),
]
const body =
  format === 'xlsx'
    ? workbook(rows)
    : new TextEncoder().encode(rows.map((row) => row.join(',')).join('\r\n'))

const database = new DatabaseSync(':memory:')
migrate(database)
const { opened } = openInProcess(CONFIG, sqliteDb(database), '2026-08-01T01:00:00.000Z')
const app = createApp({ open: async () => opened })
const MEDIA = {
  csv: 'text/csv',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
}
const rss = () => Math.round(process.memoryUsage().rss / 1_048_576)
const before_mb = rss()
const started = performance.now()
const answer = await app.fetch(
  new Request(`http://127.0.0.1${calculateBatchOperation.path}?format=${format}`, {
    method: 'POST',
    headers: { 'content-type': MEDIA[format === 'xlsx' ? 'xlsx' : 'csv'] },
    body,
  }),
  {} as Env,
)
let bytes = 0
let top_mb = rss()
for await (const part of answer.body ?? []) {
  bytes += part.length
  top_mb = Math.max(top_mb, rss())
}
const ms = Math.round(performance.now() - started)
process.stdout.write(`${JSON.stringify({ status: answer.status, bytes, ms, before_mb, top_mb })}\n`)
