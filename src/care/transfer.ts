import { endCompanionsStatement } from '../cards/companions'
import { handOverCardStatement } from '../cards/freeze'
import { keyedAsk } from '../identity/asks'
import { checkedPhone, maskPhone, phoneIndex } from '../identity/phone'
import { decideGivenPin, readPinState } from '../identity/pin'
import { refuse } from '../kernel/refusals'
import { plusMs } from '../kernel/time'
import type { Ask } from '../platform/act'
import { all, type IdRow, type Statement, sql } from '../platform/d1'
import { eachDue, notSetAsideCondition } from '../platform/jobs'
import { answerOnce, jobAct } from '../platform/journal'
import type { World } from '../platform/world'
import { revokeAliasesStatement } from '../redemptions/store'
import { emitCard } from './store'
import { acceptContracts, decideTransfer, OFFER_MS } from './transfer-rules'
import {
  endTransferStatement,
  insertTransfer,
  isGiver,
  isRecipientPhone,
  readTransfers,
  type TransferableRow,
  type TransferDetail,
  transferableFrom,
  transferFacts,
  transferFrom,
} from './transfer-store'
import { presentTransfer } from './transfer-views'

type CardToGiveRow = TransferableRow & {
  merchant_name: string
  nickname: string
  phone_mask: string
  phone_index: string
}
/**
 * The holder offers a card to another person's phone, with the PIN or a fresh proof. No fee and nobody's consent is needed
 * (法释〔2025〕4号 §11). Refuses card_not_found, what `decideTransfer` refuses, transfer_to_oneself,
 * transfer_already_offered, the PIN's refusals.
 */
export async function offerTransfer(
  world: World,
  ask: Ask,
  request: { card_id: string; to_phone: string; pin?: string | undefined },
) {
  const { card_id, pin } = request
  const to_phone = checkedPhone(request.to_phone)
  const to_phone_index = await phoneIndex(world, to_phone)
  return answerOnce(world, await keyedAsk(world, ask), {
    reads: (who) => ({
      card: sql<CardToGiveRow>`SELECT c.*, ${transferFacts}, m.name AS merchant_name, h.nickname, h.phone_mask, h.phone_index
            FROM cards_with_lots c JOIN merchants m ON m.id = c.merchant_id JOIN consumers h ON h.id = c.consumer_id
           WHERE c.id = ${card_id} AND c.consumer_id = ${who.subject_id}`,
      pin_state: readPinState(who.subject_id),
    }),
    decide: async ({ actor, rows, now, kit }) => {
      const row = rows.card[0] ?? refuse('card_not_found')
      const card = transferableFrom(row)
      decideTransfer(card, now)
      if (row.phone_index === to_phone_index) refuse('transfer_to_oneself')
      const passed = await decideGivenPin(kit, rows.pin_state[0], pin, now)
      const transfer: TransferDetail = {
        id: kit.newId('trn'),
        card_id,
        giver_id: actor.id,
        to_phone_index,
        to_phone_mask: maskPhone(to_phone),
        recipient_id: null,
        status: 'offered',
        created_at: now,
        expires_at: plusMs(now, OFFER_MS),
        ended_at: null,
        version: 1,
        direction: 'outgoing',
        merchant_name: row.merchant_name,
        giver_nickname: row.nickname,
        giver_phone_mask: row.phone_mask,
        card,
      }
      const data = { card_id, transfer_id: transfer.id }
      const statements = [
        insertTransfer(transfer),
        ...passed,
        emitCard(kit, card, now, { type: 'card.transfer_offered', data }),
      ]
      return { status: 201, subject_id: card_id, body: presentTransfer(transfer, now), statements }
    },
  })
}

type End = { status: 'declined' | 'withdrawn'; by: 'giver' | 'recipient' }
/** The giver takes the offer back, or the other person does not want the card. Refuses transfer_not_open. */
export const endOffer = (world: World, ask: Ask, id: string, end: End) =>
  answerOnce(world, ask, {
    reads: (who) => ({
      transfers: readTransfers(
        who,
        sql`t.id = ${id} AND ${end.by === 'giver' ? isGiver(who) : isRecipientPhone(who)}`,
      ),
    }),
    decide: ({ rows, now }) => {
      const transfer = transferFrom(rows.transfers[0] ?? refuse('transfer_not_found'))
      if (transfer.status !== 'offered') refuse('transfer_not_open')
      const ended = { ...transfer, status: end.status, ended_at: now }
      const statements = [
        endTransferStatement(transfer, { status: end.status, recipient_id: null, now }),
      ]
      return { status: 200, subject_id: id, body: presentTransfer(ended, now), statements }
    },
  })

