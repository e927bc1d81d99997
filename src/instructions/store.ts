import type { Instant } from '../kernel/time'
import { type Statement, sql } from '../platform/d1'
import { dueBy, type Heard, type Kind } from './rules'

/** One thing told outside: `id` is the number by which the bank or the provider knows it, for ever. */
export type Order = {
  id: string
  kind: Kind
  subject_id: string
  /** Null: a payment of nobody's order. */
  merchant_id: string | null
  amount_fen: number
}
export type InstructionRow = Order & {
  state: 'told' | Heard
  reason: string | null
  told_at: Instant
  unclear_since: Instant | null
  asked_at: Instant | null
  tries: number
  due_by: Instant
  escalated_at: Instant | null
  ended_at: Instant | null
}

export const insertInstruction = (o: Order, now: Instant): Statement =>
  sql`INSERT INTO instructions (id, kind, subject_id, merchant_id, amount_fen, told_at, asked_at, due_by)
      VALUES (${o.id}, ${o.kind}, ${o.subject_id}, ${o.merchant_id}, ${o.amount_fen}, ${now}, ${now},
              ${dueBy(o.kind, 'told', now)})`

/** What was heard, in the batch that books it. News that is older than what is known changes nothing. */
export function instructionNewsStatement(
  { id, kind }: Pick<Order, 'id' | 'kind'>,
  news: { state: Exclude<Heard, 'unclear'>; reason?: string | null },
  now: Instant,
): Statement {
  const ended_at = news.state === 'accepted' ? null : now
  return sql`UPDATE instructions
                SET state = ${news.state}, reason = ${news.reason ?? null}, unclear_since = NULL, asked_at = ${now},
                    due_by = iif(${news.state} = 'accepted' AND state <> 'accepted', ${dueBy(kind, 'accepted', now)}, due_by),
                    escalated_at = iif(state = ${news.state}, escalated_at, NULL), ended_at = ${ended_at}
              WHERE id = ${id} AND (state <> 'done' OR ${news.state} = 'refused')`
}

/** Nobody answered: since when, how often, and it stays so until somebody does. */
export const instructionSilenceStatement = (id: string, now: Instant): Statement =>
  sql`UPDATE instructions
         SET state = 'unclear', unclear_since = coalesce(unclear_since, ${now}), asked_at = ${now}, tries = tries + 1,
             ended_at = NULL
       WHERE id = ${id} AND state IN ('told', 'unclear', 'refused')`

export const escalateInstructionStatement = (id: string, now: Instant): Statement =>
  sql`UPDATE instructions SET escalated_at = ${now} WHERE id = ${id}`
