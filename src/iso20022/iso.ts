import { type Fen, fen } from '../kernel/money'
import { type LocalDate, localDate } from '../kernel/time'
import { fenFromDecimal } from '../statements/decimal'
import { type FaultList, inside, type Place, quoted } from '../statements/faults'
import type { XmlNode } from './xml'

/** The first element down a path of names; undefined as soon as one is missing. */
export function child(node: XmlNode | undefined, ...path: string[]): XmlNode | undefined {
  let at = node
  for (const name of path) at = at?.children.find((each) => each.name === name)
  return at
}

export function children(node: XmlNode | undefined, name: string): XmlNode[] {
  return node?.children.filter((each) => each.name === name) ?? []
}

/** The text at the end of a path, without the spaces around it; null when missing or empty. */
export function textAt(node: XmlNode | undefined, ...path: string[]): string | null {
  const text = child(node, ...path)?.text.trim()
  return text === undefined || text === '' ? null : text
}

/** The first text that is there: banks put the same fact in different places. */
export function firstText(node: XmlNode | undefined, ...paths: string[][]): string | null {
  for (const path of paths) {
    const text = textAt(node, ...path)
    if (text !== null) return text
  }
  return null
}

/** An `Amt` in CNY, unsigned, in fen; null after a fault when it is none. */
export function amountFrom(node: XmlNode, faults: FaultList): Fen | null {
  const currency = node.attributes.get('Ccy')
  if (currency !== 'CNY') {
    faults.add(node, 'currency_not_cny', quoted(currency ?? ''))
    return null
  }
  const amount = fenFromDecimal(node.text.trim())
  if (typeof amount === 'number') return amount
  faults.add(node, amount, quoted(node.text.trim()))
  return null
}

/** `CRDT` is 1 (into the account), `DBIT` is −1; null after a fault. */
export function directionFrom(text: string | null, place: Place, faults: FaultList): 1 | -1 | null {
  if (text === 'CRDT') return 1
  if (text === 'DBIT') return -1
  if (text === null) faults.add(inside(place, 'CdtDbtInd'), 'value_missing')
  else faults.add(inside(place, 'CdtDbtInd'), 'value_unknown', quoted(text))
  return null
}

/** xsd:boolean; a missing indicator is `otherwise`. */
export function booleanFrom(node: XmlNode | undefined, otherwise: boolean, faults: FaultList) {
  const text = node?.text.trim()
  if (node === undefined) return otherwise
  if (text === 'true' || text === '1') return true
  if (text === 'false' || text === '0') return false
  faults.add(node, 'value_unknown', quoted(text ?? ''))
  return otherwise
}

/** An unsigned whole number of at most 15 digits; null when missing, or after a fault. */
export function countFrom(node: XmlNode | undefined, faults: FaultList): number | null {
  if (node === undefined) return null
  const text = node.text.trim()
  if (/^\d{1,15}$/.test(text)) return Number(text)
  faults.add(node, 'number_malformed', quoted(text))
  return null
}

/**
 * A choice of `Dt` and `DtTm` (or a bare ISO date or time) as a day in Asia/Shanghai. A time with an
 * offset is converted; one without is local already.
 */
export function dayFrom(node: XmlNode | undefined, faults: FaultList): LocalDate | null {
  if (node === undefined) return null
  const text = firstText(node, ['Dt'], ['DtTm'], []) ?? ''
  const day = dayOfText(text)
  if (day === null) faults.add(node, 'date_malformed', quoted(text))
  return day
}

const ISO_TIME = /^(\d{4}-\d\d-\d\d)(?:T\d\d:\d\d:\d\d(?:\.\d{1,9})?)?(Z|[+-]\d\d:\d\d)?$/

function dayOfText(text: string): LocalDate | null {
  const [, day = '', offset] = ISO_TIME.exec(text) ?? []
  if (!isDay(day)) return null
  if (!text.includes('T') || offset === undefined) return day
  const epoch_ms = Date.parse(text)
  return Number.isNaN(epoch_ms) ? null : localDate(new Date(epoch_ms).toISOString())
}

/** A day that the calendar has: 2026-02-29 is none. */
export function isDay(text: string): boolean {
  if (!/^\d{4}-\d\d-\d\d$/.test(text)) return false
  const epoch_ms = Date.parse(`${text}T00:00:00.000Z`)
  return !Number.isNaN(epoch_ms) && new Date(epoch_ms).toISOString().startsWith(text)
}

export const signed = (sign: 1 | -1, amount: Fen): Fen =>
  fen(sign === 1 || amount === 0 ? amount : -amount)
