import { closeSync, openSync, writeSync } from 'node:fs'
import { resolve } from 'node:path'
import { numberFrom, readArguments, stop } from './arguments.mjs'
import { STYLES, type Style, simulatedCity } from './simulate/city'
import { dayAt } from './simulate/row'

/**
 * `npm run simulate -- city --seed N [--shops 1000] [--days 730] [--out folder]
 * [--style curves|cohorts|blends|diaries|sheets|plain_sheets]`:
 * tells a city and writes `facts-N.jsonl` (one line a shop and day, in the order of days) and `truth-N.jsonl` (what really became of
 * each shop). The same call writes the same bytes.
 */
const values = readArguments('simulate', {
  seed: { type: 'string' },
  shops: { type: 'string', default: '1000' },
  days: { type: 'string', default: '730' },
  style: { type: 'string', default: 'curves' },
  from: { type: 'string', default: '2024-01-01' },
  out: { type: 'string', default: '.' },
})
if (values.seed === undefined) stop('没有模拟：请用 --seed 指明种子')
const seed = numberFrom('seed', values.seed, { min: 0, max: 999_999 })
const shops = numberFrom('shops', values.shops, { min: 1, max: 20_000 })
const days = numberFrom('days', values.days, { min: 1, max: 3000 })
if (!(values.style in STYLES)) stop(`--style 须是 ${Object.keys(STYLES).join('、')} 之一`)
if (!/^\d{4}-\d{2}-\d{2}$/.test(values.from)) stop('--from 须是日期，如 2024-01-01')
const city = simulatedCity(values.style as Style, { seed, shops, days, from: values.from })
const facts = resolve(values.out, `facts-${seed}.jsonl`)
const truth = resolve(values.out, `truth-${seed}.jsonl`)
const file = openSync(facts, 'w')
let rows = 0
for (let at = 0; at < days; at += 1) {
  const lines = city.day(at)
  rows += lines.length
  if (lines.length > 0) writeSync(file, `${lines.map((line) => JSON.stringify(line)).join('\n')}\n`)
}
closeSync(file)
const truths = openSync(truth, 'w')
for (const line of city.truths) writeSync(truths, `${JSON.stringify(line)}\n`)
closeSync(truths)
const failures = city.truths.filter(({ failed_on }) => failed_on !== null).length
const figures = {
  style: values.style,
  seed,
  shops,
  failures,
  rows,
  last_day: dayAt(values.from, days - 1),
}
console.log(JSON.stringify({ ok: true, figures: { ...figures, facts, truth } }))
