import * as z from 'zod'
import { bareMedia, FORMATS } from '../exports/formats'
import type { Cell } from '../exports/table'
import { csvRow } from '../exports/table'
import { SHEET_ENDS, sheetBegins, sheetRow, workbookParts } from '../exports/xlsx-parts-rules'
import { type Piece, zipped } from '../exports/zip'
import { joinedBytes } from '../kernel/bytes'
import { fen } from '../kernel/money'
import { refuse } from '../kernel/refusals'
import { type Instant, localDate } from '../kernel/time'
import { identify, newRouter, operation } from '../platform/http'
import { readOnce } from '../platform/read'
import { fieldFaults } from '../schemas/request'
import { presentReport, reportQuery, reportReads } from './routes'
import type { Figures, Group } from './rules'
import { COLUMNS, type ReportView } from './views'

export const reportFileRoutes = newRouter()
const Query = z.strictObject({ ...reportQuery, format: z.enum(['csv', 'xlsx']) })

export const exportReportOperation = operation({
  method: 'get',
  path: '/v1/reports/file',
  operationId: 'exportReport',
  tags: ['reports'],
  summary: '同一张报表，CSV 或 XLSX 文件',
  summary_en: 'Exports the same report as a CSV or XLSX file',
  description:
    '不是 JSON：CSV（UTF-8 BOM，会被当成公式的文字前加单引号）或 XLSX（文字就是文字，数就是数）。',
  policy: { supervisor: 'jurisdiction', operator: 'all' },
  query: Query,
  answers: {
    200: {
      description: '文件',
      schema: z.string(),
      media: [bareMedia(FORMATS.csv.media_type), bareMedia(FORMATS.xlsx.media_type)],
      headers: { 'Content-Disposition': '文件名 · The name of the file' },
    },
  },
  refuses: ['report_not_begun', 'district_unknown', 'sector_unknown'],
})

reportFileRoutes.get(exportReportOperation.path, async (c) => {
  const parsed = Query.safeParse(c.req.query())
  const who = await identify(c, exportReportOperation.policy)
  const asked = parsed.success ? parsed.data : null
  const { rows, now, city } = await readOnce(
    c.get('world'),
    who,
    exportReportOperation.policy,
    (asker, at) => reportReads(asker, asked ?? Query.parse({ format: 'csv' }), localDate(at)),
  )
  if (!parsed.success) refuse('request_invalid', { errors: fieldFaults(parsed, '/query') })
  const { format, ...query } = parsed.data
  const report = presentReport(rows, query, { now, city })
  const body = format === 'csv' ? csvOf(report) : await xlsxOf(report, now)
  const name = `report_${report.by}_${report.from}_${report.to}.${format}`
  return c.body(body, 200, {
    'Content-Type': FORMATS[format].media_type,
    'Content-Disposition': `attachment; filename="${name}"`,
  })
})

type Report = z.input<typeof ReportView>
const FIRST: Record<Group, string> = { district: '区市', sector: '行业' }
const headOf = ({ by }: Report): string[] => [
  FIRST[by],
  '从',
  '到',
  ...COLUMNS.map(([, name]) => name),
  '变差的分',
  '为什么',
]
/** Two rows for each place, the span and the one before, then both sums. */
function rowsOf(report: Report): Cell[][] {
  const { from, to, before_from, before_to } = report
  const figures = (of: Figures): Cell[] =>
    COLUMNS.map(([name]) =>
      name.endsWith('_fen') ? { amount_fen: fen(of[name]) } : { count: of[name] },
    )
  const row = (name: string, days: [string, string], of: Figures, rest: Cell[]): Cell[] => [
    name,
    ...days,
    ...figures(of),
    ...rest,
  ]
  const lines = report.lines.flatMap(({ name, now, before, change, why }) => [
    row(name, [from, to], now, [{ count: change }, why.map(({ says }) => says).join('；')]),
    row(name, [before_from, before_to], before, ['', '']),
  ])
  return [
    ...lines,
    row('合计', [from, to], report.totals.now, ['', '']),
    row('合计', [before_from, before_to], report.totals.before, ['', '']),
  ]
}

const csvOf = (report: Report): string =>
  `\uFEFF${[headOf(report), ...rowsOf(report)].map(csvRow).join('')}`

async function xlsxOf(report: Report, made_at: Instant): Promise<Uint8Array<ArrayBuffer>> {
  const pieces: Uint8Array[] = []
  for await (const piece of zipped(piecesOf(report), made_at)) pieces.push(piece)
  return joinedBytes(...pieces)
}
async function* piecesOf(report: Report): AsyncGenerator<Piece> {
  const rows = rowsOf(report).map((cells, index) => sheetRow(cells, index + 2))
  const text = [sheetBegins(headOf(report)), ...rows, SHEET_ENDS].join('')
  yield { path: 'xl/worksheets/sheet1.xml', text }
  for (const [path, part] of workbookParts(['报表'])) yield { path, text: part }
}
