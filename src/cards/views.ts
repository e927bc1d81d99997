import * as z from 'zod'
import { idPattern } from '../kernel/ids'
import type { LocalDate } from '../kernel/time'
import { CardStanding } from '../standing/views'
import { type DaysOffSaid, offNow } from './pauses'
import { RefundNow, type RefundNowSeen } from './refund-figure'
import { escrowOf, remainingUnits } from './rules'
import { standingFieldsOf } from './standing'
import type { StoredCard as Card } from './store'

/** One card, four readers (reference: domain of the trade §5). Each schema is strict: what it does not name, its reader never gets. */
export const CardId = z.string().regex(idPattern('crd'))
export const Kind = z.enum(['stored_value', 'count', 'period'])
export const Status = z.enum(['active', 'frozen', 'closed'])

const LotForHolder = z.strictObject({
  id: z.string(),
  paid_fen: z.int(),
  face_units: z.int(),
  bonus_units: z.int(),
  used_units: z.int(),
  released_fen: z.int(),
  refunded_fen: z.int(),
  refund_id: z.string().nullable().meta({ description: '结束这笔付款的退款；没有退就是 null' }),
  difference_fen: z.int().meta({ description: '退款时归店家的差额' }),
  escrow_fen: z.int(),
  bought_at: z.string(),
  starts_on: z.string(),
  ends_on: z.string().nullable(),
  cool_off_ends_at: z.string(),
  contract_hash: z.string(),
  offer_id: z.string(),
})
const DaysOff = z
  .strictObject({ id: z.string(), from_on: z.string(), to_on: z.string().nullable() })
  .nullable()
const Uses = z.strictObject({ succeeded_count: z.int(), confirming_count: z.int() })
const Shop = z.strictObject({
  merchant_id: z.string(),
  name: z.string(),
  code: z.string(),
  level: z.string(),
  sales_held: z.boolean(),
})

const base = {
  id: CardId,
  object: z.literal('card'),
  kind: Kind,
  service: z.string(),
  status: Status,
  unit: z.enum(['fen', 'visit', 'day']),
}

export const ConsumerCard = z
  .strictObject({
    ...base,
    reader: z.literal('consumer'),
    relation: z.enum(['holder', 'companion']),
    paused: DaysOff,
    stopped: DaysOff,
    shop: Shop,
    remaining_units: z.int(),
    protected_fen: z
      .int()
      .meta({ description: '卡里的钱减去没有钱对着的（还欠您的），单位分；在哪里见 standing' }),
    standing: CardStanding,
    held_fen: z.int(),
    lots: z.array(LotForHolder),
    uses: Uses,
    refund_now: RefundNow,
    opened_at: z.string(),
    custody_account_mask: z.string().nullable(),
  })
  .meta({
    id: 'ConsumerCard',
    description: '消费者看自己的卡：余额、卡里的钱在哪里、逐笔、现在退能拿回多少',
  })
export const MerchantCard = z
  .strictObject({
    ...base,
    reader: z.literal('merchant'),
    paused: DaysOff,
    stopped: DaysOff,
    holder: z.strictObject({ nickname: z.string(), phone_mask: z.string() }),
    remaining_units: z.int(),
    lots: z.array(LotForHolder),
    uses: Uses,
    refund_now: RefundNow,
    opened_at: z.string(),
  })
  .meta({ id: 'MerchantCard', description: '店家看顾客的卡：昵称、掩码手机号、可用余额' })
export const BankCard = z
  .strictObject({
    ...base,
    reader: z.literal('bank'),
    merchant_id: z.string(),
    merchant_name: z.string(),
    merchant_level: z.string(),
    escrow_fen: z.int(),
    held_fen: z.int(),
    refunding_fen: z.int(),
    paid_fen: z.int(),
    released_fen: z.int(),
    refunded_fen: z.int(),
    lots: z.array(z.strictObject({ id: z.string(), paid_fen: z.int(), contract_hash: z.string() })),
  })
  .meta({ id: 'BankCard', description: '银行看托管金额，不看持卡人' })
export const RegulatorCard = z
  .strictObject({
    ...base,
    reader: z.literal('regulator'),
    holder_pseudonym: z.string(),
    merchant_id: z.string(),
    merchant_name: z.string(),
    district: z.string(),
    sector: z.string(),
    escrow_fen: z.int(),
    paid_fen: z.int(),
    released_fen: z.int(),
    lots_count: z.int(),
    contract_hashes: z.array(z.string()),
    uses: Uses,
    dispute_gap_fen: z.int(),
  })
  .meta({ id: 'RegulatorCard', description: '监管看化名与合计；解除化名须有案号与理由' })
export const AnyCard = z
  .discriminatedUnion('reader', [ConsumerCard, MerchantCard, BankCard, RegulatorCard])
  .meta({ id: 'Card' })

