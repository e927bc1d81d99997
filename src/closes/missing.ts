import type { LocalDate } from '../kernel/time'
import { type Statement, sql } from '../platform/d1'
import type { CoverageFacts, CoverageRow } from './rules'

/** A column of a day's row as it is in force: of the newest amended row where there is one. Both names are ours. */
const figure = (name: string): Statement => ({
  text: `iif(a.row IS NULL, k.${name}, a.row ->> '$.${name}')`,
  values: [],
})
/** A row of before has one figure for what came in and went out: it stands on the side that it is on. */
const side = (kind: 'suspense' | 'breaks', way: 'in' | 'out'): Statement => {
  const of = way === 'in' ? 'max' : 'min'
  const text = `iif(${figure('form').text} = 2, ${figure(`${kind}_${way}_fen`).text}, ${of}(${figure(`${kind}_fen`).text}, 0))`
  return { text, values: [] }
}
const FIGURES = [
  'cards_count',
  'requirement_fen',
  'bank_fen',
  'custody_fen',
  'payable_fen',
  'paying_fen',
  'deposit_fen',
  'fees_held_fen',
  'advance_fen',
  'provider_owed_fen',
  'claims_fen',
  'paid_cards_fen',
  'paid_shop_fen',
  'due_fen',
  'breaks_count',
]
const COLUMNS: Statement = {
  text: [
    'k.day',
    'k.merchant_id',
    'k.district',
    'a.row AS amended',
    ...FIGURES.map((name) => `${figure(name).text} AS ${name}`),
    ...(['suspense', 'breaks'] as const).flatMap((kind) =>
      (['in', 'out'] as const).map((way) => `${side(kind, way).text} AS ${kind}_${way}_fen`),
    ),
  ].join(', '),
  values: [],
}

/** What `measureCoverage` says is missing, once more in SQL, so that the rows of a day can be ranked by it (tests hold both). */
const OTHERS = sql`(f.deposit_fen + f.fees_held_fen + f.provider_owed_fen)`
const NOBODYS = sql`(f.suspense_in_fen + f.breaks_in_fen + max(f.suspense_out_fen + f.breaks_out_fen, 0))`
const SHOPS = sql`(f.payable_fen + f.paying_fen - f.paid_shop_fen)`
const CARDS = sql`(f.requirement_fen - f.paid_cards_fen)`
const SHORT = sql`(${CARDS} - min(max(f.bank_fen - ${OTHERS} - ${NOBODYS} - ${SHOPS}, 0), ${CARDS}))`
const TRANSIT = sql`(f.requirement_fen + f.payable_fen + f.paying_fen + ${OTHERS} + f.suspense_in_fen + f.suspense_out_fen
  - f.advance_fen + f.claims_fen - f.custody_fen)`
const MISSING = sql`iif(f.bank_fen IS NULL, 0, max(${SHORT} - max(${TRANSIT}, 0) - f.advance_fen - f.due_fen, 0))`

/** A row in force with its shop's name, and what of it is missing, by which a day is ranked. */
export type RankedRow = CoverageFacts &
  Pick<CoverageRow, 'day' | 'merchant_id' | 'district'> & {
    amended: string | null
    merchant_name: string
    rank_fen: number
  }
/** The same row as every other reader of a close takes it. */
export const rowFrom = (ranked: RankedRow): CoverageRow => {
  const { amended: _amended, merchant_name: _name, rank_fen: _rank, ...row } = ranked
  return { ...row, form: 2, suspense_fen: 0, breaks_fen: 0 }
}

/** The rows of a sealed day in force, as `k` (of `merchants m`) that `where` lets through, each with what is missing. */
export const readRankedDay = (day: LocalDate, where: Statement): Statement<RankedRow> =>
  sql<RankedRow>`SELECT f.*, ${MISSING} AS rank_fen FROM (
        SELECT ${COLUMNS}, m.name AS merchant_name
          FROM bank_coverage k JOIN merchants m ON m.id = k.merchant_id
          LEFT JOIN bank_amended_rows a ON a.day = k.day AND a.merchant_id = k.merchant_id
           AND a.revision = (SELECT max(o.revision) FROM bank_amended_rows o WHERE o.day = k.day AND o.merchant_id = k.merchant_id)
         WHERE k.day = ${day} AND ${where}) f`
