import * as z from 'zod'
import { CLASSES } from '../breaks/classes'
import { CHANGE_NAMES } from '../changes/rules'
import { coverageBp } from '../merchants/cover'
import { District, MerchantId, Sector } from '../merchants/views'
import { listSchema } from '../platform/page'
import {
  type Matter,
  matterSentence,
  type Names,
  OFFICIAL_ACTS,
  officialMay,
  SIGNAL_KINDS,
  SIGNALS,
} from './rules'
import type { CountsRow, Watched } from './store'

const Urgency = z
  .union([z.literal(1), z.literal(2), z.literal(3), z.literal(4), z.literal(5)])
  .meta({ description: '1 正常 · 2 留意 · 3 这周看 · 4 尽快 · 5 今天去' })
const SignalView = z
  .strictObject({
    kind: z.enum(SIGNAL_KINDS),
    urgency: Urgency,
    subject_id: z
      .string()
      .nullable()
      .meta({ description: '哪一件事：停业或失联、差异、退款、占用、变更、出款；店本身的为空' }),
    money_fen: z.int().min(0).meta({ description: '这件事涉及的钱' }),
    cards_count: z.int().min(0),
    message: z.string(),
    message_en: z.string(),
  })
  .meta({ id: 'Signal', description: '为什么要看这家店：一件事、多急、涉及多少' })
const watched = {
  object: z.literal('watched_shop'),
  merchant_id: MerchantId,
  merchant_name: z.string(),
  district: District,
  sector: Sector,
  level: z.string().meta({ description: '信用等级' }),
  admitted_at: z.string().nullable(),
  sales_held_at: z.string().nullable(),
  owed_fen: z.int(),
  cards_count: z.int(),
  coverage_bp: z.int().nullable(),
  coverage_on: z.string().nullable(),
  urgency: Urgency,
  stake_fen: z.int().meta({ description: '最大的一件事涉及的钱；各件会重叠，不相加' }),
  stake_cards_count: z.int(),
  signals_count: z.int(),
  signals: z.array(SignalView).meta({ description: '最急的在前，至多 50 件' }),
}
const WatchedShop = z
  .strictObject(watched)
  .meta({ id: 'WatchedShop', description: '监管看一家店：多急，为什么' })
export const WatchedShopAlone = z
  .strictObject({
    ...watched,
    ending_id: z.string().nullable().meta({ description: '正在办的停业或失联' }),
    may: z.array(z.enum(OFFICIAL_ACTS)).meta({ description: '现在可以对这家店做什么' }),
  })
  .meta({ id: 'WatchedShopAlone' })
const Counts = z.strictObject({
  shops_count: z.int(),
  watched_count: z.int().meta({ description: '要看的店：2 级以上' }),
  urgent_count: z.int().meta({ description: '其中紧急的：4 级以上' }),
  owed_fen: z.int(),
  cards_count: z.int(),
})
export const WatchedShopList = z
  .strictObject({
    ...listSchema(WatchedShop, 'WatchedShopPage').shape,
    totals: Counts.meta({ description: '筛选到的全部店，不只这一页' }),
    coverage_on: z.string().nullable().meta({ description: '覆盖率按哪一天的封账' }),
    as_of: z.string(),
  })
  .meta({ id: 'WatchedShopList' })

const NAMES: Names = (of, code) =>
  of === 'break'
    ? (CLASSES[code as keyof typeof CLASSES]?.name ?? code)
    : (CHANGE_NAMES[code as keyof typeof CHANGE_NAMES]?.zh ?? code)

/** Why a shop is looked at, in words of both languages. */
export function matterWords(matter: Matter): { message: string; message_en: string } {
  const { zh, en } = matterSentence(matter, NAMES)
  return { message: zh, message_en: en }
}

function presentSignal(matter: Matter): z.output<typeof SignalView> {
  const { kind, subject_id, money_fen, cards_count } = matter
  const figures = { money_fen, cards_count, ...matterWords(matter) }
  return { kind, urgency: SIGNALS[kind], subject_id, ...figures }
}

export function presentWatched(of: Watched): z.output<typeof WatchedShop> {
  const { cover_owed_fen: owed_fen, cover_covered_fen: covered_fen } = of
  const is_known = owed_fen !== null && covered_fen !== null
  return {
    object: 'watched_shop',
    merchant_id: of.id,
    merchant_name: of.name,
    district: of.district as z.output<typeof District>,
    sector: of.sector as z.output<typeof Sector>,
    level: of.level,
    admitted_at: of.admitted_at,
    sales_held_at: of.sales_held_at,
    owed_fen: of.owed_fen,
    cards_count: of.cards_count,
    coverage_bp: is_known ? coverageBp({ owed_fen, covered_fen }) : null,
    coverage_on: of.cover_day,
    urgency: of.urgency,
    stake_fen: of.stake_fen,
    stake_cards_count: of.stake_cards_count,
    signals_count: of.signals_count,
    signals: of.signals.map(presentSignal),
  }
}
export const presentWatchedAlone = (of: Watched): z.output<typeof WatchedShopAlone> => ({
  ...presentWatched(of),
  ending_id: of.ending_id,
  may: officialMay(of),
})
export const presentCounts = (row: CountsRow): z.output<typeof Counts> => ({
  shops_count: row.shops_count,
  watched_count: row.watched_count,
  urgent_count: row.urgent_count,
  owed_fen: row.owed_fen,
  cards_count: row.cards_count,
})
