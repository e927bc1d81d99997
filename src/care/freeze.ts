import { type FreezeReason, freezeCardStatement, unfreezeCardStatement } from '../cards/freeze'
import { keyedAsk } from '../identity/asks'
import { decideGivenPin, readPinState } from '../identity/pin'
import { endPayCodeKeysStatement } from '../identity/store'
import { refuse } from '../kernel/refusals'
import type { Instant } from '../kernel/time'
import type { Ask } from '../platform/act'
import { sql } from '../platform/d1'
import { answerOnce } from '../platform/journal'
import type { World } from '../platform/world'
import { revokeAliasesStatement } from '../redemptions/store'
import { type CareCard, careCardFrom, emitCard, readAccompaniedCard, readOwnCard } from './store'

/**
 * 挂失: holder or companion freezes a card. Its codes die in the same batch (of a lost phone: the codes of all the
 * holder's cards), a use that waits for confirmation can no longer be confirmed. Asked again, the answer is the
 * same. Refuses card_not_found, card_closed.
 */
export function freezeLostCard(
  world: World,
  ask: Ask,
  request: { card_id: string; reason: FreezeReason },
) {
  const { card_id, reason } = request
  return answerOnce(world, ask, {
    reads: (who) => ({ accompanied_card: readAccompaniedCard(who, sql`${card_id}`) }),
    decide: ({ actor, rows, now, kit }) => {
      const card = careCardFrom(rows.accompanied_card[0] ?? refuse('card_not_found'))
      if (card.status === 'closed') refuse('card_closed')
      const said = { card_id, by: doneBy(card, actor.id), reason, at: now }
      if (card.status === 'frozen') {
        const body = presentFreeze(card, {
          ...said,
          by: doneBy(card, card.frozen_by ?? actor.id),
          reason: card.frozen_reason ?? reason,
          at: card.frozen_at ?? now,
        })
        return { status: 200, subject_id: card_id, body, statements: [] }
      }
      return {
        status: 200,
        subject_id: card_id,
        body: presentFreeze(card, said),
        statements: [
          freezeCardStatement(card, { by: actor.id, reason, now }),
          revokeAliasesStatement(card_id, now),
          ...(reason === 'lost_phone' ? [endPayCodeKeysStatement(card.consumer_id)] : []),
          emitCard(kit, card, now, {
            type: 'card.frozen',
            data: { card_id: card.id, reason, by: said.by },
          }),
        ],
      }
    },
  })
}

/**
 * The holder, by PIN or a fresh proof, lifts the freeze. No code from before works again: the phone asks for a new key by the act
 * that always issues one. Refuses card_not_found (also for companions), card_not_frozen, the PIN's refusals.
 */
export async function unfreezeFoundCard(
  world: World,
  ask: Ask,
  request: { card_id: string; pin?: string | undefined },
) {
  const { card_id, pin } = request
  return answerOnce(world, await keyedAsk(world, ask), {
    reads: (who) => ({
      own_card: readOwnCard(who, card_id),
      pin_state: readPinState(who.subject_id),
    }),
    decide: async ({ rows, now, kit }) => {
      const card = careCardFrom(rows.own_card[0] ?? refuse('card_not_found'))
      if (card.status !== 'frozen') refuse('card_not_frozen')
      const passed = await decideGivenPin(kit, rows.pin_state[0], pin, now)
      return {
        status: 200,
        subject_id: card_id,
        body: {
          object: 'card_unfreeze',
          card_id,
          status: 'active',
          unfrozen_at: now,
          message: '卡已解冻，没有扣钱。以前的消费码都已作废，请重新领取',
        },
        statements: [
          unfreezeCardStatement(card),
          revokeAliasesStatement(card_id, now),
          emitCard(kit, card, now, { type: 'card.unfrozen', data: { card_id: card.id } }),
          ...passed,
        ],
      }
    },
  })
}

export const doneBy = (card: Pick<CareCard, 'consumer_id'>, actor_id: string) =>
  card.consumer_id === actor_id ? ('holder' as const) : ('companion' as const)

type Said = { card_id: string; by: 'holder' | 'companion'; reason: FreezeReason; at: Instant }
const presentFreeze = (card: CareCard, { card_id, by, reason, at }: Said) => ({
  object: 'card_freeze' as const,
  card_id,
  status: 'frozen' as const,
  reason,
  by,
  frozen_at: at,
  message:
    card.kind === 'period'
      ? '卡已冻结，没有扣钱，消费码全部作废。冻结不是停卡：天数照常计算，要停天数请另办停卡'
      : '卡已冻结，没有扣钱，消费码全部作废。解冻须由持卡人输入支付密码',
})
