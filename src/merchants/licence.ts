const WEIGHTS = [1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28]
const DIGITS = '0123456789ABCDEFGHJKLMNPQRTUWXY'

/** 统一社会信用代码: 18 characters, the last one checks the others (GB 32100-2015 §4). */
export function isLicenceNo(code: string): boolean {
  const values = [...code].map((character) => DIGITS.indexOf(character))
  if (values.length !== 18 || values.includes(-1)) return false
  const sum = WEIGHTS.reduce((total, weight, i) => total + weight * (values[i] ?? 0), 0)
  return (31 - (sum % 31)) % 31 === values[17]
}
