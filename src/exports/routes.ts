import type { Context } from 'hono'
import * as z from 'zod'
import { log } from '../environment/log'
import { refuse } from '../kernel/refusals'
import { MerchantId } from '../merchants/views'
import { requirePermit } from '../permits/permits'
import { PermitId, readPermits } from '../permits/store'
import { type IdRow, sql } from '../platform/d1'
import { type App, identify, newRouter, type Operation, operation } from '../platform/http'
import { readOnce, trace } from '../platform/read'
import { fieldFaults } from '../schemas/request'
import { bareMedia, exportBytes, exportFileName, FORMAT_NAMES, FORMATS } from './formats'
import { exportSource } from './source'
import { exportSpan } from './span-rules'

export const exportRoutes = newRouter()

const query = {
  format: z.enum(FORMAT_NAMES),
  from: z.iso.date().meta({ description: '从这一天起（含），Asia/Shanghai' }),
  to: z.iso.date().meta({ description: '到这一天止（含），最多 366 天' }),
  detail: z
    .enum(['shop', 'card'])
    .default('shop')
    .meta({ description: 'shop：一家店的卡并成一个科目；card：每张卡一个科目' }),
}
const CityQuery = z.strictObject({
  ...query,
  merchant_id: MerchantId.optional(),
  permit_id: PermitId.optional().meta({
    description: '另一个人同意过的申请（POST /v1/exports/permits）；日期、店和明细要与它一样',
  }),
})
const ShopQuery = z.strictObject(query)
const DESCRIPTION =
  '逐页写出的文件，不是 JSON：hledger 与 Beancount 文本、CSV（UTF-8 BOM）、XLSX。期初余额、期间每笔划转、期末余额断言；资产为正，负债为负，单位元。今天的账写到一分钟以前。'
const answers = {
  200: {
    description: '文件',
    schema: z.string(),
    media: [...new Set(Object.values(FORMATS).map((one) => bareMedia(one.media_type)))],
    headers: { 'Content-Disposition': '文件名 · The name of the file' },
  },
}
const refuses = [
  'export_range_is_backwards',
  'export_range_too_long',
  'export_day_has_not_come',
] as const

export const exportJournalOperation = operation({
  method: 'get',
  path: '/v1/exports/journal',
  operationId: 'exportJournal',
  tags: ['exports'],
  summary: '导出账簿给会计：全市，或其中一家店',
  summary_en: 'Exports the journal for accountants: the whole city, or one merchant',
  description: DESCRIPTION,
  traces: ['purpose', '账簿文件，只有编号和金额', 'a file of the books'],
  policy: { bank: 'all', operator: 'all' },
  query: CityQuery,
  answers,
  refuses: [...refuses, 'merchant_not_found', 'export_needs_permit'],
})
export const exportMyJournalOperation = operation({
  method: 'get',
  path: '/v1/merchants/me/exports/journal',
  operationId: 'exportMyJournal',
  tags: ['exports'],
  summary: '导出本店账簿给会计',
  summary_en: 'Exports the merchant’s own journal for accountants',
  description: DESCRIPTION,
  policy: { owner: 'tenant', manager: 'tenant' },
  query: ShopQuery,
  answers,
  refuses,
})

type Asked = z.output<typeof ShopQuery>

exportRoutes.get(exportJournalOperation.path, async (c) => {
  const parsed = CityQuery.safeParse(c.req.query())
  const merchant_id = parsed.data?.merchant_id ?? null
  const { actor, rows, now } = await admit(
    c,
    exportJournalOperation,
    merchant_id,
    parsed.data?.permit_id,
  )
  if (!parsed.success) refuse('request_invalid', { errors: fieldFaults(parsed, '/query') })
  if (merchant_id !== null && !rows.merchants[0]) refuse('merchant_not_found')
  const { from, to, detail } = parsed.data
  exportSpan(from, to, now)
  requirePermit(rows.permits[0], { from, to, detail, merchant_id }, now)
  const told = { everybody_at: merchant_id }
  await trace(c, exportJournalOperation, { actor, said: parsed.data, told })
  return replyWithFile(c, parsed.data, merchant_id)
})
exportRoutes.get(exportMyJournalOperation.path, async (c) => {
  const parsed = ShopQuery.safeParse(c.req.query())
  const { actor } = await admit(c, exportMyJournalOperation, null)
  if (!parsed.success) refuse('request_invalid', { errors: fieldFaults(parsed, '/query') })
  return replyWithFile(c, parsed.data, actor.merchant_id ?? refuse('merchant_not_found'))
})

/** Outside `serveRead`: the answer is a file, of any length. Who asks is known before anything is said about it. */
async function admit(
  c: Context<App>,
  { policy }: Operation,
  merchant_id: string | null,
  permit_id = '',
) {
  const who = await identify(c, policy)
  return readOnce(c.get('world'), who, policy, (asker) => ({
    permits: readPermits(asker, sql`x.id = ${permit_id}`),
    merchants: sql<IdRow>`SELECT id FROM merchants WHERE id = ${merchant_id}`,
  }))
}

function replyWithFile(c: Context<App>, asked: Asked, merchant_id: string | null): Response {
  const { now } = c.get('world')
  const span = exportSpan(asked.from, asked.to, now())
  const source = exportSource(c.get('world'), { merchant_id, detail: asked.detail }, span)
  const stream = streamOf(exportBytes(asked.format, source), (error) =>
    log('export_broke_off', { request_id: c.get('request_id'), error: String(error) }),
  )
  return c.body(stream, 200, {
    'Content-Type': FORMATS[asked.format].media_type,
    'Content-Disposition': `attachment; filename="${exportFileName(asked.format, source)}"`,
  })
}

/** Reads on only when somebody takes what was read; a reader who leaves ends the reading. */
function streamOf(
  pieces: AsyncGenerator<Uint8Array>,
  onFault: (error: unknown) => void,
): ReadableStream<Uint8Array> {
  return new ReadableStream<Uint8Array>({
    async pull(controller) {
      try {
        const { done, value } = await pieces.next()
        if (done) controller.close()
        else controller.enqueue(value)
      } catch (error) {
        onFault(error)
        controller.error(error)
      }
    },
    async cancel() {
      await pieces.return(undefined)
    },
  })
}
