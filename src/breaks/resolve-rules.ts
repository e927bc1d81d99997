import type { BreakRow } from './store'

/**
 * `make_good`: other, named money fills what is missing. `give_back`: money that was nobody's went back to whom it came
 * from, by name. Both are stored as suspense with that name, the one for what came in, the other for what went out.
 */
export type ProposalKind = NonNullable<BreakRow['proposal']> | 'make_good' | 'give_back'
export function proposalKind({
  proposal,
  payer,
  difference_fen,
}: Pick<BreakRow, 'proposal' | 'payer' | 'difference_fen'>): ProposalKind | null {
  if (payer === null) return proposal
  return difference_fen > 0 ? 'make_good' : 'give_back'
}

/**
 * Which ends a break may come to. A garbled reference is confirmed as the match it looks like; money that differs is
 * booked to suspense, so that ledger and bank agree and the money has a place; what moves nothing is explained.
 */
export function breakEnds(
  row: Pick<BreakRow, 'class' | 'difference_fen' | 'lines'>,
): ProposalKind[] {
  if (row.class === 'B7') return []
  if (row.class === 'B11' && row.lines !== '[]') return ['match']
  return row.difference_fen === 0 ? ['note'] : ['suspense']
}

/**
 * The same; and for a credit that nobody knows, or that is the bank's own, that it is other money which makes a shortfall
 * good; for a debit that nobody knows, that what was nobody's went back by it.
 */
export function allBreakEnds(row: Parameters<typeof breakEnds>[0]): ProposalKind[] {
  const ends = breakEnds(row)
  if (row.lines === '[]') return ends
  const is_in = row.difference_fen > 0
  if (is_in && (row.class === 'B2' || row.class === 'B9')) return [...ends, 'make_good']
  return !is_in && row.class === 'B2' ? [...ends, 'give_back'] : ends
}

/** What a shop's account has lost and nobody has made good yet: booked as missing, or a break that stands; in fen. */
export const lostFen = (of: { suspense_out_fen: number; breaks_out_fen: number }): number =>
  Math.max(0, -(of.suspense_out_fen + of.breaks_out_fen))

/** What the books need so that each account's ledger agrees with the bank again: bank less ledger, in fen. */
export const resolutionBookings = (row: {
  merchant_id: string | null
  difference_fen: number
  other_merchant_id: string | null
  other_difference_fen: number
}): { merchant_id: string; difference_fen: number }[] =>
  [
    { merchant_id: row.merchant_id, difference_fen: row.difference_fen },
    { merchant_id: row.other_merchant_id, difference_fen: row.other_difference_fen },
  ].flatMap(({ merchant_id, difference_fen }) =>
    merchant_id === null || difference_fen === 0 ? [] : [{ merchant_id, difference_fen }],
  )
