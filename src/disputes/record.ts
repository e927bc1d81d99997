import { log } from '../environment/log'
import type { DisputeView } from '../environment/ports'
import { emit } from '../events/emit'
import { HOUR_MS, type Instant, plusMs } from '../kernel/time'
import { all, type Statement, sql } from '../platform/d1'
import { jobAct } from '../platform/journal'
import type { Kit, World } from '../platform/world'
import { recordQuery } from '../purchases/credit'
import type { Purchase } from '../purchases/rules'
import { type RefundableCard, readRefundable, refundableFrom } from '../refunds/store'
import { decideAnewStatements } from './anew'
import { planDecision } from './decide'
import { type Held, type HoldingRows, planStillHeld, readHolding, readLotRefund } from './hold'
import { disputeStand } from './rules'
import {
  type DisputeDetailRow,
  type DisputeRow,
  insertDispute,
  readDisputes,
  updateDispute,
} from './store'

/** How often an open dispute is asked about when its provider says nothing. */
const ASK_MS = 6 * HOUR_MS

/**
 * A notice about a dispute is a hint: we ask, and book what we are told, so that late, doubled and forged words change
 * nothing. When asking fails the clock asks again.
 */
export async function recheckDispute(world: World, dispute_ref: string): Promise<void> {
  try {
    const view = await world.payments.queryDispute(dispute_ref)
    if (view) await recordDispute(world, view)
  } catch (error) {
    log('dispute_not_rechecked', { error: String(error) })
  }
}

/**
 * Books how a dispute stands: first what it holds still, then, if it is over, how it ended; each in one batch. A
 * payment that was not credited yet is credited first, so that there is a lot to keep still.
 */
export async function recordDispute(world: World, view: DisputeView): Promise<void> {
  await creditFirst(world, view)
  const seen = await recordOnce(world, view)
  const { outcome, lot_id } = JSON.parse(seen.body) as Pick<DisputeRow, 'outcome' | 'lot_id'>
  if (outcome === null && lot_id !== null && disputeStand(view.status) !== 'open')
    await recordOnce(world, view)
}

async function creditFirst(world: World, { payment_ref }: DisputeView): Promise<void> {
  const [order] = await all(
    world.db,
    sql<Pick<Purchase, 'status'>>`SELECT status FROM purchases WHERE provider_ref = ${payment_ref}`,
  )
  if (!order || order.status === 'paid') return
  const seen = await world.payments.query(payment_ref)
  if (seen.state === 'succeeded') await recordQuery(world, seen)
}

function recordOnce(world: World, view: DisputeView) {
  const { dispute_ref, status, taken_fen } = view
  const key = `${dispute_ref}:${world.newId('req')}`
  const said = [dispute_ref, status, taken_fen]
  const request = { operation: 'recordDispute', key, said }
  return jobAct(world, request, {
    reads: () => readsOf(world, view),
    decide: ({ rows, now, kit }) => {
      const known = rows.known[0] ?? null
      const order = rows.order[0] ?? null
      const card = rows.card[0] ? refundableFrom(rows.card[0]) : null
      const { holding } = rows
      const { after, statements } = stepOn(kit, { view, known, order, card, holding, now })
      const { id, outcome, lot_id } = after
      return { status: 200, subject_id: id, body: { id, outcome, lot_id, status }, statements }
    },
  })
}

function readsOf(kit: Kit, { dispute_ref, payment_ref }: DisputeView) {
  const lot_id = sql`(SELECT lot_id FROM purchases WHERE provider_ref = ${payment_ref})`
  const provider = kit.payments.name
  return {
    known: readDisputes(sql`d.provider = ${provider} AND d.provider_ref = ${dispute_ref}`),
    order: sql<Purchase>`SELECT * FROM purchases WHERE provider_ref = ${payment_ref} AND provider = ${provider}`,
    card: readRefundable(sql`c.id = (SELECT card_id FROM lots WHERE id = ${lot_id})`),
    holding: { ...readHolding(lot_id), refunds: readLotRefund(lot_id) },
  }
}

type Case = {
  view: DisputeView
  known: DisputeDetailRow | null
  order: Purchase | null
  card: RefundableCard | null
  holding: HoldingRows
  now: Instant
}
type Stepped = { after: DisputeRow; statements: Statement[] }

