import { isMineCondition } from '../identity/store'
import { refuse } from '../kernel/refusals'
import { type Instant, type LocalDate, localDate, plusDays } from '../kernel/time'
import type { Ask } from '../platform/act'
import type { Who } from '../platform/actor'
import { type Statement, sql } from '../platform/d1'
import { answerOnce } from '../platform/journal'
import type { World } from '../platform/world'
import { decideRating, RATED_WITHIN_DAYS, type RatingFacts } from './rating-rules'

const DEVICES_DAYS = 90
const LATELY_DAYS = 30

/**
 * A holder rates the shop after a use they agreed to. Kept in any case, counted only where nothing looks made up; that is told to
 * nobody but the authority, so that nobody learns how to be counted. Refuses redemption_not_found and what `decideRating` does.
 */
export function rateShop(world: World, ask: Ask, { id, stars }: { id: string; stars: number }) {
  return answerOnce(world, ask, {
    reads: (who, now) => ({ uses: readUseToRate(who, id, localDate(now)) }),
    decide: ({ actor, rows, now, kit }) => {
      const use = rows.uses[0] ?? refuse('redemption_not_found')
      const today = localDate(now)
      const ignored_for = decideRating({ ...use, used_on: localDate(use.used_at) }, today)
      const rating = { id: kit.newId('rat'), redemption_id: id, stars, rated_at: now }
      const { merchant_id, card_id } = use
      return {
        status: 201,
        subject_id: rating.id,
        body: { object: 'shop_rating', ...rating, merchant_id },
        statements: [
          insertRating({
            ...rating,
            ...{ merchant_id, card_id, ignored_for, rated_on: today },
            consumer_id: actor.id,
          }),
        ],
      }
    },
  })
}

type UseRow = Omit<RatingFacts, 'used_on'> & {
  merchant_id: string
  card_id: string
  used_at: Instant
}
/** The asker’s own use with everything a rating of it is decided upon; no row: not theirs. */
function readUseToRate(who: Who, id: string, today: LocalDate): Statement<UseRow> {
  const mine = isMineCondition(sql`c.consumer_id`, who.subject_id)
  const rated = sql`shop_ratings r WHERE r.merchant_id = d.merchant_id`
  return sql<UseRow>`SELECT d.merchant_id, d.card_id, d.status, d.consent, coalesce(d.ended_at, d.started_at) AS used_at,
      (SELECT count(*) FROM ${rated} AND r.consumer_id = ${who.subject_id}
          AND r.rated_on > ${plusDays(today, -RATED_WITHIN_DAYS)}) AS rated_before,
      (EXISTS (SELECT 1 FROM insider_marks k WHERE k.card_id = d.card_id AND k.kind IN ('same_phone', 'same_device'))
        OR EXISTS (SELECT 1 FROM staff s JOIN consumers h ON h.phone_index = s.phone_index
             WHERE s.merchant_id = d.merchant_id AND h.id = c.consumer_id)) AS is_insider,
      EXISTS (SELECT 1 FROM devices mine JOIN devices other ON other.token_hash = mine.token_hash
           AND other.subject_id <> mine.subject_id
         JOIN shop_ratings r ON r.consumer_id = other.subject_id AND r.merchant_id = d.merchant_id
           AND r.rated_on > ${plusDays(today, -DEVICES_DAYS)} WHERE mine.subject_id = c.consumer_id) AS shares_device,
      EXISTS (SELECT 1 FROM purchases paid JOIN purchases also ON also.consumer_id = paid.consumer_id
           AND also.merchant_id = paid.merchant_id AND also.card_id <> paid.card_id
         JOIN shop_ratings r ON r.card_id = also.card_id AND r.consumer_id <> c.consumer_id
         WHERE paid.card_id = d.card_id) AS shares_payer,
      (SELECT coalesce(sum(l.paid_fen), 0) FROM lots l WHERE l.card_id = d.card_id) AS card_paid_fen,
      (SELECT count(*) FROM ${rated} AND r.ignored_for IS NULL AND r.rated_on = ${today}) AS counted_today,
      (SELECT count(*) FROM ${rated} AND r.ignored_for IS NULL AND r.rated_on < ${today}
          AND r.rated_on >= ${plusDays(today, -LATELY_DAYS)}) AS counted_lately
    FROM redemptions d JOIN cards c ON c.id = d.card_id WHERE d.id = ${id} AND ${mine}`
}

const insertRating = (r: {
  id: string
  merchant_id: string
  consumer_id: string
  card_id: string
  redemption_id: string
  stars: number
  ignored_for: string | null
  rated_on: LocalDate
  rated_at: Instant
}): Statement =>
  sql`INSERT INTO shop_ratings (id, merchant_id, consumer_id, card_id, redemption_id, stars, ignored_for, rated_on, rated_at)
      VALUES (${r.id}, ${r.merchant_id}, ${r.consumer_id}, ${r.card_id}, ${r.redemption_id}, ${r.stars}, ${r.ignored_for},
              ${r.rated_on}, ${r.rated_at})`
