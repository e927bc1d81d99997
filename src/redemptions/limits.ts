import { LIMITS, type LimitName, type Spent } from '../cards/consent-rules'
import { insist } from '../kernel/refusals'
import { type Instant, type LocalDate, plusMs } from '../kernel/time'
import { type Statement, sql } from '../platform/d1'
import { BAD_TRIES_A_LOCK, BAD_TRIES_TO_REVOKE, LOCK_MS } from './rules'
import type { CodeFacts } from './store'

/**
 * Counts a release against the limit it fell under, in its own batch: whatever was read before, the row itself refuses
 * more than the day may have (no_pin_limit_reached, counter_limit_reached).
 */
export function countReleaseStatements(of: {
  card_id: string
  on: LocalDate
  stake_fen: number
  counts: LimitName | null
}): Statement[] {
  const { card_id, on, stake_fen } = of
  if (of.counts === null) return []
  const { a_day_count, a_day_fen } = LIMITS[of.counts]
  if (of.counts === 'no_pin')
    return [
      sql`INSERT INTO card_days (card_id, day, no_pin_count, no_pin_fen, no_pin_count_max, no_pin_fen_max,
                                 counts_every_way)
          VALUES (${card_id}, ${on}, 1, ${stake_fen}, ${a_day_count}, ${a_day_fen}, 1)
          ON CONFLICT (card_id, day) DO UPDATE
            SET no_pin_count = no_pin_count + 1, no_pin_fen = no_pin_fen + excluded.no_pin_fen,
                no_pin_count_max = excluded.no_pin_count_max, no_pin_fen_max = excluded.no_pin_fen_max`,
    ]
  return [
    sql`INSERT INTO counter_days (card_id, day, count, fen, count_max, fen_max)
        VALUES (${card_id}, ${on}, 1, ${stake_fen}, ${a_day_count}, ${a_day_fen})
        ON CONFLICT (card_id, day) DO UPDATE
          SET count = count + 1, fen = fen + excluded.fen, count_max = excluded.count_max, fen_max = excluded.fen_max`,
  ]
}

type SpentRow = {
  no_pin_count: number
  no_pin_fen: number
  counter_count: number
  counter_fen: number
}
/** What a card gave out on a day under each limit; one row, for whatever way asks. */
export const readSpent = (card_id: Statement, on: LocalDate) =>
  sql<SpentRow>`SELECT coalesce((SELECT no_pin_count FROM card_days WHERE card_id = k.id AND day = ${on}), 0) AS no_pin_count,
             coalesce((SELECT no_pin_fen FROM card_days WHERE card_id = k.id AND day = ${on}), 0) AS no_pin_fen,
             coalesce((SELECT count FROM counter_days WHERE card_id = k.id AND day = ${on}), 0) AS counter_count,
             coalesce((SELECT fen FROM counter_days WHERE card_id = k.id AND day = ${on}), 0) AS counter_fen
        FROM (SELECT ${card_id} AS id) k`
export function spentIn([row]: readonly SpentRow[]): Record<LimitName, Spent> {
  insist(row, 'what a card gave out is one row')
  return {
    no_pin: { count: row.no_pin_count, fen: row.no_pin_fen },
    counter: { count: row.counter_count, fen: row.counter_fen },
  }
}

// — wrong tries —

export const triesThisMinuteColumn = (now: Instant): Statement =>
  sql`coalesce((SELECT tries FROM bad_code_minutes
                 WHERE merchant_id = m.id AND minute = ${minuteOf(now)}), 0)`

const minuteOf = (now: Instant): string => now.slice(0, 16)

/** A wrong code counts against the shop's minute, and against the alias if the card is this shop's. */
export function badCodeStatements(seen: CodeFacts, now: Instant): Statement[] {
  const minute = badTryStatement(seen.merchant_id, now)
  if (seen.alias === null || seen.card === null) return [minute]
  const alias = sql`UPDATE pay_code_aliases
                       SET bad_tries = bad_tries + 1, tried_at = ${now},
                           locked_until = iif((bad_tries + 1) % ${BAD_TRIES_A_LOCK} = 0,
                                              ${plusMs(now, LOCK_MS)}, locked_until),
                           revoked_at = iif(bad_tries + 1 >= ${BAD_TRIES_TO_REVOKE}, ${now}, revoked_at)
                     WHERE alias = ${seen.alias}`
  return [minute, alias]
}

/** A wrong try at this shop, of whatever kind. */
export const badTryStatement = (merchant_id: string, now: Instant): Statement =>
  sql`INSERT INTO bad_code_minutes (merchant_id, minute, tries) VALUES (${merchant_id}, ${minuteOf(now)}, 1)
      ON CONFLICT (merchant_id, minute) DO UPDATE SET tries = tries + 1`