/** One step of a dispute's life: it is heard of, it gets its lot, it moves on, or it is decided. */
function stepOn(kit: Kit, of: Case): Stepped {
  const { view, known, now } = of
  const row = withNews(known ?? bornOf(kit, view, now), view, now)
  if (known && row.outcome !== null)
    return {
      after: row,
      statements: [updateDispute(row), ...decideAnewStatements(kit, known, row, now)],
    }
  if (row.lot_id === null) return begun(kit, of, row)
  const stand = disputeStand(row.status)
  if (stand === 'open' || of.card === null) {
    const moved = known?.status !== row.status
    const told = moved ? tellOf(kit, 'dispute.updated', row, of.card, now) : []
    return { after: row, statements: [updateDispute(row), ...told] }
  }
  const end = planDecision(kit, { row, stand, seen: of.card, holding: of.holding, now })
  const type = stand === 'lost' ? 'dispute.lost' : 'dispute.won'
  return {
    after: end.after,
    statements: [...end.statements, ...tellOf(kit, type, end.after, of.card, now)],
  }
}

/** What the provider says by now, beside what we have done about it. */
const withNews = (row: DisputeRow, view: DisputeView, now: Instant): DisputeRow => ({
  ...row,
  amount_fen: view.amount_fen,
  status: view.status,
  taken_fen: view.taken_fen,
  fee_fen: view.fee_fen,
  respond_by: view.respond_by,
  has_evidence: view.has_evidence ? 1 : 0,
  next_check_at: isSettled(view) && row.outcome !== null ? null : plusMs(now, ASK_MS),
})
/** Decided, and the provider's money is where it belongs. */
const isSettled = ({ status, taken_fen }: DisputeView): boolean =>
  disputeStand(status) === 'lost'
    ? taken_fen > 0
    : disputeStand(status) !== 'open' && taken_fen === 0

const bornOf = (kit: Kit, view: DisputeView, now: Instant): DisputeRow => ({
  ...BLANK,
  id: kit.newId('dsp'),
  provider: kit.payments.name,
  provider_ref: view.dispute_ref,
  payment_ref: view.payment_ref,
  amount_fen: view.amount_fen,
  currency: view.currency,
  reason: view.reason,
  status: view.status,
  opened_at: view.opened_at,
  seen_at: now,
})

/** The dispute is written down; what its payment's lot still has stands apart from here on. */
function begun(kit: Kit, of: Case, row: DisputeRow): Stepped {
  const { known, order, card, now } = of
  const lot = order && card?.card.lots.find(({ id }) => id === order.lot_id)
  const write = known === null ? insertDispute : updateDispute
  if (!order || !card || !lot) return { after: row, statements: [write(row)] }
  const held: Held = planStillHeld(kit, { dispute: row, seen: card, lot, rows: of.holding, now })
  const after: DisputeRow = {
    ...row,
    purchase_id: order.id,
    lot_id: lot.id,
    card_id: card.card.id,
    merchant_id: card.card.merchant_id,
    payer_id: order.consumer_id,
    held_fen: held.held_fen,
    reserved_fen: held.reserved_fen,
  }
  return {
    after,
    statements: [
      write(after),
      ...held.statements,
      ...tellOf(kit, 'dispute.opened', after, card, now),
    ],
  }
}

type Told = 'dispute.opened' | 'dispute.updated' | 'dispute.won' | 'dispute.lost'
/** Told to the shop and to whoever holds the card; to the payer, too, when that is somebody else. */
function tellOf(
  kit: Kit,
  type: Told,
  row: DisputeRow,
  card: RefundableCard | null,
  now: Instant,
): Statement[] {
  const holder = card?.card.consumer_id ?? null
  const event = (consumer_id: string | null, merchant_id: string | null) =>
    emit(kit, {
      type,
      subject_id: row.card_id ?? row.id,
      merchant_id,
      consumer_id,
      data: {
        dispute_id: row.id,
        card_id: row.card_id,
        lot_id: row.lot_id,
        status: row.status,
        amount_fen: row.amount_fen,
        held_fen: row.held_fen,
        reserved_fen: row.reserved_fen,
        respond_by: row.respond_by,
        unused_fen: row.unused_fen,
        claim_fen: row.claim_fen,
      },
      at: now,
    })
  const is_other = row.payer_id !== null && row.payer_id !== holder
  return [event(holder, row.merchant_id), ...(is_other ? [event(row.payer_id, null)] : [])]
}

const BLANK = {
  purchase_id: null,
  lot_id: null,
  card_id: null,
  merchant_id: null,
  payer_id: null,
  taken_fen: 0,
  fee_fen: 0,
  respond_by: null,
  has_evidence: 0,
  held_fen: 0,
  reserved_fen: 0,
  outcome: null,
  unused_fen: 0,
  claim_fen: 0,
  payer_fen: 0,
  collected_fen: 0,
  evidence: null,
  evidence_by: null,
  evidence_at: null,
  submitted_by: null,
  submitted_at: null,
  next_check_at: null,
  decided_at: null,
  version: 1,
} as const
