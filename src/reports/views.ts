import * as z from 'zod'
import { type City, districtName, sectorName } from '../kernel/city'
import { type Sentence, sentence } from '../kernel/sentence'
import { MerchantId } from '../merchants/views'
import {
  CAUSES,
  type Cause,
  FLOWS,
  GROUPS,
  type Group,
  type Line,
  SPANS,
  STOCKS,
  type Why,
} from './rules'

const figures = Object.fromEntries([...FLOWS, ...STOCKS].map((name) => [name, z.int()])) as Record<
  (typeof FLOWS)[number] | (typeof STOCKS)[number],
  z.ZodInt
>
const FigureSet = z.strictObject(figures).meta({
  id: 'ReportFigures',
  description:
    '一段里加起来的数；店数、预警店数、有余额的卡和托管余额是这一段最后一个有记录的晚上的',
})
const WhyView = z.strictObject({
  cause: z.enum(CAUSES),
  now: z.int(),
  before: z.int(),
  points: z.int().meta({ description: '使它变差的分；负数是变好' }),
  says: z.string(),
  says_en: z.string(),
})
const LineView = z.strictObject({
  key: z.string(),
  name: z.string(),
  now: FigureSet,
  before: FigureSet,
  change: z.int().meta({ description: '各项理由的分之和：大于 0 变差，小于 0 变好' }),
  why: z.array(WhyView),
})
export const ReportView = z
  .strictObject({
    object: z.literal('report'),
    span: z.enum(SPANS),
    from: z.iso.date().meta({ description: '从哪天起（含）' }),
    to: z.iso.date().meta({ description: '到哪天止（含）' }),
    before_from: z.iso.date(),
    before_to: z.iso.date(),
    days_recorded: z.int().meta({ description: '这一段里有记录的天数' }),
    days_recorded_before: z.int(),
    is_whole: z.boolean().meta({ description: '两段每一天都有记录；否则不是整段比整段' }),
    by: z.enum(GROUPS),
    totals: z.strictObject({ now: FigureSet, before: FigureSet }),
    lines: z.array(LineView),
    worse: LineView.nullable().meta({ description: '变差最多的区市和原因；没有变差的为 null' }),
    message: z.string().meta({ description: '哪里变差了、为什么，一句话' }),
    message_en: z.string(),
    shops: z
      .array(
        z.strictObject({
          merchant_id: MerchantId,
          merchant_name: z.string(),
          district: z.string(),
          district_name: z.string(),
          change: z.int(),
          why: z.array(WhyView),
        }),
      )
      .meta({ description: '使它变差最多的店，至多五家' }),
  })
  .meta({
    id: 'Report',
    description: '区市和行业，一段比前一段：哪里变差了，为什么；都来自日表',
  })

const CAUSE_WORDS: Record<Cause, readonly [zh: string, en: string]> = {
  complaints: ['投诉', 'complaints'],
  contested_uses: ['有争议的核销', 'contested uses'],
  refund_requests: ['要求退款', 'refund requests'],
  payout_bounces: ['出款被退', 'payouts sent back'],
  bank_breaks: ['对账差异', 'bank differences'],
  bad_findings: ['巡查等发现的问题', 'bad findings at the door'],
  alarmed_count: ['橙色以上预警的店', 'shops at orange or above'],
  uses_fell: ['核销次数', 'uses'],
}
export function whyView(why: Why) {
  const [zh, en] = CAUSE_WORDS[why.cause]
  const moved = `${why.before} → ${why.now}`
  return { ...why, says: `${zh} ${moved}`, says_en: `${en} ${moved}` }
}
export const lineView = (city: City, by: Group, line: Line) => ({
  ...line,
  name: by === 'district' ? districtName(city, line.key) : sectorName(city, line.key),
  why: line.why.map(whyView),
})

/** The columns of a table of lines, for a file or a page: what is said of each figure, and how it is written. */
export const COLUMNS = [
  ['shops_count', '店'],
  ['alarmed_count', '预警店'],
  ['holders_count', '有余额的卡'],
  ['escrow_fen', '托管余额（元）'],
  ['sold_fen', '充值（元）'],
  ['bonus_fen', '赠送（元）'],
  ['lots_sold', '充值笔数'],
  ['used_fen', '放款（元）'],
  ['uses', '核销次数'],
  ['merchant_started_uses', '店家发起的核销'],
  ['contested_uses', '有争议的核销'],
  ['refund_requests', '要求退款'],
  ['complaints', '投诉'],
  ['payout_bounces', '出款被退'],
  ['bank_breaks', '对账差异'],
  ['bad_findings', '巡查问题'],
] as const satisfies readonly (readonly [keyof typeof figures, string])[]

type Said = ReturnType<typeof lineView>
/** Which place got worse, by how many points, what did it and where most, in a sentence. */
export function worseSentence(worse: Said | null, most: string | undefined): Sentence {
  if (worse === null) return sentence('没有区市比前一段差。', 'No district is worse than before.')
  const { name, change, why } = worse
  const grew = why.filter(({ points }) => points > 0)
  const zh = grew.map(({ says, points }) => `${says}（+${points}）`).join('，')
  const en = grew.map(({ says_en, points }) => `${says_en} (+${points})`).join(', ')
  return sentence(
    `${name}变差了（${change} 分）：${zh}${most ? `；${most}最多` : ''}。`,
    `${name} got worse by ${change}: ${en}${most ? `; most at ${most}` : ''}.`,
  )
}
