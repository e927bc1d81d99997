import {
  type CompanionDetailRow,
  type CompanionRow,
  insertCompanion,
  readCompanions,
  updateCompanion,
} from '../cards/companions'
import { keyedAsk } from '../identity/asks'
import { checkedPhone, maskPhone, phoneIndex } from '../identity/phone'
import { decideGivenPin, readPinState } from '../identity/pin'
import { refuse } from '../kernel/refusals'
import type { Ask } from '../platform/act'
import { sql } from '../platform/d1'
import { answerOnce } from '../platform/journal'
import type { Kit, World } from '../platform/world'
import { presentCompanion } from './companion-views'
import { emitCard } from './store'

type CardRow = {
  id: string
  merchant_id: string
  holder_id: string
  merchant_name: string
  holder_nickname: string
  own_index: string
}
/**
 * 家人陪护: the holder lets a relative see the card and freeze or pause it, never spend from it. Refuses card_not_found,
 * companion_is_holder, companion_already_invited, companions_full, the PIN's refusals.
 */
export async function inviteCompanion(
  world: World,
  ask: Ask,
  request: {
    card_id: string
    phone: string
    relation: CompanionRow['relation']
    pin?: string | undefined
  },
) {
  const { card_id, relation, pin } = request
  const phone = checkedPhone(request.phone)
  const phone_index = await phoneIndex(world, phone)
  return answerOnce(world, await keyedAsk(world, ask), {
    reads: (who) => ({
      cards: sql<CardRow>`SELECT c.id, c.merchant_id, c.consumer_id AS holder_id, m.name AS merchant_name, h.nickname AS holder_nickname,
                 h.phone_index AS own_index
            FROM cards c JOIN merchants m ON m.id = c.merchant_id JOIN consumers h ON h.id = c.consumer_id
           WHERE c.id = ${card_id} AND c.consumer_id = ${who.subject_id} AND c.status <> 'closed'`,
      pin_state: readPinState(who.subject_id),
    }),
    decide: async ({ rows, now, kit }) => {
      const card = rows.cards[0] ?? refuse('card_not_found')
      if (card.own_index === phone_index) refuse('companion_is_holder')
      const passed = await decideGivenPin(kit, rows.pin_state[0], pin, now)
      const companion: CompanionDetailRow = {
        id: kit.newId('cmp'),
        card_id,
        phone_index,
        phone_mask: maskPhone(phone),
        consumer_id: null,
        relation,
        status: 'invited',
        created_at: now,
        accepted_at: null,
        ended_at: null,
        ended_by: null,
        version: 1,
        merchant_name: String(card.merchant_name),
        holder_id: String(card.holder_id),
        merchant_id: String(card.merchant_id),
        holder_nickname: String(card.holder_nickname),
        asker: 'holder',
      }
      const statements = [insertCompanion(companion), ...passed]
      return { status: 201, subject_id: card_id, body: presentCompanion(companion), statements }
    },
  })
}

/** The invited person says yes. Refuses companion_not_found (also to the holder), companion_already_ended. */
export const acceptCompanion = (world: World, ask: Ask, id: string) =>
  answerOnce(world, ask, {
    reads: (who) => ({
      companions: readCompanions(who, sql`p.id = ${id} AND c.consumer_id <> ${who.subject_id}`),
    }),
    decide: ({ actor, rows, now, kit }) => {
      const found = rows.companions[0] ?? refuse('companion_not_found')
      if (found.status === 'ended') refuse('companion_already_ended')
      const again = found.status === 'accepted'
      const accepted: CompanionDetailRow = again
        ? found
        : { ...found, status: 'accepted', consumer_id: actor.id, accepted_at: now }
      const statements = again
        ? []
        : [updateCompanion(accepted), told(kit, 'companion.accepted', found, now)]
      return {
        status: 200,
        subject_id: found.card_id,
        body: presentCompanion(accepted),
        statements,
      }
    },
  })

/** Either side ends it, at any time. */
export const endCompanion = (world: World, ask: Ask, id: string) =>
  answerOnce(world, ask, {
    reads: (who) => ({ companions: readCompanions(who, sql`p.id = ${id}`) }),
    decide: ({ rows, now, kit }) => {
      const found = rows.companions[0] ?? refuse('companion_not_found')
      if (found.status === 'ended') refuse('companion_already_ended')
      const ended: CompanionDetailRow = {
        ...found,
        status: 'ended',
        ended_at: now,
        ended_by: found.asker,
      }
      const statements = [updateCompanion(ended), told(kit, 'companion.ended', found, now)]
      return { status: 200, subject_id: found.card_id, body: presentCompanion(ended), statements }
    },
  })

const told = (
  kit: Kit,
  type: 'companion.accepted' | 'companion.ended',
  p: CompanionDetailRow,
  at: string,
) =>
  emitCard(kit, { id: p.card_id, merchant_id: null, consumer_id: p.holder_id }, at, {
    type,
    data: { card_id: p.card_id, companion_id: p.id, relation: p.relation },
  })
