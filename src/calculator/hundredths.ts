/** A number with at most two decimals as whole hundredths, by its digits; null where it has more. */
export function hundredths(n: number): number | null {
  const [, whole = '', part = ''] = /^(\d+)(?:\.(\d{1,2}))?$/.exec(String(n)) ?? []
  return whole === '' ? null : Number(whole) * 100 + Number(part.padEnd(2, '0'))
}
/** Of a number whose schema has let it in. */
export const inHundredths = (n: number): number => hundredths(n) ?? 0
