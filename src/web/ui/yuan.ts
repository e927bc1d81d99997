/** Yuan as typed (also full-width) to fen, digit by digit; null where it is no amount. Never through a float. */
export function fenIn(said: string | null | undefined): number | null {
  const typed = (said ?? '').normalize('NFKC').replace(/[¥,\s]/g, '')
  const found = /^(\d{1,7})(?:\.(\d{1,2}))?$/.exec(typed)
  if (!found) return null
  return Number(found[1]) * 100 + Number((found[2] ?? '').padEnd(2, '0'))
}
/** Fen as they are typed again into a field: 4850 is 48.50. */
export const typedYuan = (fen: number): string =>
  `${Math.trunc(fen / 100)}.${String(fen % 100).padStart(2, '0')}`
