import * as z from 'zod'
import { log } from '../environment/log'
import { refuse } from '../kernel/refusals'
import { mayReadMerchant } from '../merchants/may-read'
import { MerchantId } from '../merchants/views'
import type { Who } from '../platform/actor'
import { sql } from '../platform/d1'
import { identify, newRouter, operation, serveRead } from '../platform/http'
import { cursorKey, listSchema, pageFrom, pageQuery } from '../platform/page'
import { readOnce, trace } from '../platform/read'
import { fieldFaults } from '../schemas/request'
import { byteStream, packFile } from './file'
import { cardFrom, packFrom, readListedIn, type StoredPackRow } from './store'
import { PackCardView, PackView, presentCard, presentPack } from './views'

export const packRoutes = newRouter()
/** The authority sees the shops of its districts; the bank and the platform every shop (merchants/may-read.ts). */
const READERS = { bank: 'all', operator: 'all', supervisor: 'jurisdiction' } as const
const params = z.strictObject({ merchant_id: MerchantId })
const ofDay = {
  day: z.iso.date().optional().meta({ description: '营业日；不给就是最近的一份' }),
}

type Asked = { merchant_id: string; day: string | undefined }
/** Beside a pack the body of the one that has its list, JSON. */
type SealedRow = StoredPackRow & { list_body: string | null }
/** The shop's sealed pack of a day, or its newest one; no row for those whose business the shop is not. */
const readSealed = (who: Who, { merchant_id, day }: Asked) =>
  sql<SealedRow>`SELECT p.*,
             (SELECT l.body FROM resolution_packs l WHERE l.merchant_id = p.merchant_id AND l.day = p.carried_from) AS list_body
        FROM resolution_packs p JOIN merchants m ON m.id = p.merchant_id
       WHERE p.merchant_id = ${merchant_id} AND p.phase = 'sealed' AND ${mayReadMerchant(who)}
         AND p.day BETWEEN ${day ?? ''} AND ${day ?? '9999'} ORDER BY p.day DESC LIMIT 1`
const sealedFrom = ([row]: readonly SealedRow[]) =>
  packFrom(row ?? refuse('resolution_pack_not_found'))

export const readResolutionPackOperation = operation({
  method: 'get',
  path: '/v1/resolution-packs/:merchant_id',
  operationId: 'readResolutionPack',
  tags: ['packs'],
  summary: '处置包：一家店欠谁多少、找谁、什么合同、最近的对账；每晚封存，一次取到',
  summary_en: 'Reads a merchant’s resolution pack: who is owed what, sealed each night',
  policy: READERS,
  params,
  query: z.strictObject(ofDay),
  answers: { 200: { description: '处置包', schema: PackView } },
  refuses: ['resolution_pack_not_found'],
})
serveRead(packRoutes, readResolutionPackOperation, {
  reads: (who, { params: { merchant_id }, query: { day } }) => ({
    sealed: readSealed(who, { merchant_id, day }),
  }),
  present: ({ rows }) => presentPack(sealedFrom(rows.sealed)),
})

/** A page goes on in the pack in which it began, also when a newer one is made meanwhile. */
function startOf(cursor: string | undefined, day: string | undefined) {
  const key = cursorKey(cursor)
  if (key === null) return { day, after: '' }
  const [begun_in, after, ...rest] = key.split(' ')
  const is_ours = /^\d{4}-\d\d-\d\d$/.test(begun_in ?? '') && after !== undefined
  if (!is_ours || rest.length > 0 || (day !== undefined && day !== begun_in))
    refuse('cursor_invalid')
  return { day: begun_in, after }
}

export const listResolutionCardsOperation = operation({
  method: 'get',
  path: '/v1/resolution-packs/:merchant_id/cards',
  operationId: 'listResolutionCards',
  tags: ['packs'],
  summary: '处置包里的每张卡：余额、应退、合同、首次付款日和支付机构的付款号；没有姓名和电话',
  summary_en: 'Lists the cards of a resolution pack',
  traces: ['purpose', '一家店处置包里的卡', 'the cards in a shop’s pack'],
  policy: READERS,
  params,
  query: z.strictObject({ ...ofDay, ...pageQuery }),
  answers: { 200: { description: '各卡', schema: listSchema(PackCardView, 'ResolutionCardList') } },
  refuses: ['resolution_pack_not_found', 'cursor_invalid'],
})
serveRead(packRoutes, listResolutionCardsOperation, {
  reads: (who, { params: { merchant_id }, query }) => {
    const { day, after } = startOf(query.cursor, query.day)
    const pack = readSealed(who, { merchant_id, day })
    return { pack, cards: readListedIn(pack, { after, limit: query.limit + 1 }) }
  },
  present: ({ rows }, { query }) => {
    const { day } = sealedFrom(rows.pack)
    return pageFrom(
      rows.cards.map(cardFrom),
      query.limit,
      ({ card_id }) => `${day} ${card_id}`,
      (card) => presentCard(card, day),
    )
  },
})

const FileQuery = z.strictObject(ofDay)
export const readResolutionFileOperation = operation({
  method: 'get',
  path: '/v1/resolution-packs/:merchant_id/file',
  operationId: 'readResolutionFile',
  tags: ['packs'],
  summary: '处置包里的各卡，一个 CSV 文件',
  summary_en: 'Reads the cards of a resolution pack as one CSV file',
  description:
    '逐页写出的文件，不是 JSON：UTF-8 带 BOM，CRLF 换行，会被当作公式的格子前有撇号；最后一行是合计，没有它就是没有传完。',
  traces: ['purpose', '一家店处置包的文件', 'a file of the cards of a shop'],
  policy: READERS,
  params,
  query: FileQuery,
  answers: {
    200: {
      description: '文件',
      schema: z.string(),
      media: ['text/csv'],
      headers: {
        'Content-Disposition': '文件名 · The name of the file',
        'X-Content-Hash': '处置包内容的 SHA-256，另处可核 · SHA-256 of the pack’s content',
      },
    },
  },
  refuses: ['resolution_pack_not_found'],
})
/** Outside `serveRead`: the answer is a file, of any length. Who asks is known before anything is said about it. */
packRoutes.get(readResolutionFileOperation.path, async (c) => {
  const { policy } = readResolutionFileOperation
  const world = c.get('world')
  const who = await identify(c, policy)
  const asked = params.safeParse(c.req.param())
  const query = FileQuery.safeParse(c.req.query())
  const { actor, rows } = await readOnce(world, who, policy, (w) => ({
    pack:
      asked.success && query.success
        ? readSealed(w, { ...asked.data, day: query.data.day })
        : undefined,
  }))
  if (!asked.success || !query.success)
    refuse('request_invalid', {
      errors: [...fieldFaults(asked, '/params'), ...fieldFaults(query, '/query')],
    })
  const pack = sealedFrom(rows.pack ?? [])
  const told = { everybody_at: pack.merchant_id }
  await trace(c, readResolutionFileOperation, { actor, said: asked.data, told })
  const stream = byteStream(packFile(world.db, pack), (error) =>
    log('pack_file_broke_off', { request_id: c.get('request_id'), error: String(error) }),
  )
  return c.body(stream, 200, {
    'Content-Type': 'text/csv; charset=utf-8',
    'Content-Disposition': `attachment; filename="resolution-pack-${pack.merchant_id}-${pack.day}.csv"`,
    'X-Content-Hash': pack.content_hash ?? '',
  })
})
