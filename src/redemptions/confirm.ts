import { cardFrom, type StoredCard } from '../cards/store'
import { keyedAsk } from '../identity/asks'
import { decidePin, readPinState } from '../identity/pin'
import { insist, refuse } from '../kernel/refusals'
import { localDate } from '../kernel/time'
import type { Ask } from '../platform/act'
import { all, sql } from '../platform/d1'
import { eachDue, notSetAsideCondition } from '../platform/jobs'
import { answerOnce, jobAct } from '../platform/journal'
import type { Kit, World } from '../platform/world'
import { giveBackTerminalUseStatements } from '../terminals/store'
import { moneyStatements, redemptionDone } from './outcome'
import { elsewhereIn } from './place'
import {
  decideRedemption,
  type RedemptionDecision,
  type RedemptionFacts,
  type Wanted,
} from './rules'
import { endRedemptionStatement, type RedemptionRow, readRedemptions, readToSettle } from './store'
import { emitRedemption } from './tell'
import { presentRedemption } from './views'

/**
 * The holder confirms with their PIN; the use is decided again on fresh rows and settles at once. Refuses
 * redemption_not_found, redemption_not_confirmable, redemption_confirmation_expired, the PIN's refusals, and
 * what `decideRedemption` refuses.
 */
export async function confirmRedemption(
  world: World,
  ask: Ask,
  request: { redemption_id: string; pin: string },
) {
  const { redemption_id, pin } = request
  return answerOnce(world, await keyedAsk(world, ask), {
    reads: (who) => ({
      redemptions: readRedemptions(
        who,
        sql`r.id = ${redemption_id} AND c.consumer_id = ${who.subject_id}`,
      ),
      to_settle: readToSettle(redemption_id),
      pin_state: readPinState(who.subject_id),
    }),
    decide: async ({ rows, now, kit }) => {
      const waiting = rows.redemptions[0] ?? refuse('redemption_not_found')
      if (waiting.status !== 'user_confirming') refuse('redemption_not_confirmable')
      if ((waiting.confirm_by ?? '') <= now) refuse('redemption_confirmation_expired')
      const passed = await decidePin(kit, rows.pin_state[0], pin, now)

      const place = rows.to_settle[0]
      insist(place, 'a redemption has a card')
      const card = cardFrom(place)
      const on = localDate(now)
      const elsewhere = elsewhereIn(place, card.lots, waiting.shop_id)
      const decision = decidedAgain(waiting, card, { on, elsewhere })
      const { escrow_fen } = place
      const done = redemptionDone(waiting, { card, decision, escrow_fen, now, on, consent: 'pin' })
      const statements = [
        endRedemptionStatement(done),
        ...moneyStatements(kit, { done, card, decision, place, on }),
        passed,
      ]
      return { status: 200, subject_id: done.id, body: presentRedemption(done), statements }
    },
  })
}

/** The same use on fresh rows. What it is was settled at the till; only the card may have changed since. */
function decidedAgain(
  waiting: RedemptionRow,
  card: StoredCard,
  at: Pick<RedemptionFacts, 'on' | 'elsewhere'>,
): RedemptionDecision {
  const wanted: Wanted =
    waiting.unit === 'visit' ? { visits: waiting.units } : { amount_fen: waiting.units }
  const facts = {
    ...at,
    out_no_taken: false,
    just_used: [],
    repeat_confirmed: true,
    no_pin_today: { count: 0, fen: 0 },
    with_pin: true,
  }
  return { ...decideRedemption(card, wanted, facts), label: waiting.label }
}

/**
 * Shop or holder takes a waiting redemption back. After it, no confirmation can succeed. Asked again, the
 * answer is the same; once money has moved: redemption_not_cancelable.
 */
export function cancelRedemption(world: World, ask: Ask, redemption_id: string) {
  return answerOnce(world, ask, {
    reads: (who) => ({ redemptions: readRedemptions(who, sql`r.id = ${redemption_id}`) }),
    decide: ({ rows, now, kit }) => {
      const found = rows.redemptions[0] ?? refuse('redemption_not_found')
      if (found.status === 'succeeded') refuse('redemption_not_cancelable')
      const waits = found.status === 'user_confirming'
      const ended: RedemptionRow = waits ? { ...found, status: 'canceled', ended_at: now } : found
      return {
        status: 200,
        subject_id: found.id,
        body: presentRedemption(ended),
        statements: waits
          ? [
              endRedemptionStatement(ended),
              told(kit, 'redemption.canceled', ended),
              ...giveBackTerminalUseStatements(ended.id, now),
            ]
          : [],
      }
    },
  })
}

const told = (kit: Kit, type: 'redemption.canceled' | 'redemption.expired', ended: RedemptionRow) =>
  emitRedemption(kit, type, ended, ended.consumer_id ?? '')

/** Ends what nobody confirmed in time. At most `limit` a run; safe to run twice. */
export async function expireRedemptions(world: World, limit: number): Promise<number> {
  const now = world.now()
  const due = await all(
    world.db,
    sql<{ id: string }>`SELECT r.id FROM redemptions r
         WHERE r.status = 'user_confirming' AND r.confirm_by <= ${now}
           AND ${notSetAsideCondition('expireRedemptions', sql`r.id`, now)}
         ORDER BY r.confirm_by LIMIT ${limit}`,
  )
  return eachDue(world, 'expireRedemptions', due, {
    id: ({ id }) => id,
    act: ({ id }) => expireRedemption(world, id),
  })
}

function expireRedemption(world: World, id: string) {
  const request = { operation: 'expireRedemption', key: id, said: [id] }
  return jobAct(world, request, {
    reads: () => ({
      redemptions: sql<RedemptionRow>`SELECT r.*, '' AS merchant_name, NULL AS shop_name, NULL AS terminal_name, c.consumer_id
            FROM redemptions r JOIN cards c ON c.id = r.card_id WHERE r.id = ${id}`,
    }),
    decide: ({ rows, now, kit }) => {
      const found = rows.redemptions[0] ?? refuse('redemption_not_found')
      const waits = found.status === 'user_confirming'
      const expired: RedemptionRow = { ...found, status: 'expired', ended_at: now }
      const statements = waits
        ? [
            endRedemptionStatement(expired),
            told(kit, 'redemption.expired', expired),
            ...giveBackTerminalUseStatements(id, now),
          ]
        : []
      return { status: 200, subject_id: id, body: { id, expired: waits }, statements }
    },
  })
}
