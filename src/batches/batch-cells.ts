import { plusDays } from '../kernel/time'

/** A table program's plain text, and what is pasted from one, parts its cells with tabs: 1,200.50 is one cell there. */
export const commaParted = (text: string): string => {
  const head = text.slice(0, 2_000)
  const tabs = head.split('\t').length
  if (tabs === 1 || tabs <= head.split('\n').length / 2) return text
  return text.replace(/"(?:[^"]|"")*"|[^\t\n\r"]+|\t/g, (cell) =>
    cell === '\t' ? ',' : cell.includes(',') && !cell.startsWith('"') ? `"${cell}"` : cell,
  )
}

/** Digits to fen, 1.2 万 too; what is no sum of money stays text, which the contract refuses by name. */
export const fenIn = (text: string): number | string | undefined => {
  if (text === '') return undefined
  const said = text.normalize('NFKC').replace(/[\s¥$]|人民币|rmb|元整?|块钱?/gi, '')
  // A comma parts thousands or is not understood: 6,5 is no 65.
  const plain = /^\d{1,3}(?:,\d{3})+(?:\.|万|$)/.test(said) ? said.replaceAll(',', '') : said
  const [, whole = '', cents = '', wan = ''] = /^(\d{1,9})(?:\.(\d{1,4}))?(万?)$/.exec(plain) ?? []
  if (whole === '' || (wan === '' && cents.length > 2)) return text
  return wan === ''
    ? Number(whole) * 100 + Number(cents.padEnd(2, '0'))
    : (Number(whole) * 10_000 + Number(cents.padEnd(4, '0'))) * 100
}
export const numberIn = (text: string): number | string | undefined => {
  if (text === '') return undefined
  const plain = text.normalize('NFKC').replace(/[\s,%]|课时|个月|[次节天月课堂]/g, '')
  return /^\d{1,6}(?:\.\d{1,2})?$/.test(plain) ? Number(plain) : text
}
export const foldIn = (text: string): number | string | undefined => {
  const [, fold = '', tenth = ''] =
    /^(\d)(?:\.(\d{1,2}))?$/.exec(text.normalize('NFKC').replace('折', '')) ?? []
  if (text === '') return undefined
  return fold === '' ? text : Number(fold) * 1_000 + Number(tenth.padEnd(2, '0')) * 10
}
/** 2026/3/2, 2026.3.2 and 二〇二六年三月二日 are 2026-03-02; so is 46083, the number a table program keeps for that day. */
export const dayIn = (text: string | undefined): string | undefined => {
  if (text === undefined || text === '') return undefined
  const plain = inDigits(text.normalize('NFKC'))
  if (/^[34567]\d{4}(?:\.\d+)?$/.test(plain))
    return plusDays('1899-12-30', Number.parseInt(plain, 10))
  const [, y = '', m = '', d = ''] =
    /^(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})[日号.]?(?:[ T]\d.*)?$/.exec(plain) ??
    /^((?:19|20)\d{2})(\d{2})(\d{2})$/.exec(plain) ??
    []
  return y === '' ? text : `${y}-${m.padStart(2, '0')}-${d.padStart(2, '0')}`
}
const NUMERALS = '〇一二三四五六七八九'
/** 二〇二五年十二月三十一日 in digits; what is in digits already stays. */
const inDigits = (text: string): string =>
  text
    .replace(/[零○]/g, '〇')
    .replace(/([一二三]?)十([一二三四五六七八九]?)(?=[月日号])/g, (_, tens: string, ones: string) =>
      String((NUMERALS.indexOf(tens || '一') || 1) * 10 + (ones ? NUMERALS.indexOf(ones) : 0)),
    )
    .replace(/[〇一二三四五六七八九](?=[〇一二三四五六七八九\d]*[年月日号])/g, (one) =>
      String(NUMERALS.indexOf(one)),
    )
