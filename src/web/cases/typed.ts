/** Yuan as typed ("86.5", also full-width) to whole fen, digit by digit; NaN where it is no amount. */
export function fenTyped(yuan: string): number {
  const said = yuan.normalize('NFKC').replace(/[¥,\s元]/g, '')
  const parts = /^(\d{1,9})(?:\.(\d{1,2}))?$/.exec(said)
  if (!parts) return Number.NaN
  return Number(parts[1]) * 100 + Number((parts[2] ?? '').padEnd(2, '0'))
}
/** Fen as a field shows them for typing: 8650 is "86.50". */
export const yuanTyped = (fen: number): string =>
  `${Math.trunc(fen / 100)}.${String(fen % 100).padStart(2, '0')}`
