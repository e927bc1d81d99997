import { decideRelease } from '../cards/consent-rules'
import { advanceCardStatement, type StoredCard } from '../cards/store'
import { refuse } from '../kernel/refusals'
import { dayStart, type Instant, type LocalDate, MINUTE_MS, plusMs } from '../kernel/time'
import { isDisputed, type Lot } from '../law/lots'
import { isOff } from '../law/period'
import { useTallyStatements } from '../merchants/tally'
import { type Statement, sql } from '../platform/d1'
import type { Kit } from '../platform/world'
import type { RedemptionFacts } from './rules'
import type { RedemptionRow } from './store'
import { emitRedemption } from './tell'
import { presentRedemption } from './views'

const SAME_VISIT_MS = 30 * MINUTE_MS

/** Lots of the code's card with what their contracts say of visits, and how often the holder came. */
export const readVisits = (alias: number, on: LocalDate) =>
  sql<VisitsRow>`SELECT l.id AS lot_id, o.use_limit, o.visits_max,
             count(r.id) AS visits, coalesce(sum(r.started_at >= ${dayStart(on)}), 0) AS today,
             max(r.started_at) AS last_at
        FROM pay_code_aliases a JOIN lots l ON l.card_id = a.card_id JOIN offers o ON o.id = l.offer_id
        LEFT JOIN redemptions r ON r.check_in_lot_id = l.id AND r.status = 'succeeded'
              AND NOT EXISTS (SELECT 1 FROM done_corrections k WHERE k.redemption_id = r.id)
       WHERE a.alias = ${alias} GROUP BY l.id`
export type VisitsRow = {
  lot_id: string
  use_limit: 'limited' | 'unlimited' | null
  visits_max: number | null
  visits: number
  today: number
  last_at: Instant | null
}

/**
 * 到店: a visit on a period card. Money is earned by days, so none moves. Refuses card_frozen, card_closed,
 * lot_in_dispute, period_not_running, card_not_accepted_here, shop_not_stated, same_visit_just_recorded, visits_used_up.
 */
function decideCheckIn(
  card: StoredCard,
  visits: readonly VisitsRow[],
  at: { now: Instant; on: LocalDate; elsewhere?: RedemptionFacts['elsewhere'] },
): { lot: Lot; no: number } {
  if (card.status === 'frozen') refuse('card_frozen')
  if (card.status === 'closed') refuse('card_closed')
  const { on, now } = at
  const running = card.lots.filter(
    (one) =>
      one.refund_id === null && one.starts_on <= on && one.ends_on !== null && on <= one.ends_on,
  )
  const lot = running.find((one) => !isDisputed(one))
  if (!lot && running.some(({ dispute_id }) => dispute_id !== null)) refuse('lot_in_dispute')
  if (!lot || isOff(on, card.days_off)) refuse('period_not_running')
  if (at.elsewhere?.lot_ids.includes(lot.id))
    refuse(at.elsewhere.is_place_known ? 'card_not_accepted_here' : 'shop_not_stated')
  const known = visits.find(({ lot_id }) => lot_id === lot.id)
  if (known?.last_at && known.last_at > plusMs(now, -SAME_VISIT_MS))
    refuse('same_visit_just_recorded')
  const max = known?.visits_max ?? null
  if (max !== null && (known?.visits ?? 0) >= max) refuse('visits_used_up')
  return { lot, no: (known?.today ?? 0) + 1 }
}

/** The visit's row, receipt and roll-up. The card moves on by a version, so that two visits at once are two decisions. */
export function checkInWork(
  kit: Kit,
  of: {
    started: RedemptionRow
    card: StoredCard
    visits: readonly VisitsRow[]
    elsewhere: RedemptionFacts['elsewhere']
    place: { district: string; sector: string; escrow_fen: number }
    now: Instant
    on: LocalDate
    also: Statement[]
  },
) {
  const { card, place, now, on } = of
  const { lot, no } = decideCheckIn(card, of.visits, {
    now,
    on,
    elsewhere: of.elsewhere,
  })
  const done: RedemptionRow = {
    ...of.started,
    unit: 'visit',
    units: 1,
    label: '到店',
    status: 'succeeded',
    confirm_by: null,
    ended_at: now,
    escrow_after_fen: place.escrow_fen,
    check_in_no: no,
    card_ends_on: lot.ends_on,
    consent: 'code',
  }
  decideRelease({ way: 'check_in', word: 'code', stake_fen: 0 })
  const statements = [
    sql`INSERT INTO redemptions (id, card_id, merchant_id, staff_id, out_no, unit, units, label, released_fen, status,
                                 escrow_after_fen, started_at, ended_at, check_in_lot_id, check_in_no, card_ends_on,
                                 shop_id, way, consent)
        VALUES (${done.id}, ${done.card_id}, ${done.merchant_id}, ${done.staff_id}, ${done.out_no}, 'visit', 1,
                ${done.label}, 0, 'succeeded', ${done.escrow_after_fen}, ${now}, ${now}, ${lot.id}, ${no}, ${lot.ends_on},
                ${done.shop_id}, ${done.way}, ${done.consent})`,
    advanceCardStatement(card),
    ...of.also,
    ...useTallyStatements({
      merchant_id: card.merchant_id,
      district: place.district,
      sector: place.sector,
      day: on,
      released_fen: 0,
      shop_id: done.shop_id,
    }),
    emitRedemption(kit, 'redemption.succeeded', done, card.consumer_id),
  ]
  return { status: 201, subject_id: done.id, body: presentRedemption(done), statements }
}
