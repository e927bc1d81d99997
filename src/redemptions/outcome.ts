import type { Consent } from '../cards/consent-rules'
import { lotsAfter } from '../cards/holding'
import { moveLotsStatements, shiftBetween } from '../cards/money'
import { type StoredCard, updateLotsStatements } from '../cards/store'
import { insist } from '../kernel/refusals'
import { type Instant, type LocalDate, plusMs } from '../kernel/time'
import { type Card, remainingUnits } from '../law/lots'
import { useTallyStatements } from '../merchants/tally'
import type { Statement } from '../platform/d1'
import type { Kit } from '../platform/world'
import { cardUnit } from '../readers/parts'
import type { Place } from '../shops/place-rules'
import { CONFIRM_WITHIN_MS, type RedemptionDecision } from './rules'
import { insertRedemption, type NewRedemption, type RedemptionRow, type UseWay } from './store'
import { emitRedemption } from './tell'
import { presentRedemption } from './views'

type Start = {
  id: string
  seen: { merchant_id: string; merchant_name: string }
  at_shop: Place | null
  card: StoredCard
  decision: RedemptionDecision
  staff_id: string
  request: { out_no?: string | undefined; item_id?: string | undefined }
  now: Instant
  way: UseWay
  /** The terminal it went through; left out where a person rang it up. */
  terminal_name?: string | null
}
/** A use as it begins: nothing is taken yet. */
export function startedRedemption({
  id,
  seen,
  at_shop,
  card,
  decision,
  staff_id,
  request,
  now,
  way,
  terminal_name = null,
}: Start): RedemptionRow {
  return {
    id,
    card_id: card.id,
    merchant_id: seen.merchant_id,
    staff_id,
    out_no: request.out_no ?? null,
    unit: cardUnit(card.kind),
    units: decision.units,
    asked_units: decision.asked_units,
    item_id: request.item_id ?? null,
    list_value_fen: decision.list_value_fen,
    label: decision.label,
    released_fen: 0,
    status: 'user_confirming',
    balance_after_units: null,
    escrow_after_fen: null,
    lot_uses: '[]',
    started_at: now,
    confirm_by: plusMs(now, CONFIRM_WITHIN_MS),
    ended_at: null,
    version: 1,
    merchant_name: seen.merchant_name,
    shop_id: at_shop?.id ?? null,
    shop_name: at_shop?.name ?? null,
    way,
    consent: null,
    terminal_name,
  }
}

/** A use that waits for its holder's PIN: no money moves. */
export function waitingWork(
  kit: Kit,
  started: RedemptionRow,
  consumer_id: string,
  spent: Statement[],
) {
  const told = emitRedemption(kit, 'redemption.user_confirming', started, consumer_id)
  const statements = [insertRedemption(started), ...spent, told]
  return { status: 202, subject_id: started.id, body: presentRedemption(started), statements }
}

/** How a redemption ends well: what it took, what is left, and the rows that make it true. */
export function redemptionDone(
  r: RedemptionRow,
  of: {
    card: Card
    decision: RedemptionDecision
    escrow_fen: number
    now: Instant
    on: LocalDate
    consent: Consent
  },
): RedemptionRow {
  const { card, decision, now } = of
  const lots = decision.uses.map(({ lot_id, units, released_fen }) => ({
    lot_id,
    units,
    released_fen,
  }))
  return {
    ...r,
    status: 'succeeded',
    consent: of.consent,
    units: decision.units,
    released_fen: decision.released_fen,
    lot_uses: JSON.stringify(lots),
    balance_after_units: remainingUnits(card.lots, of.on) - decision.units,
    escrow_after_fen:
      of.escrow_fen + shiftBetween(card.lots, lotsAfter(card.lots, decision.uses)).escrow_fen,
    ended_at: now,
  }
}

type Till = { district: string; sector: string; escrow_fen: number }
type Settlement = {
  started: RedemptionRow
  card: StoredCard
  decision: RedemptionDecision
  place: Till
  now: Instant
  on: LocalDate
  consent: Consent
  also: Statement[]
}
/** A use that is settled at once: the receipt and everything that makes it true. */
export function settledWork(
  kit: Kit,
  { started, card, decision, place, now, on, consent, also }: Settlement,
) {
  const { escrow_fen } = place
  const done = redemptionDone(started, { card, decision, escrow_fen, now, on, consent })
  const row: NewRedemption = { ...done, confirm_by: null }
  const statements = [
    insertRedemption(row),
    ...moneyStatements(kit, { done, card, decision, place, on }),
    ...also,
  ]
  return {
    status: 201,
    subject_id: done.id,
    body: presentRedemption({ ...done, confirm_by: null }),
    statements,
  }
}

/** Card and lots, money, and roll-ups of one settled use. */
export function moneyStatements(
  kit: Kit,
  of: {
    done: RedemptionRow
    card: StoredCard
    decision: RedemptionDecision
    place: Till
    on: LocalDate
  },
): Statement[] {
  const { done, card, decision, place, on } = of
  insist(place.escrow_fen >= decision.released_fen, 'escrow covers what a use releases')
  const { merchant_id } = card
  const { released_fen } = decision
  const after = lotsAfter(card.lots, decision.uses)
  return [
    ...updateLotsStatements(card, after),
    ...moveLotsStatements(kit, {
      card,
      before: card.lots,
      after,
      reason: 'redemption_succeeded',
      subject_id: done.id,
      event_at: done.started_at,
    }),
    ...useTallyStatements({
      merchant_id,
      district: place.district,
      sector: place.sector,
      day: on,
      released_fen,
      shop_id: done.shop_id,
    }),
    emitRedemption(kit, 'redemption.succeeded', done, card.consumer_id),
  ]
}
