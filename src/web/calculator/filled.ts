import type { FieldFault } from '../../kernel/refusals'
import { fenIn, wholeIn } from '../ui/yuan'

/** The calculator's form as somebody filled it: read field by field, each fault said in a sentence beside its field. */
export type Filled = { of: URLSearchParams; faults: FieldFault[] }
export type Need = { name: string; what: string; required?: boolean }

export const filledIn = ({ of }: Filled, name: string): string => (of.get(name) ?? '').trim()
export const wrong = ({ faults }: Filled, name: string, detail: string) =>
  void faults.push({ pointer: `/${name}`, code: 'invalid_value', detail })

export function money(form: Filled, { name, what, required }: Need): number | undefined {
  const typed = filledIn(form, name)
  if (typed === '' && !required) return undefined
  const fen = fenIn(typed)
  if (fen === null) wrong(form, name, `${what}：请填金额，例如 380 或 380.50`)
  return fen ?? undefined
}
export function whole(form: Filled, { name, what, required }: Need): number | undefined {
  const typed = filledIn(form, name)
  if (typed === '' && !required) return undefined
  const n = wholeIn(typed)
  if (n === null) wrong(form, name, `${what}：请填整数`)
  else if (n === 0 && required) wrong(form, name, `${what}：要大于 0`)
  return n ?? undefined
}
/** Visits or per cents: at most two decimals, digit by digit. */
export function decimal(form: Filled, { name, what, required }: Need): number | undefined {
  const typed = filledIn(form, name)
    .normalize('NFKC')
    .replace(/[\s,，%％次节]/g, '')
  if (typed === '' && !required) return undefined
  if (!/^\d{1,6}(?:\.\d{1,2})?$/.test(typed)) {
    wrong(form, name, `${what}：请填数字，最多两位小数，例如 12 或 12.5`)
    return undefined
  }
  return Number(typed)
}
export function day(form: Filled, { name, what, required }: Need): string | undefined {
  const typed = filledIn(form, name)
  if (typed === '' && !required) return undefined
  if (!/^\d{4}-\d{2}-\d{2}$/.test(typed)) wrong(form, name, `${what}：请填日期，例如 2026-03-02`)
  return typed
}
export const yes = (form: Filled, name: string): boolean => filledIn(form, name) === 'yes'
/** Yes, no, or not known. */
export const known = (form: Filled, name: string): boolean | undefined => {
  const typed = filledIn(form, name)
  return typed === 'yes' ? true : typed === 'no' ? false : undefined
}

/** A discount in the words of a shop: 8 or 8.8 折, to basis points. */
export function discount(form: Filled, name: string): number | undefined {
  const typed = filledIn(form, name).normalize('NFKC').replace('折', '')
  if (typed === '') return undefined
  const [, fold = '', tenth = ''] = /^(\d)(?:\.(\d{1,2}))?$/.exec(typed) ?? []
  const bp = Number(fold) * 1_000 + Number(tenth.padEnd(2, '0')) * 10
  if (fold === '' || bp < 100) wrong(form, name, '会员折扣：请填几折，例如 8 或 8.8')
  return bp
}
/** A yearly rate in per cent, to basis points. */
export function rate(form: Filled, need: Need): number | undefined {
  const n = decimal(form, need)
  if (n === undefined) return undefined
  const [part = '', cents = ''] = String(n).split('.')
  return Number(part) * 100 + Number(cents.padEnd(2, '0'))
}
/** Only the fields that were said. */
export const some = <N extends string, V>(fields: Record<N, V | undefined>): { [M in N]?: V } =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as {
    [M in N]?: V
  }
