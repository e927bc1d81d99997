import type { Instant, LocalDate } from '../kernel/time'
import { type Statement, sql } from '../platform/d1'

/** What may become new about a shop; what is not given stays. */
export type NewFacts = {
  address?: string | undefined
  district?: string | undefined
  name?: string | undefined
  legal_representative?: string | undefined
  licence_no?: string | undefined
  licence_expires_on?: LocalDate | null | undefined
}
/** Writes verified facts; a move moves the shop's first place of business, too. */
export const updateFactsStatements = (
  m: { id: string; version: number },
  facts: NewFacts,
  payouts_held_at: Instant | null,
): Statement[] => [
  sql`UPDATE merchants
         SET address = coalesce(${facts.address ?? null}, address), district = coalesce(${facts.district ?? null}, district),
             name = coalesce(${facts.name ?? null}, name),
             legal_representative = coalesce(${facts.legal_representative ?? null}, legal_representative),
             licence_no = coalesce(${facts.licence_no ?? null}, licence_no),
             licence_expires_on = iif(${facts.licence_no ?? null} IS NULL, licence_expires_on, ${facts.licence_expires_on ?? null}),
             payouts_held_at = coalesce(payouts_held_at, ${payouts_held_at}), version = ${m.version + 1}
       WHERE id = ${m.id}`,
  ...(facts.address === undefined
    ? []
    : [
        sql`UPDATE shops SET address = ${facts.address}, district = coalesce(${facts.district ?? null}, district),
                    version = version + 1
             WHERE id = 'shp_' || substr(${m.id}, 5)`,
      ]),
]

/** Lifts a hold of sales that was for this very reason; another one stays. */
export const liftHoldStatement = (
  m: { id: string; version: number },
  of: { reason: string; why: string; at: Instant },
): Statement =>
  sql`UPDATE merchants
         SET sales_lifted_at = iif(sales_held_reason = ${of.reason}, ${of.at}, sales_lifted_at),
             sales_lifted_reason = iif(sales_held_reason = ${of.reason}, ${of.why}, sales_lifted_reason),
             sales_held_at = iif(sales_held_reason = ${of.reason}, NULL, sales_held_at),
             sales_held_reason = iif(sales_held_reason = ${of.reason}, NULL, sales_held_reason),
             version = ${m.version + 1}
       WHERE id = ${m.id}`
