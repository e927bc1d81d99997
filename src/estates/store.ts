import type { Instant } from '../kernel/time'
import { type Statement, sql } from '../platform/d1'
import type { Part } from './rules'

export type Division = {
  id: string
  mandate_id: string
  cards: Part[]
  proposed_by: number
  proposed_at: Instant
  agreed_by: number[]
  state: 'open' | 'agreed' | 'replaced'
  version: number
}
type DivisionRow = Omit<Division, 'cards' | 'agreed_by'> & { cards: string; agreed_by: string }
/** The division that counts, or that is proposed; none, or one row. */
export const readDivision = (mandate_id: string) =>
  sql<DivisionRow>`SELECT * FROM estate_divisions WHERE mandate_id = ${mandate_id} AND state <> 'replaced'
       ORDER BY id DESC LIMIT 1`
export const divisionFrom = (row: DivisionRow | undefined): Division | null =>
  row === undefined
    ? null
    : {
        ...row,
        cards: JSON.parse(row.cards) as Part[],
        agreed_by: JSON.parse(row.agreed_by) as number[],
      }
export const insertDivision = (d: Division): Statement =>
  sql`INSERT INTO estate_divisions (id, mandate_id, cards, proposed_by, proposed_at, agreed_by, state)
      VALUES (${d.id}, ${d.mandate_id}, ${JSON.stringify(d.cards)}, ${d.proposed_by}, ${d.proposed_at},
              ${JSON.stringify(d.agreed_by)}, ${d.state})`
export const updateDivision = (
  d: Pick<Division, 'id' | 'agreed_by' | 'version' | 'state'>,
): Statement =>
  sql`UPDATE estate_divisions SET agreed_by = ${JSON.stringify(d.agreed_by)}, state = ${d.state}, version = ${d.version + 1}
       WHERE id = ${d.id}`
export const insertMovedCard = (c: {
  mandate_id: string
  card_id: string
  n: number
  transfer_id: string
  moved_at: Instant
}): Statement =>
  sql`INSERT INTO estate_cards (mandate_id, card_id, n, transfer_id, moved_at)
      VALUES (${c.mandate_id}, ${c.card_id}, ${c.n}, ${c.transfer_id}, ${c.moved_at})`

export type EstateCardRow = {
  id: string
  shop_name: string
  service: string
  owed_fen: number
  moved_at: Instant | null
  moved_to: number | null
}
/** The cards of an estate: those still there, and those that have come to an heir. */
export const readEstateCards = (mandate_id: string) =>
  sql<EstateCardRow>`SELECT c.id, s.name AS shop_name, c.service, d.moved_at, d.n AS moved_to,
      (SELECT coalesce(sum(a.balance_fen), 0) FROM ledger_accounts a
        WHERE a.id IN ('escrow:' || c.id, 'held:' || c.id, 'refunding:' || c.id, 'disputed:' || c.id)) AS owed_fen
    FROM mandates m JOIN cards c ON c.id IN (
           SELECT id FROM cards WHERE consumer_id = m.subject_id AND status <> 'closed'
           UNION SELECT card_id FROM estate_cards WHERE mandate_id = m.id)
    JOIN merchants s ON s.id = c.merchant_id
    LEFT JOIN estate_cards d ON d.mandate_id = m.id AND d.card_id = c.id
   WHERE m.id = ${mandate_id} AND m.state IN ('approved', 'done') ORDER BY c.id LIMIT 500`
