import { appendFileSync, createReadStream, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { type Facts, factsFrom } from '../../src/warning/facts'

/** What was not taken as it stood, counted: told at the end, never passed over in silence. */
export type ReadingNotes = {
  rows: number
  days: number
  bad_rows: number
  first_bad_row: number | null
  twice: number
  late: number
  sorted: boolean
}
const DAY = /"day"\s*:\s*"(\d{4}-\d{2}-\d{2})"/
const linesOf = (file: string) =>
  createInterface({
    input: file === '-' ? process.stdin : createReadStream(file, { highWaterMark: 1 << 20 }),
  })

/**
 * The days of a file in their order, each with its shops, holding one day at a time. A file in another order is put in order
 * first, in months on the disk. A shop told twice on a day: the later row counts. From the standard input nothing can be put
 * in order: a row of a day gone by is late and left out.
 */
export async function* dayRows(
  file: string,
  told: ReadingNotes,
): AsyncGenerator<{ day: string; rows: Facts[] }> {
  if (file === '-' || (await isInOrder(file))) {
    yield* grouped(linesOf(file), told)
    return
  }
  told.sorted = true
  const folder = mkdtempSync(join(tmpdir(), 'warning-'))
  try {
    for (const month of await inMonths(file, folder)) {
      const lines = readFileSync(join(folder, month), 'utf8')
        .split('\n')
        .filter((line) => line !== '')
      const dated = lines.map((line, no) => ({ line, no, day: DAY.exec(line)?.[1] ?? '' }))
      dated.sort((a, b) => (a.day < b.day ? -1 : a.day > b.day ? 1 : a.no - b.no))
      yield* grouped(
        dated.map(({ line }) => line),
        told,
      )
    }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

async function* grouped(
  lines: Iterable<string> | AsyncIterable<string>,
  told: ReadingNotes,
): AsyncGenerator<{ day: string; rows: Facts[] }> {
  let day = ''
  let shops = new Map<string, Facts>()
  let no = 0
  for await (const line of lines) {
    no += 1
    if (line.trim() === '') continue
    const facts = parsed(line)
    if (facts === null) {
      told.bad_rows += 1
      told.first_bad_row ??= no
      continue
    }
    if (facts.day < day) {
      told.late += 1
      continue
    }
    if (facts.day > day) {
      if (shops.size > 0) yield { day, rows: [...shops.values()] }
      told.days += 1
      day = facts.day
      shops = new Map()
    }
    if (shops.has(facts.shop)) told.twice += 1
    shops.set(facts.shop, facts)
    told.rows += 1
  }
  if (shops.size > 0) yield { day, rows: [...shops.values()] }
}

function parsed(line: string): Facts | null {
  try {
    return factsFrom(JSON.parse(line))
  } catch {
    return null
  }
}

async function isInOrder(file: string): Promise<boolean> {
  let last = ''
  for await (const line of linesOf(file)) {
    const day = DAY.exec(line)?.[1]
    if (day === undefined) continue
    if (day < last) return false
    last = day
  }
  return true
}

/** Lays each month's lines into a file of its own, and names them in order. */
async function inMonths(file: string, folder: string): Promise<string[]> {
  const months = new Map<string, string[]>()
  const put = (month: string, lines: string[]) =>
    appendFileSync(join(folder, month), `${lines.join('\n')}\n`)
  for await (const line of linesOf(file)) {
    const month = DAY.exec(line)?.[1]?.slice(0, 7) ?? 'none'
    const lines = months.get(month) ?? []
    months.set(month, lines)
    lines.push(line)
    if (lines.length < 500) continue
    put(month, lines)
    lines.length = 0
  }
  for (const [month, lines] of months) if (lines.length > 0) put(month, lines)
  return [...months.keys()].sort()
}
