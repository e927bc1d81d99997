import { closeSync, createReadStream, existsSync, openSync, readFileSync, writeSync } from 'node:fs'
import { createInterface } from 'node:readline'
import { Detector } from '../src/warning/detector'
import { type Feedback, feedbackFrom, hearFeedback } from '../src/warning/feedback'
import type { Weights } from '../src/warning/score'
import { WEIGHTS } from '../src/warning/weights'
import { readArguments, stop } from './arguments.mjs'
import { dayRows, type ReadingNotes } from './warning/read'

/**
 * `npm run warning -- --facts days.jsonl --out alerts.jsonl [--feedback found.jsonl] [--weights weights.json]`: reads the
 * facts of shops and days and writes a line whenever a shop's level changes; 4 and 5 are alarms. It looks at no day before
 * its turn. `-` for the standard input or output. The last line on the standard error is a JSON of what was read.
 */
const values = readArguments('warning', {
  facts: { type: 'string' },
  out: { type: 'string' },
  feedback: { type: 'string' },
  weights: { type: 'string' },
})
if (values.facts === undefined) stop('没有读事实：请用 --facts 指明文件（- 是标准输入）')
for (const file of [values.facts, values.feedback, values.weights])
  if (file !== undefined && file !== '-' && !existsSync(file)) stop(`没有这个文件：${file}`)
const began = Date.now()
const weights = values.weights
  ? (JSON.parse(readFileSync(values.weights, 'utf8')) as Weights)
  : WEIGHTS
const found = await feedbackOf(values.feedback)
const out = values.out === undefined || values.out === '-' ? 1 : openSync(values.out, 'w')
const told: ReadingNotes = {
  ...{ rows: 0, days: 0, bad_rows: 0, first_bad_row: null, twice: 0, late: 0, sorted: false },
}
const detector = new Detector(weights)
let alerts = 0
let shops_alarmed = 0
for await (const { day, rows } of dayRows(values.facts, told)) {
  const lines = detector.day(day, rows)
  for (const { level } of lines) if (level >= 4) shops_alarmed += 1
  alerts += lines.length
  if (lines.length > 0) writeSync(out, `${lines.map((line) => JSON.stringify(line)).join('\n')}\n`)
  // What was found that day is known from the next evening on.
  for (const feedback of found.get(day) ?? []) {
    const memory = detector.shops.get(feedback.shop)
    if (memory) hearFeedback(memory, feedback)
  }
}
if (out !== 1) closeSync(out)
const figures = { version: weights.version, ...told, level_changes: alerts, alarms: shops_alarmed }
console.error(
  JSON.stringify({ ok: told.rows > 0, figures: { ...figures, ms: Date.now() - began } }),
)
process.exit(told.rows > 0 ? 0 : 1)

async function feedbackOf(file: string | undefined): Promise<Map<string, Feedback[]>> {
  const days = new Map<string, Feedback[]>()
  if (file === undefined) return days
  for await (const line of createInterface({ input: createReadStream(file) })) {
    const feedback = line.trim() === '' ? null : feedbackFrom(JSON.parse(line))
    if (feedback) days.set(feedback.day, [...(days.get(feedback.day) ?? []), feedback])
  }
  return days
}
