import { endCompanionsStatement } from '../cards/companions'
import { inheritCardStatement } from '../cards/freeze'
import { emitCard } from '../care/store'
import { insertTransfer } from '../care/transfer-store'
import { refuse } from '../kernel/refusals'
import { mandateFrom, readMandates, updateMandate } from '../mandates/store'
import { emitOutcome } from '../mandates/tell'
import { all, type Statement, sql } from '../platform/d1'
import { eachDue, notSetAsideCondition } from '../platform/jobs'
import { jobAct } from '../platform/journal'
import type { World } from '../platform/world'
import { revokeAliasesStatement } from '../redemptions/store'
import { inheritRefundsStatement } from '../refunds/store'
import { namedCards } from '../unions/rules'
import { insertMovedCard } from './store'
import { emitEstate } from './tell'

const JOB = 'moveEstates'
type DueRow = { mandate_id: string; card_id: string; n: number; is_quiet: number }

/** Nothing of the card (c) is open: a use, a hold, a dispute, money on its way back, an offer, a complaint. */
const isQuiet = sql`NOT EXISTS (SELECT 1 FROM redemptions r WHERE r.card_id = c.id AND r.status = 'user_confirming')
  AND NOT EXISTS (SELECT 1 FROM holds h WHERE h.card_id = c.id AND h.status IN ('held', 'contested'))
  AND NOT EXISTS (SELECT 1 FROM lots l WHERE l.card_id = c.id AND (l.dispute_id IS NOT NULL OR l.held_units > 0))
  AND NOT EXISTS (SELECT 1 FROM refund_parts p WHERE p.card_id = c.id AND p.state IN ('created', 'sent'))
  AND NOT EXISTS (SELECT 1 FROM card_transfers t WHERE t.card_id = c.id AND t.status = 'offered')
  AND NOT EXISTS (SELECT 1 FROM complaints k WHERE k.card_id = c.id AND k.clock IS NOT NULL)`
/** Cards of settled estates that are still where they were: an only heir's, or as all have agreed. */
const listToMove = (where: Statement) =>
  sql<DueRow>`SELECT m.id AS mandate_id, c.id AS card_id, coalesce(j.value ->> 'n', 1) AS n, (${isQuiet}) AS is_quiet
      FROM mandates m JOIN cards c ON c.consumer_id = m.subject_id AND c.status <> 'closed'
      LEFT JOIN estate_divisions d ON d.mandate_id = m.id AND d.state = 'agreed'
      LEFT JOIN json_each(d.cards) j ON j.value ->> 'card_id' = c.id
     WHERE m.state = 'approved' AND (j.value IS NOT NULL
        OR (SELECT count(*) FROM mandate_heirs h WHERE h.mandate_id = m.id) = 1) AND ${where}`

/**
 * What the heirs agreed upon is carried out, card by card, each in a batch of its own: with everything on it, its contracts
 * and its open refund; no money moves. A card with something open waits for that. At most `limit`; safe to run twice.
 */
export async function moveEstates(world: World, limit: number): Promise<number> {
  const now = world.now()
  const due = await all(
    world.db,
    listToMove(
      sql`(${isQuiet}) AND ${notSetAsideCondition(JOB, sql`c.id`, now)} ORDER BY c.id LIMIT ${limit}`,
    ),
  )
  const moved = await eachDue(world, JOB, due, {
    id: ({ card_id }) => card_id,
    act: (one) => moveOne(world, one),
  })
  const empty = await all(
    world.db,
    sql<{ id: string }>`SELECT m.id FROM mandates m WHERE m.state = 'approved'
         AND NOT EXISTS (SELECT 1 FROM cards c WHERE c.consumer_id = m.subject_id AND c.status <> 'closed')
         AND ${notSetAsideCondition(JOB, sql`m.id`, now)} ORDER BY m.id LIMIT ${limit}`,
  )
  return (
    moved +
    (await eachDue(world, JOB, empty, {
      id: ({ id }) => id,
      act: ({ id }) => finishOne(world, id),
    }))
  )
}

