import * as z from 'zod'
import { lotLeftFen } from '../cards/ending'
import { idPattern } from '../kernel/ids'
import { type Instant, localDate } from '../kernel/time'
import type { Actor } from '../platform/actor'
import { quoteFor } from '../refunds/rules'
import { DerivedFigure, NoticeView } from '../schemas/derivation'
import { PAGE, type SheetPartRow, type SheetRow, type UseRow } from './store'

export const LotId = z.string().regex(idPattern('lot'))
export const LotProof = z
  .strictObject({
    object: z.literal('lot_proof'),
    lot_id: LotId,
    card_id: z.string(),
    made_at: z.string(),
    shop: z.strictObject({
      merchant_id: z.string(),
      name: z.string(),
      licence_no: z.string(),
      legal_representative: z.string(),
      address: z.string(),
      custody_account_mask: z.string().nullable(),
    }),
    holder: z
      .strictObject({ nickname: z.string(), phone_mask: z.string(), since: z.string().nullable() })
      .nullable()
      .meta({ description: '监管看到的没有持卡人；解除化名须有案号与理由' }),
    contract: z.strictObject({
      hash: z.string(),
      text: z.string(),
      price_list: z.array(z.record(z.string(), z.unknown())),
    }),
    payment: z.strictObject({
      purchase_id: z.string(),
      amount_fen: z.int(),
      provider: z.string(),
      provider_ref: z.string().nullable(),
      contract_accepted_at: z.string(),
      paid_at: z.string().nullable(),
      in_custody_at: z.string().nullable(),
    }),
    kind: z.enum(['stored_value', 'count', 'period']),
    unit: z.enum(['fen', 'visit', 'day']),
    face_units: z.int(),
    bonus_units: z.int(),
    used_units: z.int(),
    held_units: z.int(),
    starts_on: z.string(),
    ends_on: z.string().nullable(),
    uses: z.array(
      z.strictObject({
        redemption_id: z.string(),
        at: z.string(),
        label: z.string(),
        units: z.int(),
        released_fen: z.int(),
        corrected_units: z.int(),
        corrected_fen: z.int(),
        counted_fen: z.int().meta({ description: '付给店家的，减去更正退回的' }),
        consent: z.string().meta({ description: '消费码、密码、顾客确认、等待期满、裁定' }),
        content_hash: z.string().nullable().meta({
          description: '记账时写下的内容哈希，可与日志核对；日志已归档的为 null，去归档核对',
        }),
      }),
    ),
    next_after: z.string().nullable(),
    refunds: z.array(
      z.strictObject({
        part_id: z.string(),
        refund_id: z.string(),
        amount_fen: z.int(),
        route: z.enum(['original', 'bank']),
        state: z.string(),
        created_at: z.string(),
        ended_at: z.string().nullable(),
      }),
    ),
    sums: z.strictObject({
      paid_fen: z.int(),
      released_fen: z.int(),
      refunded_fen: z.int(),
      difference_fen: z.int(),
      to_shop_fen: z.int().meta({ description: '已付给店家的合计：用掉的加退款时的差额' }),
      held_fen: z.int(),
      left_fen: z.int(),
    }),
    quote: z
      .strictObject({
        on: z.string(),
        not_consumer_cause: DerivedFigure,
        consumer_cause: DerivedFigure,
        notices: z.array(NoticeView),
      })
      .nullable()
      .meta({ description: '今天结束能退多少；已经结束的没有' }),
  })
  .meta({ id: 'LotProof', description: '一笔付款的凭证：合同、付款、每次使用、退款、现在能退多少' })
export type LotProof = z.input<typeof LotProof>

const UNIT = { stored_value: 'fen', count: 'visit', period: 'day' } as const
type Rows = { sheet: SheetRow; uses: readonly UseRow[]; parts: readonly SheetPartRow[] }
/** What a court or a mediator needs of one payment (法释〔2025〕4号 §2, §25): every fen of it adds up. */
export function presentSheet({ sheet, uses, parts }: Rows, actor: Actor, now: Instant): LotProof {
  const { lot, stored } = sheet
  const page = uses.slice(0, PAGE)
  const free_fen = lotLeftFen(lot)
  const held_fen =
    lot.paid_fen - lot.released_fen - lot.refunded_fen - lot.difference_fen - free_fen
  return {
    object: 'lot_proof',
    lot_id: lot.id,
    card_id: stored.id,
    made_at: now,
    shop: shopOf(sheet),
    holder:
      actor.kind === 'regulator'
        ? null
        : { nickname: sheet.nickname, phone_mask: sheet.phone_mask, since: sheet.transferred_at },
    contract: {
      hash: lot.contract_hash,
      text: sheet.contract_text,
      price_list: JSON.parse(sheet.price_list) as Record<string, unknown>[],
    },
    payment: {
      purchase_id: sheet.purchase_id,
      amount_fen: lot.paid_fen,
      provider: sheet.provider,
      provider_ref: sheet.provider_ref,
      contract_accepted_at: sheet.accepted_at,
      paid_at: sheet.paid_at,
      in_custody_at: sheet.settled_at,
    },
    kind: stored.kind,
    unit: UNIT[stored.kind],
    face_units: lot.face_units,
    bonus_units: lot.bonus_units,
    used_units: lot.used_units,
    held_units: lot.held_units,
    starts_on: lot.starts_on,
    ends_on: lot.ends_on,
    uses: page.map(useOf),
    next_after: uses.length > PAGE ? (page.at(-1)?.id ?? null) : null,
    refunds: parts.map(({ id, refund_id, amount_fen, route, state, created_at, ended_at }) => ({
      part_id: id,
      refund_id,
      amount_fen,
      route,
      state,
      created_at,
      ended_at,
    })),
    sums: {
      paid_fen: lot.paid_fen,
      released_fen: lot.released_fen,
      refunded_fen: lot.refunded_fen,
      difference_fen: lot.difference_fen,
      to_shop_fen: lot.released_fen + lot.difference_fen,
      held_fen,
      left_fen: free_fen,
    },
    quote: lot.refund_id === null ? quoteOf(sheet, now) : null,
  }
}

const shopOf = (sheet: SheetRow): LotProof['shop'] => ({
  merchant_id: sheet.stored.merchant_id,
  name: sheet.merchant_name,
  licence_no: sheet.licence_no,
  legal_representative: sheet.legal_representative,
  address: sheet.address,
  custody_account_mask: sheet.custody_account_no && `尾号 ${sheet.custody_account_no.slice(-4)}`,
})

const useOf = (use: UseRow): LotProof['uses'][number] => ({
  redemption_id: use.id,
  at: use.ended_at,
  label: use.label,
  units: use.units,
  released_fen: use.released_fen,
  corrected_units: use.back_units,
  corrected_fen: use.back_fen,
  counted_fen: use.released_fen - use.back_fen,
  consent: use.consent,
  content_hash: use.content_hash,
})

function quoteOf({ lot, stored, used: own }: SheetRow, now: Instant): LotProof['quote'] {
  const on = localDate(now)
  const used = { ...own, touched: lot.used_units > 0 ? [lot.id] : [] }
  const { lots, notices } = quoteFor({ cause: 'merchant', lots: [lot], card: stored, used, on })
  const [figures] = lots
  if (!figures) return null
  const { not_consumer_cause, consumer_cause } = figures
  return { on, not_consumer_cause, consumer_cause, notices }
}
