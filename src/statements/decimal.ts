import { type Fen, fen } from '../kernel/money'
import { stopAt } from './faults'

/** ISO 20022 `ActiveCurrencyAndAmount`: at most 18 digits, at most 5 of them after the point. */
const DECIMAL = /^(\d{1,18})(?:\.(\d{1,5}))?$/
type DecimalFault = 'amount_malformed' | 'amount_finer_than_fen' | 'amount_too_large'

/**
 * Reads an unsigned decimal number of yuan as whole fen, digit by digit: `'105.750'` is 10575.
 * Refuses signs, separators, exponents, a bare point, anything finer than one fen (`'0.001'`),
 * and what a safe integer cannot hold. Direction is never in the number (CdtDbtInd, 借贷).
 */
export function fenFromDecimal(text: string): Fen | DecimalFault {
  const [, whole, fraction = ''] = DECIMAL.exec(text) ?? []
  if (whole === undefined) return 'amount_malformed'
  if (whole.length + fraction.length > 18) return 'amount_malformed'
  const [cents, rest] = [fraction.slice(0, 2).padEnd(2, '0'), fraction.slice(2)]
  if (/[1-9]/.test(rest)) return 'amount_finer_than_fen'
  const exact = BigInt(whole + cents)
  if (exact > BigInt(Number.MAX_SAFE_INTEGER)) return 'amount_too_large'
  return fen(Number(exact))
}

/** Writes fen as yuan with two decimals, unsigned and exact: 10575 is `'105.75'`. */
export function decimalFromFen(amount_fen: number): string {
  const digits = String(Math.abs(fen(amount_fen))).padStart(3, '0')
  return `${digits.slice(0, -2)}.${digits.slice(-2)}`
}

/** Adds up amounts that a file tells. A sum that a safe integer cannot hold stops the file. */
export function exactSum(amounts: Iterable<number>): Fen {
  let sum = 0
  for (const amount of amounts) {
    sum += amount
    if (!Number.isSafeInteger(sum)) stopAt({ line: null, pointer: '' }, 'amount_too_large')
  }
  return fen(sum)
}
