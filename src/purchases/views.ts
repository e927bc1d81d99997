import * as z from 'zod'
import type { PaymentState } from '../environment/ports'
import { idPattern } from '../kernel/ids'
import { type PurchaseStatus, WALLETS } from './rules'
import type { PurchaseRow } from './store'

export const PurchaseId = z.string().regex(idPattern('pur'))
const PAYMENT_STATES = [
  'requires_method',
  'requires_action',
  'processing',
  'succeeded',
  'declined',
  'canceled',
  'unclear',
] as const satisfies readonly PaymentState[]

export const PurchaseObject = z
  .strictObject({
    id: PurchaseId,
    object: z.literal('purchase'),
    status: z.enum(['awaiting_payment', 'processing', 'paid', 'failed', 'expired']),
    paid_fen: z.int(),
    offer_id: z.string(),
    merchant_id: z.string(),
    merchant_name: z.string(),
    contract_hash: z.string(),
    card_id: z.string().nullable(),
    lot_id: z.string().nullable(),
    payment: z
      .strictObject({
        provider: z.string(),
        state: z.enum(PAYMENT_STATES),
        action_url: z.string().nullable(),
        wallet: z
          .enum(WALLETS)
          .nullable()
          .meta({ description: '最近选的钱包；不是钱包时为空 · The wallet chosen last, or null' }),
      })
      .nullable(),
    reason: z.string().nullable(),
    attempts: z.int(),
    accepted_at: z.string(),
    expires_at: z.string(),
    paid_at: z.string().nullable(),
  })
  .meta({
    id: 'Purchase',
    description:
      '一次购卡。paid_fen 是应付金额，状态为 paid 时才已到账；payment.action_url 是付款人去付款或验证身份的页面，payment.wallet 是最近选的钱包（不是钱包时为空）',
  })

/** What the row alone says of its payment, when nobody asks the provider. */
const STATE_OF: Record<PurchaseStatus, PaymentState> = {
  awaiting_payment: 'requires_method',
  processing: 'processing',
  paid: 'succeeded',
  failed: 'canceled',
  expired: 'canceled',
}

/** An order as its buyer sees it; `seen` is what the provider said of it a moment ago, if it was asked. */
export function presentPurchase(
  order: PurchaseRow,
  seen: { state: PaymentState; action_url: string | null } | null = null,
) {
  const payment =
    order.provider_ref === null
      ? null
      : {
          provider: order.provider,
          state: seen?.state ?? STATE_OF[order.status],
          action_url: seen?.action_url ?? null,
          wallet: order.wallet,
        }
  return {
    id: order.id,
    object: 'purchase' as const,
    status: order.status,
    paid_fen: order.paid_fen,
    offer_id: order.offer_id,
    merchant_id: order.merchant_id,
    merchant_name: order.merchant_name,
    contract_hash: order.contract_hash,
    card_id: order.card_id,
    lot_id: order.lot_id,
    payment,
    reason: order.reason,
    attempts: order.attempts,
    accepted_at: order.accepted_at,
    expires_at: order.expires_at,
    paid_at: order.paid_at,
  }
}
