import { yuan } from '../kernel/money'
import type { CardFigures } from './facts'

/** Figures as an event carries them; what an older event did not carry is not said. */
type Told = { [part in Exclude<keyof CardFigures, 'business_day'>]?: number | undefined }
const PARTS_MAX = 2

/**
 * Where a card's money is, for a short message: at most two parts by name, what is owed and not covered always. Without
 * figures it says nothing of where: the holder looks it up.
 */
export function moneyInSms({ owed_fen = 0, short_fen = 0, ...of }: Told): string {
  const owed = short_fen > 0 ? [`还欠您${yuan(short_fen)}`] : []
  const parts = [
    ...part(of.covered_fen, (fen) => `${fen}在专户`),
    ...part(of.transit_fen, (fen) => `${fen}在支付机构`),
    ...part(of.unchecked_fen, (fen) => `${fen}待银行核对`),
  ]
  const known = parts.length > 0 && parts.length + owed.length <= PARTS_MAX
  const where = known || owed.length > 0 ? (known ? parts : []) : [`卡里的钱${yuan(owed_fen)}`]
  return [...owed, ...where].join('，')
}
const part = (fen: number | undefined, say: (said: string) => string): string[] =>
  fen === undefined || fen === 0 ? [] : [say(yuan(fen))]
