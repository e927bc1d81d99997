import type { StoredCard as Card } from '../cards/store'

/** What a card's people may do with it now; each word is what a page offers. */
export const CARD_ACTS = [
  'show_code',
  'book',
  'freeze',
  'unfreeze',
  'pause',
  'pay_by_pin',
  'refund',
  'top_up',
  'claim',
] as const
type CardAct = (typeof CARD_ACTS)[number]

type Seen = {
  status: Card['status']
  kind: Card['kind']
  remaining_units: number
  sales_held: boolean
}
/** Days pass by themselves: a card of days is not shown, booked or claimed at the counter. */
const isSpent = ({ kind }: Seen): boolean => kind !== 'period'
const isUsable = (card: Seen): boolean =>
  card.status === 'active' && isSpent(card) && card.remaining_units > 0

/** Nothing of the card can be spent: used up, or its payments went into a refund. */
export const isEmpty = (card: Pick<Seen, 'remaining_units'>): boolean => card.remaining_units === 0
/** Nothing of it is left to wait for, either. */
export const isOver = (card: Pick<Seen, 'status' | 'remaining_units'> & { owed_fen: number }) =>
  card.status === 'closed' || (isEmpty(card) && card.owed_fen === 0)

/** Who a card is shown to of its holder's side. */
export const RELATIONS = ['holder', 'guardian', 'companion'] as const
export type Relation = (typeof RELATIONS)[number]
export const cardRelation = (row: { is_own: boolean; is_guarded: number }): Relation =>
  row.is_own ? 'holder' : row.is_guarded === 1 ? 'guardian' : 'companion'

/** The holder's acts; a companion guards what can be lost, a guardian ends what should end; neither spends. */
export function holderMay(card: Seen, relation: Relation): CardAct[] {
  const is_own = relation === 'holder'
  const acts: [CardAct, boolean][] = [
    ['show_code', isUsable(card) && is_own],
    ['book', isUsable(card) && is_own],
    ['freeze', card.status === 'active'],
    ['unfreeze', card.status === 'frozen' && is_own],
    ['pause', card.kind === 'period'],
    ['pay_by_pin', card.status === 'active' && isSpent(card) && is_own],
    ['refund', card.status !== 'closed' && !isEmpty(card) && relation !== 'companion'],
    ['top_up', !card.sales_held && is_own],
  ]
  return acts.flatMap(([act, may]) => (may ? [act] : []))
}
/** The shop's: setting a sum aside without a code. */
export const shopMay = (card: Pick<Seen, 'status' | 'kind'>): CardAct[] =>
  card.status === 'active' && card.kind !== 'period' ? ['claim'] : []

/** What became of the payments that refunds have ended; null where none has. */
type Ended = {
  refund_ids: string[]
  refunded_fen: number
  /** Not all of it is back. */
  is_running: boolean
} | null
export function cardEnd(
  lots: readonly { refund_id: string | null; refunded_fen: number; escrow_fen: number }[],
): Ended {
  const ended = lots.filter((lot) => lot.refund_id !== null)
  if (ended.length === 0) return null
  const ids = ended.flatMap(({ refund_id }) => refund_id ?? [])
  return {
    refund_ids: [...new Set(ids)],
    refunded_fen: ended.reduce((sum, { refunded_fen }) => sum + refunded_fen, 0),
    is_running: ended.some(({ escrow_fen }) => escrow_fen > 0),
  }
}
/** What all uses come to, from the payments themselves. */
export const cardUsage = (lots: readonly { used_units: number; released_fen: number }[]) => ({
  used_units: lots.reduce((sum, lot) => sum + lot.used_units, 0),
  released_fen: lots.reduce((sum, lot) => sum + lot.released_fen, 0),
})
