import { decimalFromFen } from '../statements/decimal'
import type { Name } from './account-rules'

/** Fen as yuan with two decimals and a sign, digit by digit: -5 is `-0.05`. */
export const signedYuan = (amount_fen: number): string =>
  `${amount_fen < 0 ? '-' : ''}${decimalFromFen(amount_fen)}`
export const cny = (amount_fen: number): string => `${signedYuan(amount_fen)} CNY`

/** hledger: parts with colons between; a double space or a semicolon would end the name. */
export const hledgerName = (name: Name): string =>
  name.map((part) => part.replace(/[\s:;()[\]]/g, '_')).join(':')

/** Beancount: each part begins with a capital or a digit and holds letters, digits and dashes only. */
export const beancountName = (name: Name): string =>
  name
    .map((part) => part.replace(/[^A-Za-z0-9-]/g, '-').replace(/^-+/, ''))
    .map((part) => part.charAt(0).toUpperCase() + part.slice(1))
    .join(':')

/** One line of plain text: no line break, nothing that begins a comment or ends a transaction's code. */
export const plainLine = (text: string): string =>
  text.replace(/\p{Cc}+/gu, ' ').replace(/[;|()]/g, '_')
/** The value of an hledger tag: it ends at a comma. */
export const hledgerTag = (text: string): string => plainLine(text).replace(/,/g, '_')
/** A Beancount string. */
export const quoted = (text: string): string =>
  `"${text.replace(/\p{Cc}+/gu, ' ').replace(/["\\]/g, (mark) => `\\${mark}`)}"`
