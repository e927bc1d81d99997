import { type Calculated, calculate } from '../calculator/calculator'
import { NewCalculation } from '../calculator/shape'
import type { Cell } from '../exports/table'
import type { City } from '../kernel/city'
import { fen, yuan } from '../kernel/money'
import { FileFault } from '../statements/faults'
import { dayIn, fenIn, foldIn, numberIn } from './batch-cells'
import { type Column, columnsNamed, groundIn, kindIn, knownHeading, NEEDED } from './batch-columns'
import { BatchFault } from './batch-fault'

/** What holds for every row of a group case that does not say otherwise. */
export type Shared = {
  ground?: string | undefined
  terminated_on?: string | undefined
  refunded_on?: string | undefined
  stopped_on?: string | undefined
  region?: string | undefined
  fled?: boolean | undefined
}
export const OUT_COLUMNS = [
  '编号',
  '合计（元）',
  '最少（元）',
  '最多（元）',
  '不管谁的原因至少（元）',
  '不怪持卡人（元）',
  '自己要退（元）',
  '其中利息（元）',
  '三倍赔偿另计（元）',
  '算式',
  '还没有定的',
  '计算编号',
  '没有算的原因',
] as const
type Record_ = { line: number; cells: string[] }
type Row = { line: number; of: (column: Column) => string }

const ROWS_MAX = 50_000

/**
 * One row of figures and derivation for every holder of a group case, as it is read: rows of one holder stand together
 * and are that holder's payments. A holder whose rows are wrong gets the reason instead of a figure. At the end the sums.
 */
export function* batch(records: Iterable<Record_>, shared: Shared, city: City): Generator<Cell[]> {
  const sums = { holders: 0, faults: 0, total: 0, low: 0, high: 0, least: 0 }
  const ended = { why: '' }
  for (const [holder, rows] of wholeOnes(holdersOf(records), ended)) {
    const answer = answerFor(rows, shared, city)
    sums.holders += 1
    if (typeof answer === 'string') sums.faults += 1
    else {
      sums.total += answer.total_fen
      sums.low += answer.range.low_fen
      sums.high += answer.range.high_fen
      sums.least += answer.undisputed_fen
    }
    yield typeof answer === 'string' ? faulty(holder, answer) : figures(holder, answer)
  }
  const [total, low, high, least] = [sums.total, sums.low, sums.high, sums.least].map(
    (amount_fen) => ({
      amount_fen: fen(amount_fen),
    }),
  )
  if (ended.why !== '') yield faulty('以下没有算', ended.why)
  yield [
    ended.why === '' ? `合计 ${sums.holders} 人` : `合计前 ${sums.holders} 人`,
    ...[total, low, high, least].map((cell) => cell ?? ''),
    ...['', '', '', '', '', '', ''],
    sums.faults === 0 ? '' : `${sums.faults} 人没有算`,
  ]
}

/** A sheet that breaks in its middle ends there, with the reason; one that never begins is refused. */
function* wholeOnes<T>(holders: Generator<T>, ended: { why: string }): Generator<T> {
  let has_begun = false
  try {
    for (const holder of holders) {
      yield holder
      has_begun = true
    }
  } catch (error) {
    const why =
      error instanceof BatchFault
        ? error.message
        : error instanceof FileFault
          ? error.fault.detail
          : null
    if (!has_begun || why === null) throw error
    ended.why = why
  }
}