type CardTransferRow = { has: number }
/**
 * The other person accepts the card with exactly the contracts it carries; from the notice to the shop, written in
 * the same batch, the card is theirs (民法典 §546). Codes and companions of the giver end. Refuses transfer_not_found,
 * transfer_not_open, what `decideTransfer` refuses, holder_has_such_a_card, transfer_contract_not_accepted.
 */
export const acceptTransfer = (
  world: World,
  ask: Ask,
  request: { id: string; contract_hashes: readonly string[] },
) =>
  answerOnce(world, ask, {
    reads: (who) => ({
      transfers: readTransfers(who, sql`t.id = ${request.id} AND ${isRecipientPhone(who)}`),
      card_transfers: sql<CardTransferRow>`SELECT 1 AS has FROM card_transfers t JOIN cards c ON c.id = t.card_id
            JOIN cards o ON o.consumer_id = ${who.subject_id} AND o.merchant_id = c.merchant_id
                        AND o.kind = c.kind AND o.service = c.service
           WHERE t.id = ${request.id}`,
    }),
    decide: ({ actor, rows, now, kit }) => {
      const transfer = transferFrom(rows.transfers[0] ?? refuse('transfer_not_found'))
      if (transfer.status !== 'offered' || transfer.expires_at <= now) refuse('transfer_not_open')
      const { card } = transfer
      if (card.consumer_id !== transfer.giver_id) refuse('transfer_not_open')
      decideTransfer(card, now)
      if (rows.card_transfers.length > 0) refuse('holder_has_such_a_card')
      acceptContracts(card.lots, request.contract_hashes)
      const accepted: TransferDetail = {
        ...transfer,
        status: 'accepted',
        recipient_id: actor.id,
        ended_at: now,
      }
      const told = (consumer_id: string, merchant_id: string | null): Statement =>
        emitCard(kit, { id: card.id, merchant_id, consumer_id }, now, {
          type: 'card.transferred',
          data: {
            card_id: card.id,
            transfer_id: transfer.id,
            to_recipient: consumer_id === actor.id,
          },
        })
      const statements = [
        endTransferStatement(transfer, { status: 'accepted', recipient_id: actor.id, now }),
        handOverCardStatement(card, { consumer_id: actor.id, now }),
        revokeAliasesStatement(card.id, now),
        endCompanionsStatement(card.id, now),
        told(transfer.giver_id, card.merchant_id),
        told(actor.id, null),
      ]
      return { status: 200, subject_id: card.id, body: presentTransfer(accepted, now), statements }
    },
  })

type StatusRow = Pick<TransferDetail, 'id' | 'status' | 'version'>
/** Offers nobody took in a week are over. At most `limit` a run; safe to run twice. */
export async function expireTransfers(world: World, limit: number): Promise<number> {
  const now = world.now()
  const due = await all(
    world.db,
    sql<IdRow>`SELECT t.id FROM card_transfers t WHERE t.status = 'offered' AND t.expires_at <= ${now}
           AND ${notSetAsideCondition('expireTransfers', sql`t.id`, now)} ORDER BY t.expires_at LIMIT ${limit}`,
  )
  return eachDue(world, 'expireTransfers', due, {
    id: ({ id }) => id,
    act: async ({ id }) =>
      jobAct(
        world,
        { operation: 'expireTransfer', key: id, said: [id] },
        {
          reads: () => ({
            card_transfers: sql<StatusRow>`SELECT id, status, version FROM card_transfers WHERE id = ${id}`,
          }),
          decide: ({ rows, now: at }) => {
            const [found] = rows.card_transfers
            const open = found?.status === 'offered'
            const statements =
              open && found
                ? [endTransferStatement(found, { status: 'expired', recipient_id: null, now: at })]
                : []
            return { status: 200, subject_id: id, body: { id, expired: open }, statements }
          },
        },
      ),
  })
}
