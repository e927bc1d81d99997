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
