import type { Db, Statement } from '../platform/d1'

export type Finding = { id: string; found: string; expected: string }
export type FindingRow = {
  id: string
  found: string | number | null
  expected: string | number | null
}
/** What one step of a pass found, and where the next one begins; null: the pass is over. */
export type PassStep = {
  findings: Finding[]
  looked_at: number
  next: string | null
  /** Where the last page of a pass ended, if it is long enough to be a part of its own. */
  rest?: string | undefined
  /** What a night remembers of this step, in the act that remembers the step itself. */
  statements?: Statement[]
  /** The next step reads what this one writes: it belongs into another act. */
  ends_act?: boolean
}
/** Keys of a pass, in their order: after one, up to and with another; null: to the end. */
export type Range = { after: string; upto: string | null }
/** `page`: how many things at most; `is_night`: sums may build upon verified checkpoints instead of the first entry. */
type How = { page?: number; is_night?: boolean }
type Reader = (db: Db, range: Range, how?: How) => Promise<PassStep>
/** One named pass over the books that can be taken step by step, from any mark. */
export type Pass = {
  name: string
  invariant: string
  read: Reader
  /** The same for what acts have touched since the last clean run; null: what is written never changes. */
  touched: Reader | null
  /** Reads small or indexed tables in one step: every night, nothing is left over. */
  is_whole: boolean
}

/** How many things a step looks at: bounded memory, and well inside one request to D1. */
export const PAGE = 2_000
export const BEGINNING = ''
/** A last page that holds a fifth of what it could is worth remembering as read; less is read again. */
const PART_SHARE = 5
export const restOf = (of: { count: number; page: number; last: string }): string | undefined =>
  of.count * PART_SHARE >= of.page ? of.last : undefined

export const findingsIn = (rows: readonly FindingRow[]): Finding[] =>
  rows.map(({ id, found, expected }) => ({
    id: String(id),
    found: String(found),
    expected: String(expected),
  }))

/** A number as a key: spelt so that keys sort as numbers do. */
export const numberKey = (n: number): string => String(n).padStart(16, '0')

/** A word of SQL of our own, never anybody's input. */
export const sqlWord = (text: string): Statement => ({ text, values: [] })
