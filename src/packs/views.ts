import * as z from 'zod'
import {
  type CarriedBody,
  cardOwedFen,
  cardRefundableFen,
  type PackBody,
  type PackCard,
  readThrough,
} from './rules'
import type { PackRow } from './store'

const Merchant = z.strictObject({
  id: z.string(),
  name: z.string(),
  entity_type: z.string(),
  sector: z.string(),
  district: z.string(),
  address: z.string(),
  licence_no: z.string(),
  licence_expires_on: z.string().nullable(),
  legal_representative: z.string().meta({ description: '登记的法定代表人或经营者：找谁' }),
  settlement_account_mask: z.string(),
  custody_account_mask: z.string().nullable(),
  admitted_at: z.string().nullable(),
})
const Contract = z.strictObject({
  contract_hash: z.string(),
  template_version: z.string(),
  cards_count: z.int().meta({ description: '有余额、其中有一笔按这份合同付款的卡' }),
})
const BankDay = z.strictObject({
  day: z.iso.date(),
  status: z.enum(['sealed', 'sealed_without_statement']),
  close_hash: z.string(),
  requirement_fen: z.int(),
  bank_fen: z.int().nullable(),
  coverage_bp: z.int().nullable().meta({ description: '覆盖率，万分数' }),
  owed_fen: z.int().optional().meta({ description: '该有多少：各卡的，加店家应付和出款中的' }),
  covered_fen: z.int().optional().meta({ description: '其中银行确实有的' }),
  short_fen: z.int().optional().meta({ description: '欠持卡人的里面，银行没有的' }),
  in_transit_fen: z.int().optional().meta({ description: '在途，不算覆盖' }),
  open_breaks_count: z.int(),
  open_breaks_in_fen: z.int().optional().meta({ description: '银行多出来的' }),
  open_breaks_out_fen: z.int().optional().meta({ description: '银行少了的，负数' }),
  open_breaks_fen: z.int().optional().meta({ description: '早先的包里两边合成一个数' }),
})
export const PackView = z
  .strictObject({
    object: z.literal('resolution_pack'),
    merchant_id: z.string(),
    day: z.iso.date(),
    sealed_at: z.string(),
    bank: z.string(),
    merchant: Merchant,
    holders_count: z.int(),
    cards_count: z.int().meta({ description: '那天结束时有余额的卡' }),
    escrow_fen: z.int(),
    held_fen: z.int(),
    refunding_fen: z.int(),
    owed_fen: z.int().meta({ description: '包里各卡加总：可用 + 占用 + 退款中' }),
    refundable_fen: z.int().meta({
      description: '当天结束的话，按非消费者原因应退：可用 + 占用（法释〔2025〕4号 §18）',
    }),
    requirement_fen: z.int().meta({ description: '银行封账表里同一天的数' }),
    ties_out: z.boolean().meta({ description: '两个数、两边的卡数都相等' }),
    contracts: z.array(Contract),
    bank_days: z.array(BankDay).meta({ description: '最近十个封账日，新的在前' }),
    open_refunds: z.strictObject({
      count: z.int(),
      asked_fen: z.int().meta({ description: '申请时算出的合计' }),
      paid_fen: z.int().meta({ description: '其中到账的' }),
    }),
    advance_fen: z.int().meta({ description: '提前放给店家、没有还清的' }),
    deposit_fen: z.int(),
    payable_fen: z.int().meta({ description: '店家应得、还没有付出的' }),
    paying_fen: z.int(),
    custody_fen: z.int(),
    cards_hash: z.string().meta({ description: '各卡依次的哈希' }),
    previous_hash: z.string().nullable(),
    carried_from: z.iso.date().optional().meta({
      description: '这一晚什么都没变：名单和各数是哪一晚做的；没有这一项就是当晚做的',
    }),
    carried_hash: z.string().optional().meta({ description: '那一晚那份包的内容哈希' }),
    content_hash: z.string().meta({
      description:
        '以上内容的哈希（不含 object 与 sealed_at）；有 carried_from 的，只含 merchant_id、day、carried_from、carried_hash、bank_days、previous_hash',
    }),
  })
  .meta({ id: 'ResolutionPack', description: '处置包：一家店欠谁多少，封账后当晚生成，封后不改' })
export function presentPack(
  row: PackRow & { list_body: string | null },
): z.output<typeof PackView> {
  const own = JSON.parse(row.body ?? '{}') as PackBody | CarriedBody
  const list = row.list_body === null ? null : (JSON.parse(row.list_body) as PackBody)
  const { merchant_id, day, ...rest } = readThrough(own, list)
  return {
    object: 'resolution_pack',
    merchant_id,
    day,
    sealed_at: row.sealed_at ?? '',
    ...rest,
    content_hash: row.content_hash ?? '',
  }
}

const Payment = z.strictObject({
  purchase_id: z.string(),
  provider: z.string(),
  provider_ref: z.string().nullable().meta({ description: '支付机构的付款号，原路退款用' }),
  contract_hash: z.string(),
  paid_on: z.iso.date(),
  paid_fen: z.int(),
  refunded_fen: z.int(),
  left_fen: z
    .int()
    .nullable()
    .meta({ description: '这笔付款名下还剩的；生成前这张卡又动过的为空，以卡的合计为准' }),
})
export const PackCardView = z
  .strictObject({
    object: z.literal('resolution_card'),
    day: z.iso.date(),
    card_id: z.string(),
    holder_no: z.string().meta({ description: '化名；没有姓名和电话' }),
    escrow_fen: z.int(),
    held_fen: z.int(),
    refunding_fen: z.int(),
    owed_fen: z.int(),
    refundable_fen: z.int().meta({ description: '法释〔2025〕4号 §18：可用 + 占用' }),
    contract_hash: z.string().meta({ description: '最近一笔付款的合同' }),
    first_paid_on: z.iso.date(),
    payments: z.array(Payment),
  })
  .meta({ id: 'ResolutionCard', description: '处置包里的一张卡' })
export const presentCard = (card: PackCard, day: string): z.output<typeof PackCardView> => ({
  object: 'resolution_card',
  day,
  card_id: card.card_id,
  holder_no: card.holder_no,
  escrow_fen: card.escrow_fen,
  held_fen: card.held_fen,
  refunding_fen: card.refunding_fen,
  owed_fen: cardOwedFen(card),
  refundable_fen: cardRefundableFen(card),
  contract_hash: card.contract_hash,
  first_paid_on: card.first_paid_on,
  payments: card.payments,
})
