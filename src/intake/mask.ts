/** Long numbers in free text — phones, identity and account numbers — keep their first three and last two digits. */
const LONG_NUMBER = /\d{11,}/g

/** 王小丽 → 王**; a company keeps its first two characters, so that two of them can still be told apart. */
export function maskName(name: string | null): string | null {
  if (name === null || name === '') return null
  const letters = [...name]
  const shown = letters.length > 4 ? 2 : 1
  return letters.slice(0, shown).join('') + '*'.repeat(Math.min(letters.length - shown, 4))
}

/** First six and last four digits; a short number shows its last two only. */
export function maskAccount(account_no: string | null): string | null {
  if (account_no === null || account_no === '') return null
  if (account_no.length < 12) return `****${account_no.slice(-2)}`
  return `${account_no.slice(0, 6)}****${account_no.slice(-4)}`
}

export const maskText = (text: string | null): string | null =>
  text === null || text === ''
    ? null
    : text.replace(LONG_NUMBER, (digits) => `${digits.slice(0, 3)}****${digits.slice(-2)}`)