/** What the row of `cards_seen` carries beside the card itself. */
export type SeenRow = {
  shop_name: string
  code: string
  level: string
  sales_held_at: string | null
  /** JSON: what the figure of a refund is made from (`RefundFigure`). */
  used_facts: string
  card_facts: string
  standing_facts: string
  district: string
  sector: string
  custody_account_no: string | null
  nickname: string
  phone_mask: string
  held_fen: number
  refunding_fen: number
  escrow_fen: number
  succeeded_count: number
  confirming_count: number
}

const UNIT = { stored_value: 'fen', count: 'visit', period: 'day' } as const
export const unitOf = (kind: Card['kind']) => UNIT[kind]
const maskAccount = (account_no: string | null) => account_no && `尾号 ${account_no.slice(-4)}`
const sum = <T>(items: readonly T[], of: (item: T) => number) =>
  items.reduce((total, item) => total + of(item), 0)

const identityOf = (card: Card) => ({
  id: card.id,
  object: 'card' as const,
  kind: card.kind,
  service: card.service,
  status: card.status,
  unit: unitOf(card.kind),
})
const usesOf = (row: SeenRow) => ({
  succeeded_count: row.succeeded_count,
  confirming_count: row.confirming_count,
})
const lotsOf = (card: Card) =>
  card.lots.map((lot) => ({
    id: lot.id,
    paid_fen: lot.paid_fen,
    face_units: lot.face_units,
    bonus_units: lot.bonus_units,
    used_units: lot.used_units,
    released_fen: lot.released_fen,
    refunded_fen: lot.refunded_fen,
    refund_id: lot.refund_id,
    difference_fen: lot.difference_fen,
    escrow_fen: escrowOf([lot]),
    bought_at: lot.bought_at,
    starts_on: lot.starts_on,
    ends_on: lot.ends_on,
    cool_off_ends_at: lot.cool_off_ends_at,
    contract_hash: lot.contract_hash,
    offer_id: lot.offer_id,
  }))

/** The running or coming pause and stop of a period card. */
const daysOffOf = (card: Card, today: LocalDate) => {
  const days_off = card.days_off as DaysOffSaid[]
  const shown = (why: DaysOffSaid['why']) => {
    const off = offNow(days_off, why, today)
    return off && { id: off.id, from_on: off.from_on, to_on: off.to_on }
  }
  return { paused: shown('paused'), stopped: shown('stopped') }
}

export const forConsumer = (
  card: Card,
  row: SeenRow,
  today: LocalDate,
  of: { relation: 'holder' | 'companion'; refund_now: RefundNowSeen },
) => ({
  ...identityOf(card),
  reader: 'consumer' as const,
  relation: of.relation,
  ...daysOffOf(card, today),
  shop: {
    merchant_id: card.merchant_id,
    name: row.shop_name,
    code: row.code,
    level: row.level,
    sales_held: row.sales_held_at !== null,
  },
  remaining_units: remainingUnits(card.lots, today),
  ...standingFieldsOf(card, row, today),
  held_fen: row.held_fen,
  lots: lotsOf(card),
  uses: usesOf(row),
  refund_now: of.refund_now,
  opened_at: card.opened_at,
  custody_account_mask: maskAccount(row.custody_account_no),
})
export const forMerchant = (
  card: Card,
  row: SeenRow,
  today: LocalDate,
  refund_now: RefundNowSeen,
) => ({
  ...identityOf(card),
  reader: 'merchant' as const,
  ...daysOffOf(card, today),
  holder: { nickname: row.nickname, phone_mask: row.phone_mask },
  remaining_units: remainingUnits(card.lots, today),
  lots: lotsOf(card),
  uses: usesOf(row),
  refund_now,
  opened_at: card.opened_at,
})
export const forBank = (card: Card, row: SeenRow) => ({
  ...identityOf(card),
  reader: 'bank' as const,
  merchant_id: card.merchant_id,
  merchant_name: row.shop_name,
  merchant_level: row.level,
  escrow_fen: row.escrow_fen,
  held_fen: row.held_fen,
  refunding_fen: row.refunding_fen,
  paid_fen: sum(card.lots, (lot) => lot.paid_fen),
  released_fen: sum(card.lots, (lot) => lot.released_fen),
  refunded_fen: sum(card.lots, (lot) => lot.refunded_fen),
  lots: card.lots.map(({ id, paid_fen, contract_hash }) => ({ id, paid_fen, contract_hash })),
})
export function forRegulator(
  card: Card,
  row: SeenRow,
  { holder_pseudonym, refund_now }: { holder_pseudonym: string; refund_now: RefundNowSeen },
) {
  return {
    ...identityOf(card),
    reader: 'regulator' as const,
    holder_pseudonym,
    merchant_id: card.merchant_id,
    merchant_name: row.shop_name,
    district: row.district,
    sector: row.sector,
    escrow_fen: row.escrow_fen,
    paid_fen: sum(card.lots, (lot) => lot.paid_fen),
    released_fen: sum(card.lots, (lot) => lot.released_fen),
    lots_count: card.lots.length,
    contract_hashes: card.lots.map((lot) => lot.contract_hash),
    uses: usesOf(row),
    dispute_gap_fen: refund_now.not_consumer_cause_fen - refund_now.consumer_cause_fen,
  }
}
