import type { Instant } from '../kernel/time'
import { type Statement, sql } from '../platform/d1'

type FactKind = 'payment_event' | 'bill_line' | 'provider_line' | 'refund_differs' | 'balance'
export type FactEnd = 'matched' | 'returned' | 'suspense' | 'explained'
type ReturnState = 'created' | 'sent' | 'succeeded' | 'failed'
/** What a provider says that does not fit our books, until somebody has ended it. */
export type FactRow = {
  id: string
  kind: FactKind
  provider: string
  ref: string
  reason: string
  /** What the provider has more than our books for it; below zero: less. */
  amount_fen: number
  currency: string
  payment_ref: string | null
  our_no: string | null
  purchase_id: string | null
  state: 'open' | 'proposed' | 'resolved' | 'cleared'
  proposal: FactEnd | null
  note: string | null
  proposed_by: string | null
  proposed_at: Instant | null
  resolved_by: string | null
  resolved_at: Instant | null
  return_state: ReturnState | null
  return_ref: string | null
  next_check_at: Instant | null
  opened_at: Instant
  version: number
}
type NewFact = Pick<
  FactRow,
  | 'id'
  | 'kind'
  | 'provider'
  | 'ref'
  | 'reason'
  | 'amount_fen'
  | 'currency'
  | 'payment_ref'
  | 'our_no'
  | 'purchase_id'
  | 'opened_at'
>

/** Parks a fact; nothing moves. One that is parked already stays as it is: it has its owner. */
export const parkFactStatement = (f: NewFact): Statement =>
  sql`INSERT INTO parked_facts (id, kind, provider, ref, reason, amount_fen, currency, payment_ref, our_no, purchase_id,
                                opened_at)
      SELECT ${f.id}, ${f.kind}, ${f.provider}, ${f.ref}, ${f.reason}, ${f.amount_fen}, ${f.currency}, ${f.payment_ref},
             ${f.our_no}, ${f.purchase_id}, ${f.opened_at}
       WHERE NOT EXISTS (SELECT 1 FROM parked_facts
                          WHERE kind = ${f.kind} AND provider = ${f.provider} AND ref = ${f.ref})`

/** A payment that cannot be credited by rule: it goes back to its payer, and nobody has to decide. */
export const parkForReturnStatement = (f: NewFact): Statement =>
  sql`INSERT INTO parked_facts (id, kind, provider, ref, reason, amount_fen, currency, payment_ref, our_no, purchase_id,
                                opened_at, state, proposal, resolved_by, resolved_at, return_state, next_check_at)
      VALUES (${f.id}, ${f.kind}, ${f.provider}, ${f.ref}, ${f.reason}, ${f.amount_fen}, ${f.currency}, ${f.payment_ref},
              ${f.our_no}, ${f.purchase_id}, ${f.opened_at}, 'resolved', 'returned', 'rule', ${f.opened_at}, 'created',
              ${f.opened_at})`

/** Writes what became of a fact; it ends once (trigger). */
export const updateFact = (f: FactRow): Statement =>
  sql`UPDATE parked_facts
         SET purchase_id = ${f.purchase_id}, state = ${f.state}, proposal = ${f.proposal}, note = ${f.note},
             proposed_by = ${f.proposed_by}, proposed_at = ${f.proposed_at}, resolved_by = ${f.resolved_by},
             resolved_at = ${f.resolved_at}, return_state = ${f.return_state}, return_ref = ${f.return_ref},
             next_check_at = ${f.next_check_at}, version = ${f.version + 1}
       WHERE id = ${f.id}`

/** The world has put these right by itself: their order came, their line was settled. */
export const clearFactsStatement = (
  of: { kind: FactKind; provider: string; refs: readonly string[] },
  now: Instant,
): Statement =>
  sql`UPDATE parked_facts
         SET state = 'cleared', proposal = NULL, resolved_at = ${now}, version = version + 1
       WHERE kind = ${of.kind} AND provider = ${of.provider} AND state IN ('open', 'proposed')
         AND ref IN (SELECT value FROM json_each(${JSON.stringify(of.refs)}))`

/** What is parked about one payment. */
export const readPaymentFacts = (provider: string, payment_ref: string) =>
  sql<FactRow>`SELECT * FROM parked_facts WHERE provider = ${provider} AND payment_ref = ${payment_ref}`
