import { type LotShare, returnUnits, unitsIn } from '../cards/holding'
import { moveLotsStatements, shiftBetween } from '../cards/money'
import { type StoredLot, updateLotsStatements } from '../cards/store'
import { emit } from '../events/emit'
import { keyedAsk } from '../identity/asks'
import { insist, refuse } from '../kernel/refusals'
import { type Instant, localDate } from '../kernel/time'
import { correctionTallyStatements } from '../merchants/tally'
import type { Ask } from '../platform/act'
import type { Who } from '../platform/actor'
import { all, type Statement, sql } from '../platform/d1'
import { eachDue, notSetAsideCondition } from '../platform/jobs'
import { answerOnce, jobAct } from '../platform/journal'
import type { Kit, World } from '../platform/world'
import { decideTillPinIfSet } from '../tills/pin'
import { readTillPin } from '../tills/store'
import { type CorrectionKind, decideCorrection, sharesLeft } from './rules'
import {
  type CorrectionRow,
  finishCorrectionStatement,
  insertCorrection,
  type LotReturn,
  readUse,
  type UseDetail,
  useFrom,
} from './store'
import { presentCorrection } from './views'

/**
 * A mistake at the till is undone by new entries: units go back to the lots they came from, as if the use had
 * been smaller, and the shop's money back into escrow. When the shop's money is out already (payable too low), the
 * correction waits and is made good from the next that comes in, before any payout. Refuses redemption_not_found,
 * redemption_not_correctable, correction_exceeds_use, void_is_for_today, void_is_for_the_same_till,
 * refund_needs_a_manager, lot_already_refunded, card_closed, and the PIN’s refusals where the asker has one.
 */
export async function correctRedemption(
  world: World,
  ask: Ask,
  request: {
    redemption_id: string
    kind: CorrectionKind
    units: number | null
    reason: string
    till_pin: string | null
  },
) {
  const { redemption_id, kind, reason, till_pin } = request
  return answerOnce(world, till_pin === null ? ask : await keyedAsk(world, ask), {
    reads: (who) => ({
      till_pin: readTillPin(who.subject_id),
      use: readUse(sql`r.id = ${redemption_id} AND ${isOfAsker(who)}`),
    }),
    decide: async ({ actor, rows, now, kit }) => {
      const use = useFrom(rows.use[0] ?? refuse('redemption_not_found'))
      const passed = await decideTillPinIfSet(kit, rows.till_pin[0], till_pin ?? undefined, now)
      const by = { staff_id: actor.id, role: actor.role, on: localDate(now) }
      const units = decideCorrection(correctable(use), request, by)
      const back = givenBack(use, units)
      const paid_out = use.payable_fen - use.waiting_fen < back.returned_fen
      const correction: CorrectionRow = {
        id: kit.newId('cor'),
        redemption_id,
        card_id: use.card.id,
        merchant_id: use.card.merchant_id,
        staff_id: actor.id,
        kind,
        units,
        returned_fen: back.returned_fen,
        lot_uses: JSON.stringify(back.lots),
        reason,
        status: paid_out ? 'awaiting_funds' : 'done',
        created_at: now,
        done_at: paid_out ? null : now,
        version: 1,
      }
      const statements = [
        ...passed,
        insertCorrection(correction),
        ...(paid_out ? [] : givingBack(kit, { use, back, correction, now })),
        told(kit, correction, use, now),
      ]
      return {
        status: 201,
        subject_id: correction.id,
        body: presentCorrection(correction),
        statements,
      }
    },
  })
}

/**
 * Makes good what waited for the shop's money, oldest first, as far as it reaches. At most `limit` a run; safe to
 * run twice: each is done once.
 */
export async function settleCorrections(world: World, limit: number): Promise<number> {
  const due = await all(
    world.db,
    sql<{ id: string; redemption_id: string }>`SELECT k.id, k.redemption_id FROM corrections k
          JOIN ledger_accounts p ON p.id = 'payable:' || k.merchant_id
         WHERE k.status = 'awaiting_funds' AND p.balance_fen >= k.returned_fen
           AND NOT EXISTS (SELECT 1 FROM corrections o WHERE o.merchant_id = k.merchant_id
                              AND o.status = 'awaiting_funds' AND o.id < k.id)
           AND ${notSetAsideCondition('settleCorrections', sql`k.id`, world.now())}
         ORDER BY k.id LIMIT ${limit}`,
  )
  return eachDue(world, 'settleCorrections', due, {
    id: ({ id }) => id,
    act: ({ id, redemption_id }) => settleCorrection(world, id, redemption_id),
  })
}

