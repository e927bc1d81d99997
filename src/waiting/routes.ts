import * as z from 'zod'
import { shareShort } from '../ends/rules'
import { newRouter, operation, serveRead } from '../platform/http'
import { ENDINGS } from '../standing/facts'
import { KINDS, readWaiting, type WaitingRow } from './store'

const WaitingItem = z.strictObject({
  kind: z.enum(KINDS).meta({
    description:
      'use_to_confirm 等支付密码的核销；claim_to_check 免码登记，可提异议；shop_ending 店家停业或失联；' +
      'order_processing 付款还没有结果；order_unpaid 还没付的订单；card_offered 别人转给您的卡；' +
      'companion_invited 家人请您陪护',
  }),
  id: z.string().meta({ description: '核销、占用、处置、订单、转让或陪护的编号' }),
  card_id: z.string().nullable(),
  merchant_name: z.string(),
  label: z.string().nullable(),
  unit: z.enum(['fen', 'visit', 'day']).nullable(),
  units: z.int().nullable().meta({ description: '要扣或要付多少，单位见 unit' }),
  until_at: z.string().nullable().meta({ description: '最晚什么时候；没有期限是 null' }),
  from_name: z.string().nullable().meta({ description: '谁转给您、谁邀请您' }),
  recorded_as: z
    .enum(['capture', 'no_show', 'late_cancel'])
    .nullable()
    .meta({ description: '预约：店家登记成到店、没有到店还是临时取消；免码登记是 null' }),
  ending: z
    .enum(ENDINGS)
    .exclude(['none'])
    .nullable()
    .meta({ description: '店家怎样结束；别的事是 null' }),
  owed_fen: z.int().nullable().meta({ description: '您的卡按法律该退的；还没有算出是 null' }),
  covered_fen: z.int().nullable().meta({ description: '其中退给您的；还没有算出是 null' }),
  short_fen: z.int().nullable().meta({ description: '还欠您的；还没有算出是 null' }),
})
const Waiting = z
  .strictObject({
    object: z.literal('waiting'),
    count: z.int().meta({ description: '一共几件' }),
    items: z.array(WaitingItem).meta({ description: '一件一行' }),
  })
  .meta({ id: 'Waiting', description: '等持卡人看一眼的事，急的在前，至多 50 件' })

const shortOf = ({ owed_fen, covered_fen }: WaitingRow): number | null =>
  owed_fen === null || covered_fen === null ? null : shareShort({ owed_fen, covered_fen })

export const waitingRoutes = newRouter()
export const readWaitingOperation = operation({
  method: 'get',
  path: '/v1/me/waiting',
  operationId: 'readWaiting',
  tags: ['cards'],
  summary: '等我看一眼的事：要确认的、要付的、邀请我的、停业的店',
  summary_en: 'Reads what waits for the consumer: uses, claims, orders, invitations, ending shops',
  policy: { consumer: 'own' },
  answers: { 200: { description: '等您看的', schema: Waiting } },
})
serveRead(waitingRoutes, readWaitingOperation, {
  reads: (who, _input, now) => ({ waiting: readWaiting(who, now) }),
  present: ({ rows }) => ({
    object: 'waiting' as const,
    count: rows.waiting[0]?.all_count ?? 0,
    items: rows.waiting.map((row) => ({
      kind: row.kind,
      id: row.id,
      card_id: row.card_id,
      merchant_name: row.merchant_name,
      label: row.label,
      unit: row.unit,
      units: row.units,
      until_at: row.until_at,
      from_name: row.from_name,
      recorded_as: row.recorded_as,
      ending: row.ending,
      owed_fen: row.owed_fen,
      covered_fen: row.covered_fen,
      short_fen: shortOf(row),
    })),
  }),
})
