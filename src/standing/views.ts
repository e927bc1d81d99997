import * as z from 'zod'
import { type CardFigures, type ShopFigures, STATES, type Standing, TONES } from './facts'

const said = {
  state: z.enum(STATES),
  tone: z.enum(TONES).meta({
    description: 'safe 只在银行核对的那一天分文不缺时；plain 平说；warn 不知道或不寻常；bad 缺钱',
  }),
  sentence: z.string().meta({ description: '关于钱够不够的唯一一句话，由数字算出' }),
  sentence_en: z.string(),
  business_day: z.string().nullable().meta({ description: '银行核对到哪一天；还没有是 null' }),
}
export const CardStanding = z
  .strictObject({
    ...said,
    owed_fen: z.int().meta({ description: '卡里的钱：= 在专户 + 在途 + 未核对 + 还欠' }),
    covered_fen: z.int().meta({ description: '银行核对过、在专户的' }),
    transit_fen: z.int().meta({ description: '还在支付机构的' }),
    unchecked_fen: z.int().meta({ description: '银行还没有核对到的' }),
    short_fen: z.int().meta({ description: '没有钱对着、还欠持卡人的' }),
  })
  .meta({ id: 'CardStanding', description: '一张卡的钱在哪里，一句话和它的数字' })
export const ShopStanding = z
  .strictObject({
    ...said,
    coverage_bp: z
      .int()
      .nullable()
      .meta({ description: '覆盖率，万分数；没有核对或没有欠款是 null' }),
  })
  .meta({ id: 'ShopStanding', description: '一家店顾客的钱够不够，一句话；不含金额' })

export const presentCardStanding = ({
  figures,
  ...of
}: Standing<CardFigures>): z.input<typeof CardStanding> => ({ ...of, ...figures })
export const presentShopStanding = ({
  figures: { coverage_bp, business_day },
  ...of
}: Standing<ShopFigures>): z.input<typeof ShopStanding> => ({ ...of, coverage_bp, business_day })
