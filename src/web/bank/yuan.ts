/** Typed yuan as fen, digit by digit: `1,280.5` is 128050. Null for anything that is not a sum of money. */
export function typedFen(typed: string): number | null {
  const said = typed.normalize('NFKC').replace(/[¥,\s元]/g, '')
  const [, whole, cents = ''] = /^(\d{1,9})(?:\.(\d{1,2}))?$/.exec(said) ?? []
  return whole === undefined ? null : Number(whole) * 100 + Number(cents.padEnd(2, '0'))
}

/** What a form hears whose sum cannot be read. */
export const NO_SUM = {
  pointer: '/amount_fen',
  code: 'amount_malformed',
  detail: '请写金额，例如 5000 或 5000.50',
}