function settleCorrection(world: World, id: string, redemption_id: string) {
  const request = {
    operation: 'settleCorrection',
    key: `${id}:${world.now()}`,
    said: [id],
  }
  return jobAct(world, request, {
    reads: () => ({
      use: readUse(sql`r.id = ${redemption_id}`),
      corrections: sql<CorrectionRow>`SELECT * FROM corrections WHERE id = ${id}`,
    }),
    decide: ({ rows, now, kit }) => {
      const use = useFrom(rows.use[0] ?? refuse('redemption_not_found'))
      const waiting = rows.corrections[0] ?? refuse('correction_not_found')
      const shares = JSON.parse(waiting.lot_uses) as LotReturn[]
      const back = backTo(use, shares, unitsIn(shares))
      const can = waiting.status === 'awaiting_funds' && use.payable_fen >= back.returned_fen
      const correction: CorrectionRow = {
        ...waiting,
        status: 'done',
        returned_fen: back.returned_fen,
        lot_uses: JSON.stringify(back.lots),
        done_at: now,
      }
      const statements = can
        ? [
            finishCorrectionStatement(correction),
            ...givingBack(kit, { use, back, correction, now }),
            told(kit, correction, use, now),
          ]
        : []
      return { status: 200, subject_id: id, body: { id, done: can }, statements }
    },
  })
}

/** The shop's; of a terminal's only what went through it. */
const isOfAsker = (who: Who): Statement =>
  who.kind === 'terminal'
    ? sql`r.merchant_id = ${who.merchant_id} AND r.staff_id = ${who.subject_id}`
    : sql`r.merchant_id = ${who.merchant_id}`

const correctable = (use: UseDetail) => ({
  status: use.use_status,
  staff_id: use.use_staff_id,
  ended_at: use.ended_at,
  unit: use.use_unit,
  units: use.use_units,
  shares: use.shares,
  earlier: use.earlier,
})

type Back = { after: StoredLot[]; lots: LotReturn[]; returned_fen: number }
/** Where the units go and what that is in money. A check-in took nothing from any lot and gives nothing back. */
function givenBack(use: UseDetail, units: number): Back {
  const shares = sharesLeft(correctable(use))
  return backTo(use, shares, Math.min(units, unitsIn(shares)))
}

function backTo({ card }: UseDetail, shares: readonly LotShare[], units: number): Back {
  if (card.status === 'closed') refuse('card_closed')
  const { lots: after, returned } = returnUnits(card.lots, shares, units)
  for (const { lot_id } of returned)
    if (card.lots.find((lot) => lot.id === lot_id)?.refund_id !== null)
      refuse('lot_already_refunded')
  const lots = returned.map(({ lot_id, units: n, released_fen }) => ({
    lot_id,
    units: n,
    released_fen,
  }))
  return { after, lots, returned_fen: -shiftBetween(card.lots, after).payable_fen }
}

function givingBack(
  kit: Kit,
  of: { use: UseDetail; back: Back; correction: CorrectionRow; now: Instant },
): Statement[] {
  const { use, back, correction, now } = of
  const { card } = use
  insist(back.returned_fen >= 0, 'a correction never takes from the holder')
  return [
    ...updateLotsStatements(card, back.after),
    ...moveLotsStatements(kit, {
      card,
      before: card.lots,
      after: back.after,
      reason: 'use_corrected',
      subject_id: correction.id,
      event_at: now,
    }),
    ...correctionTallyStatements({
      merchant_id: card.merchant_id,
      district: use.district,
      sector: use.sector,
      day: localDate(now),
      returned_fen: back.returned_fen,
      uses_undone: correction.kind === 'void' ? 1 : 0,
      shop_id: use.use_shop_id,
    }),
  ]
}

const told = (kit: Kit, c: CorrectionRow, { card }: UseDetail, now: Instant): Statement =>
  emit(kit, {
    type: c.status === 'done' ? 'correction.done' : 'correction.awaiting_funds',
    subject_id: card.id,
    merchant_id: card.merchant_id,
    consumer_id: card.consumer_id,
    data: {
      correction_id: c.id,
      redemption_id: c.redemption_id,
      card_id: card.id,
      kind: c.kind,
      units: c.units,
      returned_fen: c.returned_fen,
    },
    at: now,
  })