/** The rows of each holder, one holder in memory at a time. */
function* holdersOf(records: Iterable<Record_>): Generator<[string, Row[]]> {
  let columns: (Column | null)[] | null = null
  let open: [string, Row[]] | null = null
  let count = 0
  let titles = 0
  let above: readonly string[] = []
  for (const { line, cells } of records) {
    // A row somebody only drew says nothing of anybody.
    if (cells.every((cell) => cell.trim() === '')) continue
    if (columns === null) {
      columns = headOf(cells, above, ++titles >= TITLES_MAX)
      above = cells
      continue
    }
    count += 1
    if (count > ROWS_MAX) throw new BatchFault(`一次最多 ${ROWS_MAX} 行，请分开算`)
    const row = rowOf(line, cells, columns)
    if (isBelowTheTable(row, cells)) continue
    const before: string = open?.[0] ?? ''
    const holder: string = row.of('holder') || before || `第 ${line} 行`
    if (open !== null && open[0] === holder && open[1].length < 100) {
      open[1].push(row)
      continue
    }
    if (open !== null) yield open
    open = [holder, [row]]
  }
  if (columns === null) throw new BatchFault(titles === 0 ? '文件是空的' : NO_HEAD)
  if (open !== null) yield open
}
/** A title, a date and a blank or two may stand above the head. */
const TITLES_MAX = 8
/** Where cells of the head are joined over two rows, what the lower one leaves open stands in the upper one. */
function headOf(
  cells: readonly string[],
  above: readonly string[],
  is_last: boolean,
): (Column | null)[] | null {
  const has_two_rows = above.filter((cell) => cell.trim() !== '').length > 1
  const columns = columnsNamed(
    cells.map((cell, at) => (cell.trim() === '' && has_two_rows ? (above[at] ?? '') : cell)),
  )
  if (NEEDED.every((column) => columns.includes(column))) return columns
  if (is_last) throw new BatchFault(NO_HEAD)
  return null
}
/** 合计 and 备注 under the last holder are nobody's payment. */
function isBelowTheTable(row: Row, cells: readonly string[]): boolean {
  if (row.of('paid_on') !== '') return false
  const first = cells.find((cell) => cell.trim() !== '')?.trim() ?? ''
  const is_alone = cells.filter((cell) => cell.trim() !== '').length === 1
  return (
    /^(?:合计|总计|小计|共计)(?:$|[:：（(\d])/.test(first) ||
    (is_alone && /^(?:备注|说明|注|制表|填表|审核|负责人)/.test(first))
  )
}
const NO_HEAD = '没有找到表头：至少要有实付和付款日，最好还有编号或姓名；其余按卡种填'
const rowOf = (
  line: number,
  cells: readonly string[],
  columns: readonly (Column | null)[],
): Row => ({
  line,
  of: (column) => {
    const said = (cells[columns.indexOf(column)] ?? '').trim().replace(/^'/, '')
    return /^(?:[-—–/\\]+|无|没有|空)$/.test(said) ? '' : said
  },
})

function answerFor(rows: readonly Row[], shared: Shared, city: City): Calculated | string {
  const asked = NewCalculation.safeParse(requestOf(rows, shared))
  if (asked.success) return calculate(asked.data, city)
  const [issue] = asked.error.issues
  const line = rows[Number(issue?.path[1] ?? 0)]?.line ?? 0
  const fields = issue?.path.filter((part) => typeof part === 'string') ?? []
  const field = fields.at(-1) ?? ''
  const heading = field === '' || field === 'lots' ? '' : `「${knownHeading(field)}」`
  return `第 ${line} 行${heading}${wrongWith(issue)}`
}
/** Our own sentences are Chinese; what a schema says of types is not. */
function wrongWith(issue: { code?: string; message: string } | undefined): string {
  if (issue === undefined || !/\p{Script=Han}/u.test(issue.message))
    return issue?.message.includes('undefined') === true ? '没有填' : '看不懂，请只填数字或者日期'
  return `：${issue.message}`
}
function requestOf(rows: readonly Row[], shared: Shared): object {
  const first = (column: Column, otherwise: string | undefined): string | undefined =>
    rows.map((row) => row.of(column)).find((text) => text !== '') ?? otherwise
  const said = first('ground', shared.ground)
  return given({
    ground: said === undefined ? undefined : (groundIn(said) ?? said),
    terminated_on: dayIn(first('terminated_on', shared.terminated_on)),
    refunded_on: dayIn(first('refunded_on', shared.refunded_on)),
    stopped_on: dayIn(shared.stopped_on),
    region: shared.region,
    fled: shared.fled,
    lots: rows.map(lotOf),
  })
}

function lotOf(row: Row): object {
  const kind = kindIn(row.of('kind')) ?? guessed(row)
  const common = {
    kind,
    paid_fen: fenIn(row.of('paid_yuan')),
    paid_on: dayIn(row.of('paid_on')),
    refunded_fen: fenIn(row.of('refunded_yuan')),
  }
  if (kind === 'count') {
    const used = numberIn(row.of('used_visits'))
    return given({
      ...common,
      visits: numberIn(row.of('visits')),
      bonus_visits: numberIn(row.of('bonus')),
      left_visits: numberIn(row.of('left_visits')),
      list_price_fen: fenIn(row.of('list_price_yuan')),
      ends_on: dayIn(row.of('ends_on')),
      uses: used === undefined || used === 0 ? undefined : [{ visits: used }],
    })
  }
  if (kind === 'period')
    return given({
      ...common,
      days: numberIn(row.of('days')),
      months: numberIn(row.of('months')),
      ends_on: dayIn(row.of('ends_on')),
      starts_on: dayIn(row.of('starts_on')),
      stopped_on: dayIn(row.of('stopped_on')),
    })
  if (kind === 'package')
    return given({ ...common, used_percent: numberIn(row.of('used_percent')) })
  const used_fen = fenIn(row.of('used_yuan'))
  return given({
    ...common,
    bonus_fen: fenIn(row.of('bonus')),
    discount_bp: foldIn(row.of('discount')),
    balance_fen: fenIn(row.of('balance_yuan')),
    uses: used_fen === undefined || used_fen === 0 ? undefined : [{ charged_fen: used_fen }],
  })
}
/** Where no kind is said, by what is. */
function guessed(row: Row): string {
  if (row.of('visits') !== '') return 'count'
  if (row.of('days') !== '' || row.of('months') !== '') return 'period'
  return row.of('used_percent') === '' ? 'stored_value' : 'package'
}

const given = (fields: object): object =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined))
const faulty = (holder: string, why: string): Cell[] => [
  holder,
  ...Array.from({ length: OUT_COLUMNS.length - 2 }, () => ''),
  why,
]
function figures(holder: string, a: Calculated): Cell[] {
  const lines = [...[...a.lots, ...a.fees].flatMap(({ principal }) => principal.lines), ...a.lines]
  const said = lines.map(
    ({ text, sum, article, amount_fen }) =>
      `${text}${sum ? `（${sum}）` : ''} ${yuan(amount_fen)}［${article}］`,
  )
  const open = a.open.map(({ text, settled_by }) => `${text}：${settled_by}`)
  const money = (amount_fen: number): Cell => ({ amount_fen: fen(amount_fen) })
  return [
    holder,
    money(a.total_fen),
    money(a.range.low_fen),
    money(a.range.high_fen),
    money(a.undisputed_fen),
    money(a.alternatives.not_consumer_cause_fen),
    money(a.alternatives.consumer_cause_fen),
    money(a.interest_fen),
    a.punitive ? money(a.punitive.low_fen) : '',
    said.join('；'),
    open.join('；'),
    a.id,
    '',
  ]
}
