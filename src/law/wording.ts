import { type Fen, fen } from '../kernel/money'
import { ART, type Place } from './cite'

/** A sentence for people, in both languages of the product. */
export type Wording = { text: string; text_en: string }
export type Notice = Wording & { article: string }

/**
 * One step of a derivation: what is done, by which article, paragraph and item, the sum it is (`434 × 2000 ÷ 3000 =
 * 289.33`, in yuan) where it is one, and what it comes to in fen. The lines of a figure always add up to it.
 */
export type DerivationLine = Wording & { article: string; sum: string | null; amount_fen: Fen }
export type RefundFigure = { amount_fen: Fen; lines: DerivationLine[] }

export const wording = (text: string, text_en: string): Wording => ({ text, text_en })

export const line = (
  said: Wording,
  article: Place | string,
  amount_fen: number,
  sum: string | null = null,
): DerivationLine => ({
  text: said.text,
  text_en: said.text_en,
  article: typeof article === 'string' ? article : ART(article),
  sum,
  amount_fen: fen(amount_fen === 0 ? 0 : amount_fen),
})
export const notice = (said: Wording, article: string): Notice => ({ ...said, article })

/** A payment nobody gave a name is called 第 1 笔（2026-01-05）; so it is named to an English reader. */
export const labelsInEnglish = (text: string): string =>
  text.replaceAll(/第 (\d+) 笔（([^）]*)）/g, 'Payment $1 ($2)')

/** Yuan inside a sum: no sign, no grouping, no empty cents: `2000`, `289.33`. */
export function plain(amount_fen: number): string {
  const whole = Math.trunc(Math.abs(amount_fen) / 100)
  const cents = Math.abs(amount_fen) % 100
  const rest = cents === 0 ? '' : `.${String(cents).padStart(2, '0')}`
  return `${amount_fen < 0 ? '−' : ''}${whole}${rest}`
}
/** Units inside a sum; `scale` units are one: 19150 of scale 100 is `191.5`. */
export function units(n: number, scale: number): string {
  if (scale === 1) return String(n)
  const [whole, rest] = [Math.trunc(n / scale), n % scale]
  if (rest === 0) return String(whole)
  const digits = String(rest)
    .padStart(String(scale).length - 1, '0')
    .replace(/0+$/, '')
  return `${whole}.${digits}`
}