type CardRow = {
  id: string
  merchant_id: string
  consumer_id: string
  kind: string
  service: string
  base_service: string | null
  version: number
}
const cardColumns = sql`c.id, c.merchant_id, c.consumer_id, c.kind, c.service, c.base_service, c.version`

function moveOne(world: World, { mandate_id, card_id, n }: DueRow) {
  const heir = sql`(SELECT consumer_id FROM mandate_heirs WHERE mandate_id = ${mandate_id} AND n = ${n})`
  const request = {
    operation: 'moveInheritedCard',
    key: `${mandate_id}:${card_id}`,
    said: [card_id],
  }
  return jobAct(world, request, {
    reads: () => ({
      mandates: readMandates(sql`m.id = ${mandate_id}`),
      to_move: listToMove(sql`m.id = ${mandate_id} AND c.id = ${card_id}`),
      card: sql<CardRow>`SELECT ${cardColumns} FROM cards c WHERE c.id = ${card_id}`,
      there: sql<CardRow>`SELECT ${cardColumns} FROM cards c WHERE c.consumer_id = ${heir}
                            AND c.merchant_id = (SELECT merchant_id FROM cards WHERE id = ${card_id}) LIMIT 200`,
    }),
    decide: ({ rows, now, kit }) => {
      const mandate = mandateFrom(rows.mandates[0] ?? refuse('mandate_not_found'))
      const [card] = rows.card
      const to = mandate.heirs.find((one) => one.n === n)
      // It became busy meanwhile: the job comes back, under this key only once it has moved.
      if (!card || rows.to_move[0]?.is_quiet !== 1) refuse('estate_changed_meanwhile')
      if (!to || to.consumer_id === null || mandate.subject_id === null) refuse('mandate_not_found')
      const { consumer_id } = to
      const [named] = namedCards([card], rows.there)
      if (!named) refuse('estate_changed_meanwhile')
      const transfer_id = kit.newId('trn')
      const transfer = {
        id: transfer_id,
        card_id,
        giver_id: mandate.subject_id,
        to_phone_index: to.phone_index,
        to_phone_mask: to.phone_mask,
        recipient_id: consumer_id,
        status: 'accepted' as const,
        created_at: now,
        expires_at: now,
        ended_at: now,
      }
      const of = { from_id: mandate.subject_id, to_id: consumer_id }
      const data = { mandate_id, card_id }
      const told = { card_id, transfer_id, to_recipient: true }
      return {
        status: 200,
        subject_id: card_id,
        body: { object: 'inherited_card', card_id, mandate_id },
        statements: [
          insertTransfer(transfer),
          inheritCardStatement(named, { consumer_id, now }),
          inheritRefundsStatement(card_id, of),
          revokeAliasesStatement(card_id, now),
          endCompanionsStatement(card_id, now),
          insertMovedCard({ mandate_id, card_id, n, transfer_id, moved_at: now }),
          ...emitEstate(kit, { type: 'estate.card_moved', data }, { to: [consumer_id], at: now }),
          emitCard(kit, { id: card_id, merchant_id: card.merchant_id, consumer_id: null }, now, {
            type: 'card.transferred',
            data: told,
          }),
        ],
      }
    },
  })
}

const finishOne = (world: World, id: string) =>
  jobAct(
    world,
    { operation: 'finishMandate', key: id, said: [id] },
    {
      reads: () => ({ mandates: readMandates(sql`m.id = ${id}`) }),
      decide: ({ rows, now, kit }) => {
        const mandate = mandateFrom(rows.mandates[0] ?? refuse('mandate_not_found'))
        const is_due = mandate.state === 'approved'
        const after = { ...mandate, state: 'done' as const, ended_at: now }
        const living = { ...mandate, subject_id: null }
        const statements = is_due
          ? [updateMandate(after), ...emitOutcome(kit, living, 'done', now)]
          : []
        return { status: 200, subject_id: id, body: { object: 'mandate', id }, statements }
      },
    },
  )
