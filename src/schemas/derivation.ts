import * as z from 'zod'

/** A line of a derivation as every route shows it; figures kept from before have no English and no sum. */
export const Derived = z.strictObject({
  text: z.string(),
  text_en: z.string().optional().describe('同一句话的英文'),
  article: z.string().describe('条、款、项；几处用、隔开'),
  sum: z.string().nullable().optional().describe('算式，单位元，例如 434 × 2000 ÷ 3000 = 289.33'),
  amount_fen: z.int(),
})
export const DerivedFigure = z.strictObject({ amount_fen: z.int(), lines: z.array(Derived) })
export const NoticeView = z.strictObject({
  text: z.string(),
  text_en: z.string().optional().describe('同一句话的英文'),
  article: z.string(),
})

const Said = { text: z.string(), text_en: z.string().describe('同一句话的英文') }
const Money = z.int().min(0)
const Option = z.strictObject({
  ...Said,
  total_fen: Money,
  is_main: z.boolean().describe('这里采用的读法'),
  lines: z.array(Derived),
})
export const OpenView = z
  .strictObject({
    id: z.string(),
    ...Said,
    article: z.string(),
    settled_by: z.string().describe('什么能定下来'),
    settled_by_en: z.string().describe('同一句话的英文'),
    options: z.array(Option).describe('每一种答案'),
  })
  .meta({ id: 'OpenQuestion', description: '还没有定的一个问题：每一种答案各是多少、怎么算' })
