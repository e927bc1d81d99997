import * as z from 'zod'
import { idPattern } from '../kernel/ids'
import { yuan } from '../kernel/money'
import { type Sentence, sentence } from '../kernel/sentence'
import { MerchantId } from '../merchants/views'
import type { ParkedRow, SettlementRow } from './store'

export const SettlementView = z
  .strictObject({
    id: z.string().regex(idPattern('stl')),
    object: z.literal('settlement'),
    provider: z.string(),
    merchant_id: MerchantId,
    day: z.iso.date(),
    items_count: z.int(),
    gross_fen: z.int().meta({ description: '顾客付的，全部入专户' }),
    fee_fen: z.int().meta({ description: '支付机构的手续费：平台垫付，由店家承担' }),
    status: z.enum(['created', 'settled']),
    bank_ref: z.string().nullable(),
    created_at: z.string(),
    settled_at: z.string().nullable(),
    fee_charged_at: z.string().nullable(),
    fee_taken_at: z.string().nullable(),
  })
  .meta({ id: 'Settlement', description: '一家店一天入专户的一笔：顾客付多少就入多少' })

export function presentSettlement(s: SettlementRow): z.output<typeof SettlementView> {
  const { custody_account_no: _account, fee_bank_ref: _ref, version: _version, ...shown } = s
  return { object: 'settlement', ...shown }
}

/** Why a line moved nothing, in a sentence for whoever looks at it. */
const REASONS: Record<ParkedRow['reason'], Sentence> = {
  purchase_unknown: sentence('没有对应的订单', 'No such order'),
  purchase_not_paid: sentence('对应的订单还没有记为已付', 'The order is not recorded as paid'),
  payment_differs: sentence('付款单号与订单不符', 'The payment number differs from the order'),
  currency_differs: sentence('币种不是人民币', 'Not in yuan'),
  amount_differs: sentence('金额与订单不符', 'The sum differs from the order'),
  fee_implausible: sentence('手续费与净额对不上', 'Fee and net do not fit'),
  purchase_settled_before: sentence('这笔订单已经入过专户', 'This order came into custody before'),
}
export const ParkedLineView = z
  .strictObject({
    object: z.literal('parked_line'),
    provider: z.string(),
    ref: z.string(),
    provider_ref: z.string().nullable(),
    our_no: z.string().nullable(),
    currency: z.string(),
    gross_fen: z.int(),
    fee_fen: z.int(),
    net_fen: z.int(),
    available_at: z.string(),
    reason: z.enum(Object.keys(REASONS) as [ParkedRow['reason']]),
    reason_text: z.string(),
    reason_text_en: z.string(),
    parked_at: z.string(),
  })
  .meta({ id: 'ParkedLine', description: '支付机构账单上与订单对不上的一行：没有动钱，等人来看' })

export function presentParked(row: ParkedRow): z.output<typeof ParkedLineView> {
  const { provider, ref, provider_ref, our_no, currency, reason, parked_at } = row
  const { gross_fen, fee_fen, net_fen, available_at } = row
  const money = { currency, gross_fen, fee_fen, net_fen, available_at }
  const { zh, en } = REASONS[reason]
  const why = { reason, reason_text: zh, reason_text_en: en, parked_at }
  return { object: 'parked_line', provider, ref, provider_ref, our_no, ...money, ...why }
}

const AGREEMENTS = ['none', 'silent', 'equal', 'on_its_way', 'differs'] as const
type Agreement = (typeof AGREEMENTS)[number]
export const CustodyView = z
  .strictObject({
    object: z.literal('custody'),
    merchant_id: MerchantId,
    custody_account_no: z.string().nullable(),
    ledger_fen: z.int().meta({ description: '我们账上这家店专户的钱' }),
    in_transit_fen: z.int().meta({ description: '顾客已付、还在支付机构的钱' }),
    being_settled_fen: z.int().meta({ description: '已通知银行、还没有确认的' }),
    fees_outstanding_fen: z.int().meta({ description: '店家还没有付的手续费' }),
    fees_held_fen: z.int().meta({ description: '已向店家收取、还没有划出专户的手续费' }),
    bank_fen: z.int().nullable().meta({ description: '银行自己的账；没有回音时为空' }),
    bank_as_of: z.string().nullable(),
    difference_fen: z.int().nullable().meta({ description: '银行减我们账上' }),
    state: z.enum(AGREEMENTS).meta({
      description:
        'none 没有专户 · silent 银行没有回音 · equal 一致 · on_its_way 差额不超过等待确认的 · differs 要核对',
    }),
    sentence: z.string(),
  })
  .meta({ id: 'Custody', description: '一家店的专户：我们的账、银行的账、相差多少' })

/** How the bank's books and ours stand to each other, in fen: bank less ledger; what is on its way is not confirmed yet. */
export function booksAgreement(of: {
  has_account: boolean
  difference_fen: number | null
  in_fen: number
  out_fen: number
}): Agreement {
  const { has_account, difference_fen, in_fen, out_fen } = of
  if (!has_account) return 'none'
  if (difference_fen === null) return 'silent'
  if (difference_fen === 0) return 'equal'
  const waits_fen = difference_fen > 0 ? in_fen : out_fen
  return Math.abs(difference_fen) <= waits_fen ? 'on_its_way' : 'differs'
}
/** The same as a sentence. */
export function sentenceOn(state: Agreement, difference_fen: number | null): string {
  if (state === 'none') return '这家店还没有开立专户。'
  if (state === 'silent' || difference_fen === null) return '银行没有回音，请稍后再查。'
  if (state === 'equal') return '银行的账与我们的账一致。'
  const [more, where] = difference_fen > 0 ? ['多', '入账'] : ['少', '划出']
  const by = `银行的账比我们的账${more} ${yuan(Math.abs(difference_fen))}`
  return state === 'on_its_way'
    ? `${by}，不超过已通知银行${where}、等待确认的钱。`
    : `${by}，请核对。`
}

const FeeDay = z.strictObject({
  day: z.iso.date(),
  fee_fen: z.int(),
  charged_fen: z.int(),
  outstanding_fen: z.int(),
})
export const FeesView = z
  .strictObject({
    object: z.literal('fees'),
    merchant_id: MerchantId,
    charged_fen: z.int().meta({ description: '已从应付款里扣的手续费' }),
    outstanding_fen: z.int().meta({ description: '还没有扣的，等应付款够了再扣' }),
    days: z.array(FeeDay).meta({ description: '逐日，新的在前，至多 90 天' }),
  })
  .meta({ id: 'Fees', description: '本店的支付手续费：从应付款里扣，绝不动顾客的钱' })
