import type { Context } from 'hono'
import * as z from 'zod'
import { csvRecords } from '../csv/cells'
import { csvRow } from '../exports/table'
import { SHEET_ENDS, sheetBegins, sheetRow, workbookParts } from '../exports/xlsx-parts-rules'
import { type Piece, zipped } from '../exports/zip'
import type { City } from '../kernel/city'
import { refuse } from '../kernel/refusals'
import { type App, newRouter, operation } from '../platform/http'
import { GROUND_NAMES } from '../reckoning/grounds'
import { fieldFaults } from '../schemas/request'
import { decodeCsv } from '../statements/bytes'
import { FileFault } from '../statements/faults'
import { batch, OUT_COLUMNS, type Shared } from './batch'
import { commaParted } from './batch-cells'
import { BatchFault } from './batch-fault'
import { xlsxRecords } from './xlsx-in'

export const batchRoutes = newRouter()

const CSV = 'text/csv'
const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'
const BYTES_MAX = 4 * 1024 * 1024
const Day = z.iso.date().optional()
const BatchQuery = z.strictObject({
  format: z.enum(['csv', 'xlsx']).default('csv').meta({ description: '要 CSV 还是 Excel' }),
  ground: z.enum(GROUND_NAMES).optional().meta({ description: '没有写原因的行用它' }),
  terminated_on: Day.meta({ description: '没有写结束日的行用它' }),
  refunded_on: Day.meta({ description: '没有写退款日的行用它；不写就没有利息' }),
  stopped_on: Day.meta({ description: '店家从哪天起停业，用于期限卡' }),
  region: z
    .enum(['shandong', 'jiangsu', 'zhejiang', 'shanghai', 'beijing'])
    .optional()
    .meta({ description: '店在哪里' }),
  fled: z.enum(['true', 'false']).optional().meta({ description: '店家躲着不退：另列三倍赔偿' }),
})

export const calculateBatchOperation = operation({
  method: 'post',
  path: '/v1/refund-batches',
  operationId: 'calculateRefundBatch',
  tags: ['refunds'],
  summary: '批量计算：一家店的全部持卡人，一张表进，一张表出',
  summary_en: 'Calculates a group case: one sheet of holders in, one sheet of figures out',
  description:
    '不用登录，不存任何东西。内容是 CSV（UTF-8 或 GBK）或 Excel（.xlsx）本身，第一行是表头：编号、卡种、实付、付款日、赠送、余额、次数、剩余次数、天数、到期日、已退等；' +
    '一个人几笔付款就连着写几行。每人一行：金额、范围、逐行算式、还没有定的；哪一行不对写在那一行。',
  policy: 'public',
  only_asks: true,
  cross_origin: { a_minute: 10 },
  query: BatchQuery,
  raw_body: {
    media: [CSV, XLSX],
    description:
      '表格文件本身，至多 4 MB、50,000 行 · The sheet itself, at most 4 MB and 50,000 rows',
  },
  answers: {
    200: {
      description: '每人一行的表',
      schema: z.string(),
      media: [CSV, XLSX],
      headers: { 'Content-Disposition': '文件名 · The name of the file' },
    },
  },
  refuses: ['batch_media_type', 'batch_unreadable', 'asked_too_often'],
})

/** Outside `serveRead`: a file comes in and a file goes out, row by row. */
batchRoutes.post(calculateBatchOperation.path, async (c) => {
  const media = c.req.header('content-type')?.split(';')[0]?.trim().toLowerCase() ?? ''
  if (media !== CSV && media !== XLSX) refuse('batch_media_type')
  return batchReply(c, await batchBytes(c.req.raw.body), c.req.query())
})

/** The sheet that answers a sheet. Refuses `request_invalid` and `batch_unreadable` before a byte of it is sent. */
export async function batchReply(
  c: Context<App>,
  bytes: Uint8Array,
  asked: Readonly<Record<string, string>>,
): Promise<Response> {
  const query = BatchQuery.safeParse(asked)
  if (!query.success) refuse('request_invalid', { errors: fieldFaults(query, '/query') })
  const { format, fled, ...shared } = query.data
  const world = c.get('world')
  const city = await world.city.now(world.db)
  const rows = rowsOf(bytes, { ...shared, fled: fled === 'true' }, city)
  // The head is read before anything is answered: a file without one is refused, not half a sheet.
  const first = orRefuse(() => rows.next())
  const all = prepended(first, rows)
  const body = format === 'csv' ? csvBytes(all) : zipped(xlsxPieces(all), world.now())
  return c.body(streamOf(body), 200, {
    'Content-Type': format === 'csv' ? `${CSV}; charset=utf-8` : XLSX,
    'Content-Disposition': `attachment; filename="refunds.${format}"`,
  })
}

type Cells = ReturnType<typeof batch> extends Generator<infer Row> ? Row : never
function rowsOf(bytes: Uint8Array, shared: Shared, city: City): Generator<Cells> {
  const is_zip = bytes[0] === 0x50 && bytes[1] === 0x4b
  return batch(
    orRefuse(() => (is_zip ? xlsxRecords(bytes) : csvRecords(commaParted(decodeCsv(bytes))))),
    shared,
    city,
  )
}
function orRefuse<T>(read: () => T): T {
  try {
    return read()
  } catch (error) {
    if (error instanceof BatchFault) refuse('batch_unreadable', { detail: error.message })
    if (error instanceof FileFault) refuse('batch_unreadable', { detail: error.fault.detail })
    throw error
  }
}
/** No more than a sheet may be; what is longer is not read to its end. */
export async function batchBytes(body: ReadableStream<Uint8Array> | null): Promise<Uint8Array> {
  const parts: Uint8Array[] = []
  let size = 0
  for await (const part of body ?? []) {
    size += part.length
    if (size > BYTES_MAX) refuse('batch_unreadable', { detail: '文件超过 4 MB，请分开算' })
    parts.push(part)
  }
  const whole = new Uint8Array(size)
  let at = 0
  for (const part of parts) {
    whole.set(part, at)
    at += part.length
  }
  return whole
}

function* prepended(
  first: IteratorResult<Cells, unknown>,
  rest: Generator<Cells>,
): Generator<Cells> {
  if (first.done !== true) yield first.value
  yield* rest
}
async function* csvBytes(rows: Generator<Cells>): AsyncGenerator<Uint8Array> {
  const encoder = new TextEncoder()
  yield encoder.encode(`\uFEFF${csvRow(OUT_COLUMNS)}`)
  for (const row of rows) yield encoder.encode(csvRow(row))
}
async function* xlsxPieces(rows: Generator<Cells>): AsyncGenerator<Piece> {
  const path = 'xl/worksheets/sheet1.xml'
  yield { path, text: sheetBegins([...OUT_COLUMNS]) }
  let n = 1
  for (const row of rows) yield { path, text: sheetRow(row, ++n) }
  yield { path, text: SHEET_ENDS }
  for (const [part, text] of workbookParts(['退款'])) yield { path: part, text }
}

/** Works out the next row only when somebody takes it. */
function streamOf(pieces: AsyncGenerator<Uint8Array>): ReadableStream<Uint8Array> {
  return new ReadableStream<Uint8Array>({
    async pull(controller) {
      const { done, value } = await pieces.next()
      if (done) controller.close()
      else controller.enqueue(value)
    },
    async cancel() {
      await pieces.return(undefined)
    },
  })
}
