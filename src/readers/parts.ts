import * as z from 'zod'
import { type DaysOffEntry, offNow } from '../cards/pauses'
import type { StoredCard as Card, CardWithLotsRow } from '../cards/store'
import { idPattern } from '../kernel/ids'
import type { LocalDate } from '../kernel/time'
import { lotsEscrow } from '../law/lots'
import { ENDINGS } from '../standing/facts'
import { CARD_ACTS } from './may-rules'
import type { StandingColumns } from './standing'

/**
 * One card, four readers, a file for each. Every schema is strict: what it does not name, its reader never gets. Here is
 * what they have in common.
 */
export const CardId = z.string().regex(idPattern('crd'))
export const Kind = z.enum(['stored_value', 'count', 'period'])
export const Status = z.enum(['active', 'frozen', 'closed'])

export const LotForHolder = z.strictObject({
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
export const DaysOff = z
  .strictObject({ id: z.string(), from_on: z.string(), to_on: z.string().nullable() })
  .nullable()
/** What a reader's own page may offer, and whether anything is left to spend. */
export const may = {
  may: z.array(z.enum(CARD_ACTS)).meta({ description: '现在可以做什么' }),
}
export const heldBack = {
  is_empty: z.boolean().meta({ description: '现在没有可用的：用完了，或都在退款里' }),
  ...may,
}
export const Ended = z
  .strictObject({
    refund_ids: z.array(z.string()).meta({ description: '结束这张卡的退款' }),
    refunded_fen: z.int().meta({ description: '已退回的合计' }),
    is_running: z.boolean().meta({ description: '还没有全部退回' }),
  })
  .nullable()
  .meta({ description: '已被退款结束的各笔；没有就是 null' })
export const UsedInAll = z
  .strictObject({ used_units: z.int(), released_fen: z.int() })
  .meta({ description: '各笔合计用掉多少、付给店家多少' })
export const Uses = z.strictObject({ succeeded_count: z.int(), confirming_count: z.int() })
/** Whose card it is, for one who accompanies it. */
export const Owner = z
  .strictObject({ nickname: z.string() })
  .nullable()
  .meta({ description: '家人的卡：是谁的；自己的卡是 null' })
/** What a card's picture is made from, and whether its shop goes on. */
export const shopLooks = {
  code: z.string(),
  sector: z.string(),
  ending: z.enum(ENDINGS).meta({ description: '店家停业或失联；没有是 none' }),
}
export const Shop = z.strictObject({
  merchant_id: z.string(),
  name: z.string(),
  ...shopLooks,
  level: z.string(),
  sales_held: z.boolean(),
})

export const base = {
  id: CardId,
  object: z.literal('card'),
  kind: Kind,
  service: z.string(),
  status: Status,
  unit: z.enum(['fen', 'visit', 'day']),
}

/** What every reader's row carries: the card itself. */
type CardColumns = Pick<CardWithLotsRow, keyof Card>
type UsesColumns = { succeeded_count: number; confirming_count: number }
/** A card as each reader's own statement finds it: `reader` says whose it is. */
export type ConsumerCardRow = CardColumns &
  UsesColumns &
  StandingColumns & {
    reader: 'consumer'
    merchant_name: string
    code: string
    sector: string
    owner_nickname: string
    is_guarded: number
    level: string
    sales_held_at: string | null
    custody_account_no: string | null
    escrow_fen: number
    held_fen: number
    /** JSON: what the figure of a refund is made from (`RefundFigure`). */
    used_facts: string
  }
export type MerchantCardRow = CardColumns &
  UsesColumns & { reader: 'staff'; nickname: string; phone_mask: string; used_facts: string }
export type BankCardRow = CardColumns & {
  reader: 'bank'
  merchant_name: string
  level: string
  escrow_fen: number
  held_fen: number
  refunding_fen: number
}
export type RegulatorCardRow = CardColumns &
  UsesColumns & {
    reader: 'regulator'
    merchant_name: string
    district: string
    sector: string
    escrow_fen: number
    used_facts: string
  }
export type ReaderCardRow = ConsumerCardRow | MerchantCardRow | BankCardRow | RegulatorCardRow

const UNIT = { stored_value: 'fen', count: 'visit', period: 'day' } as const
export const cardUnit = (kind: Card['kind']) => UNIT[kind]
export const maskAccount = (account_no: string | null) =>
  account_no && `尾号 ${account_no.slice(-4)}`
export const sum = <T>(items: readonly T[], of: (item: T) => number) =>
  items.reduce((total, item) => total + of(item), 0)

export const cardIdentity = (card: Card) => ({
  id: card.id,
  object: 'card' as const,
  kind: card.kind,
  service: card.service,
  status: card.status,
  unit: cardUnit(card.kind),
})
export const cardUses = (row: UsesColumns) => ({
  succeeded_count: row.succeeded_count,
  confirming_count: row.confirming_count,
})
export const cardLots = (card: Card) =>
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
    escrow_fen: lotsEscrow([lot]),
    bought_at: lot.bought_at,
    starts_on: lot.starts_on,
    ends_on: lot.ends_on,
    cool_off_ends_at: lot.cool_off_ends_at,
    contract_hash: lot.contract_hash,
    offer_id: lot.offer_id,
  }))

/** The running or coming pause and stop of a period card. */
export const cardDaysOff = (card: Card, today: LocalDate) => {
  const days_off = card.days_off as DaysOffEntry[]
  const shown = (why: DaysOffEntry['why']) => {
    const off = offNow(days_off, why, today)
    return off && { id: off.id, from_on: off.from_on, to_on: off.to_on }
  }
  return { paused: shown('paused'), stopped: shown('stopped') }
}
