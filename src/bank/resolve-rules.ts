import type { BreakRow } from './break-store'

/** `make_good`: the money is other, named money that fills what is missing; stored as suspense with its payer. */
export type ProposalKind = NonNullable<BreakRow['proposal']> | 'make_good'
export const kindOf = ({
  proposal,
  payer,
}: Pick<BreakRow, 'proposal' | 'payer'>): ProposalKind | null =>
  payer === null ? proposal : 'make_good'

/**
 * Which ends a break may come to. A garbled reference is confirmed as the match it looks like; money that differs is
 * booked to suspense, so that ledger and bank agree and the money has a place; what moves nothing is explained.
 */
export function endsOf(row: Pick<BreakRow, 'class' | 'difference_fen' | 'lines'>): ProposalKind[] {
  if (row.class === 'B7') return []
  if (row.class === 'B11' && row.lines !== '[]') return ['match']
  return row.difference_fen === 0 ? ['note'] : ['suspense']
}

/** The same, and for a credit nobody knows that it is other money which makes a shortfall good. */
export const allEndsOf = (row: Parameters<typeof endsOf>[0]): ProposalKind[] =>
  row.class === 'B2' && row.difference_fen > 0 && row.lines !== '[]'
    ? [...endsOf(row), 'make_good']
    : endsOf(row)

/** What a shop's account has lost and nobody has made good yet: booked as missing, or a break that stands; in fen. */
export const lostOf = (of: { suspense_out_fen: number; breaks_out_fen: number }): number =>
  Math.max(0, -(of.suspense_out_fen + of.breaks_out_fen))

/** What the books need so that each account's ledger agrees with the bank again: bank less ledger, in fen. */
export const bookingsOf = (row: {
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
