import { updateLotEnd } from '../cards/ending'
import { advanceCardStatement, cardFrom, readCard } from '../cards/store'
import type { EventType } from '../events/catalogue'
import { emit } from '../events/emit'
import { refuse } from '../kernel/refusals'
import { type Instant, type LocalDate, localDate, plusDays } from '../kernel/time'
import { isDisputed } from '../law/lots'
import type { Ask, Moment, Work } from '../platform/act'
import { all, type Statement, sql } from '../platform/d1'
import { eachDue, notSetAsideCondition } from '../platform/jobs'
import { answerOnce, jobAct } from '../platform/journal'
import type { Kit, World } from '../platform/world'
import { planRefund } from '../refunds/open'
import { type RefundableCard, readRefundable, refundableFrom } from '../refunds/store'

type Stage = 'in_30_days' | 'in_7_days' | 'over'
type DueRow = { lot_id: string; card_id: string; stage: Stage; ends_on: LocalDate; refunds: number }

/**
 * Tells holders of lots that end in thirty days, in seven, or have ended, each once; and opens the refund that the
 * contract promised for visits left at the end. A period's days are over with it (§22 ¶3). At most `limit` lots.
 */
export async function tellExpiries(world: World, limit: number): Promise<number> {
  const today = localDate(world.now())
  const due = await all(
    world.db,
    sql<DueRow>`SELECT l.id AS lot_id, l.card_id, s.stage, l.ends_on, o.expiry_refund AS refunds
          FROM (SELECT 'in_30_days' AS stage, ${plusDays(today, 8)} AS first, ${plusDays(today, 30)} AS last
                UNION ALL SELECT 'in_7_days', ${today}, ${plusDays(today, 7)}
                UNION ALL SELECT 'over', ${plusDays(today, -30)}, ${plusDays(today, -1)}) s
          JOIN lots l ON l.ends_on BETWEEN s.first AND s.last AND l.refund_id IS NULL AND l.used_units < l.face_units
           AND l.dispute_id IS NULL AND l.charged_back_fen = 0
          JOIN offers o ON o.id = l.offer_id
         WHERE o.kind = 'count'
           AND NOT EXISTS (SELECT 1 FROM lot_expiries x
                            WHERE x.lot_id = l.id AND x.stage = s.stage AND x.ends_on = l.ends_on)
           AND ${notSetAsideCondition('tellExpiries', sql`l.id`, world.now())}
         ORDER BY l.ends_on, l.id LIMIT ${limit}`,
  )
  return eachDue(world, 'tellExpiries', due, {
    id: ({ lot_id }) => lot_id,
    act: (lot) => tellOne(world, lot),
  })
}

function tellOne(world: World, due: DueRow) {
  const { lot_id, card_id, stage, ends_on } = due
  const request = {
    operation: 'tellExpiry',
    key: `${lot_id}:${stage}:${ends_on}`,
    said: [lot_id, stage, ends_on],
  }
  return jobAct(world, request, {
    reads: () => ({ refundable: readRefundable(sql`c.id = ${card_id}`) }),
    decide: ({ rows, now, city, kit }): Work => {
      const seen = refundableFrom(rows.refundable[0] ?? refuse('card_not_found'))
      const lot = seen.card.lots.find(({ id }) => id === lot_id)
      if (!lot || lot.refund_id !== null || isDisputed(lot) || lot.ends_on !== ends_on)
        return { status: 200, subject_id: lot_id, body: { lot_id, told: false }, statements: [] }
      const units = lot.face_units - lot.used_units - lot.held_units
      const refund =
        stage === 'over' && due.refunds === 1 ? promised(kit, seen, lot_id, { now, city }) : []
      const type = stage === 'over' ? 'card.lot_expired' : 'card.lot_expiring'
      const statements = [
        sql`INSERT INTO lot_expiries (lot_id, stage, ends_on, at) VALUES (${lot_id}, ${stage}, ${ends_on}, ${now})`,
        ...refund,
        tell(kit, type, seen, { lot_id, ends_on, units, now }),
      ]
      return { status: 200, subject_id: lot_id, body: { lot_id, told: true }, statements }
    },
  })
}

/** Where the contract promised it, what is left comes back at the price really paid, and nobody has to ask. */
function promised(kit: Kit, seen: RefundableCard, lot_id: string, at: Moment): Statement[] {
  const wish = {
    lot_ids: [lot_id],
    cause: 'merchant' as const,
    ground: 'card_expired',
    note: null,
    origin: 'expiry' as const,
    origin_id: null,
  }
  return planRefund(kit, seen, wish, at).statements
}

type LotEvent = Extract<EventType, `card.lot_${string}`>
type Told = { lot_id: string; ends_on: LocalDate; units: number; now: Instant }
const tell = (
  kit: Kit,
  type: LotEvent,
  { card }: Pick<RefundableCard, 'card'>,
  t: Told,
): Statement =>
  emit(kit, {
    type,
    subject_id: card.id,
    merchant_id: card.merchant_id,
    consumer_id: card.consumer_id,
    data: { card_id: card.id, lot_id: t.lot_id, ends_on: t.ends_on, units: t.units },
    at: t.now,
  })

/** A card is never extended by more than this at once. */
const EXTENSION_DAYS_MAX = 1_096
/**
 * A shop gives a count card more time, also after its end: better terms are always allowed (法释〔2025〕4号 §18, §19, last
 * clauses). Refuses card_not_found, extension_not_possible.
 */
export const extendLot = (
  world: World,
  ask: Ask,
  request: { card_id: string; lot_id: string; ends_on: LocalDate },
) =>
  answerOnce(world, ask, {
    reads: (who) => ({
      card: readCard(sql`id = ${request.card_id} AND merchant_id = ${who.merchant_id}`),
    }),
    decide: ({ rows, now, kit }) => {
      const card = cardFrom(rows.card[0] ?? refuse('card_not_found'))
      const { lot_id, ends_on } = request
      const lot = card.lots.find(({ id }) => id === lot_id) ?? refuse('card_not_found')
      const latest = plusDays(localDate(now), EXTENSION_DAYS_MAX)
      const is_later = lot.ends_on !== null && ends_on > lot.ends_on && ends_on >= localDate(now)
      if (lot.dispute_id !== null) refuse('lot_in_dispute')
      if (card.kind !== 'count' || lot.refund_id !== null || !is_later || ends_on > latest)
        refuse('extension_not_possible')
      const units = lot.face_units - lot.used_units - lot.held_units
      return {
        status: 200,
        subject_id: card.id,
        body: { object: 'extension', card_id: card.id, lot_id, ends_on, was_on: lot.ends_on },
        statements: [
          advanceCardStatement(card),
          updateLotEnd(card.id, lot_id, ends_on),
          tell(kit, 'card.lot_extended', { card }, { lot_id, ends_on, units, now }),
        ],
      }
    },
  })
