import { isSamePersonCondition } from '../identity/persons'
import type { Instant } from '../kernel/time'
import type { Who } from '../platform/actor'
import { type Statement, sql } from '../platform/d1'
import type { Level, LevelProposal } from './rules'

/** A shop has one raise that waits at most. */
const waitingLevels = (who: Who, where: Statement) =>
  sql<LevelProposal>`SELECT p.id, p.merchant_id, p.from_level, p.level, p.reason, p.proposed_by, p.proposed_at,
             ${isSamePersonCondition(sql`p.proposed_by`, who.subject_id)} AS is_own
        FROM merchant_level_proposals p WHERE p.state = 'waiting' AND ${where}`

/** The raise of a shop's level that waits for another person, as the asker sees it: one row or none. */
export const readWaitingLevel = (who: Who, merchant_id: string) =>
  waitingLevels(who, sql`p.merchant_id = ${merchant_id}`)

/** All of them, by shop. */
export const readWaitingLevels = (
  who: Who,
  { after, limit }: { after: string | null; limit: number },
) =>
  waitingLevels(who, sql`p.merchant_id > ${after ?? ''} ORDER BY p.merchant_id LIMIT ${limit + 1}`)

export type LevelRow = {
  id: string
  level: Level
  level_reason: string | null
  level_set_at: Instant | null
  sales_held_at: Instant | null
  payouts_held_at: Instant | null
  version: number
}
export const readMerchantLevel = (merchant_id: string) =>
  sql<LevelRow>`SELECT id, level, level_reason, level_set_at, sales_held_at, payouts_held_at, version FROM merchants
       WHERE id = ${merchant_id}`

export const insertLevelProposal = (p: Omit<LevelProposal, 'is_own'>): Statement =>
  sql`INSERT INTO merchant_level_proposals (id, merchant_id, from_level, level, reason, proposed_by, proposed_at)
      VALUES (${p.id}, ${p.merchant_id}, ${p.from_level}, ${p.level}, ${p.reason}, ${p.proposed_by}, ${p.proposed_at})`

/** Ends the waiting proposal. `overtaken`: the level was lowered, or another raise proposed, before anybody agreed. */
export const endLevelProposalStatement = (
  p: Pick<LevelProposal, 'id'>,
  end: {
    state: 'in_force' | 'refused' | 'overtaken'
    by: string
    at: Instant
    note: string | null
  },
): Statement =>
  sql`UPDATE merchant_level_proposals SET state = ${end.state}, decided_by = ${end.by}, decided_at = ${end.at},
             note = ${end.note} WHERE id = ${p.id}`
