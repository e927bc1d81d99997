/** No sum that somebody types by hand is larger: ten million yuan. */
const DIGITS_MAX = 8

/**
 * Yuan as typed (`1,280.5`, `１２８０`, `¥38`) to whole fen, digit by digit; null for anything that is not a sum of
 * money with at most two decimals.
 */
export function fenIn(said: string | null | undefined): number | null {
  const plain = (said ?? '').normalize('NFKC').replace(/[\s,，¥元]/g, '')
  const [, whole = '', cents = ''] = /^(\d+)(?:\.(\d{0,2}))?$/.exec(plain) ?? []
  if (whole === '' || whole.replace(/^0+/, '').length > DIGITS_MAX) return null
  return Number(whole) * 100 + Number(cents.padEnd(2, '0'))
}
/** A whole number as typed, or null. */
export function wholeIn(said: string): number | null {
  const plain = said.normalize('NFKC').replace(/[\s,，]/g, '')
  return /^\d{1,6}$/.test(plain) ? Number(plain) : null
}
