import { lotsAfter } from '../cards/holding'
import { moveLots, shiftBetween } from '../cards/money'
import { type Card, remainingUnits } from '../cards/rules'
import { changeLots, type StoredCard } from '../cards/store'
import { unitOf } from '../cards/views'
import { insist, refuse } from '../kernel/refusals'
import { type Instant, type LocalDate, localDate, plusMs } from '../kernel/time'
import { tallyUse } from '../merchants/tally'
import { readItem } from '../offers/store'
import type { Row, Statement } from '../platform/d1'
import { type Answer, type Ask, answerOnce, type Context, RefusalWith } from '../platform/journal'
import type { World } from '../platform/world'
import { deviceKey, provenStep, readCode, type SaidCode, stepOf } from './pay-code'
import {
  BAD_CODES_A_MINUTE,
  CONFIRM_WITHIN_MS,
  decideRedemption,
  type PriceList,
  priceOnCard,
  type RedemptionDecision,
  type Wanted,
} from './rules'
import {
  type CodeSeen,
  codeSeenFrom,
  countBadCode,
  countNoPin,
  insertRedemption,
  type NewRedemption,
  type RedemptionRow,
  readByCode,
  readPriceLists,
  useCode,
} from './store'
import { redemptionEvent } from './tell'
import { presentRedemption } from './views'

export type RedeemRequest = {
  code: string
  amount_fen?: number | undefined
  item_id?: string | undefined
  quantity?: number | undefined
  visits?: number | undefined
  out_no?: string | undefined
  repeat_confirmed?: boolean | undefined
}
/** A code that has no form at all still costs a try: no alias has nine zeros. */
const NOBODYS: SaidCode = { alias: 0, format: 'digits', otp: '' }

/**
 * 核销: takes money from a card by its pay code, at once below the limits (201), or waits for the holder's PIN
 * (202 user_confirming; no money moves). Two D1 round trips, session and policy included. Refuses, in this
 * order: terminal_suspended, code_locked, code_invalid (counted), code_used, then as `decideRedemption`.
 */
export function redeemByCode(world: World, ask: Ask, request: RedeemRequest): Promise<Answer> {
  const said = readCode(request.code) ?? NOBODYS
  const out_no = request.out_no ?? null
  return answerOnce(world, ask, {
    reads: (who) => {
      const now = world.now()
      const on = localDate(now)
      const seen = readByCode(who, { alias: said.alias, out_no, now, on })
      return request.item_id
        ? [seen, readItem(who.merchant_id, request.item_id), readPriceLists(said.alias, on)]
        : [seen]
    },
    decide: async ({ actor, rows, now }) => {
      const seen = codeSeenFrom(rows[0]?.[0] ?? refuse('merchant_not_found'))
      const { card, step } = await proveCode(world, seen, said, now)
      const on = localDate(now)
      const decision = decideRedemption(card, wantedIn(request, rows), {
        on,
        out_no_taken: seen.out_no_taken === 1,
        just_used: JSON.parse(seen.just_used) as number[],
        repeat_confirmed: request.repeat_confirmed ?? false,
        no_pin_today: { count: seen.no_pin_count, fen: seen.no_pin_fen },
        with_pin: false,
      })
      const started = startedBy({
        id: world.newId('rdm'),
        seen,
        card,
        decision,
        staff_id: actor.id,
        request,
        now,
      })
      const spent = useCode(seen, { step, redemption_id: started.id, now })
      if (decision.needs_pin) return waiting(world, started, card.consumer_id, spent)
      return settled(world, {
        started,
        card,
        decision,
        place: seen,
        now,
        on,
        also: [...spent, countNoPin(card.id, on, decision.stake_fen)],
      })
    },
  })
}

/** Whose code it is and at which step it is true, or the refusal: the same one for every way of being wrong. */
async function proveCode(
  world: World,
  seen: CodeSeen,
  said: SaidCode,
  now: Instant,
): Promise<{ card: StoredCard; step: number }> {
  if (seen.minute_tries >= BAD_CODES_A_MINUTE)
    refuse('terminal_suspended', { retry_after_s: 60 - Number(now.slice(17, 19)) })
  if (seen.card && seen.locked_until !== null && seen.locked_until > now) {
    refuse('code_locked', {
      retry_after_s: (Date.parse(seen.locked_until) - Date.parse(now)) / 1000,
    })
  }
  const { card, alias } = seen
  const live =
    card !== null && alias !== null && seen.revoked_at === null && seen.grace_ends_at > now
  const key = live
    ? await deviceKey(world, { alias, card_id: card.id, issued_at: seen.issued_at })
    : null
  const step = key && (await provenStep(key, said, stepOf(now)))
  if (!card || step === null) throw new RefusalWith('code_invalid', countBadCode(seen, now))
  if ((JSON.parse(seen.used_steps) as number[]).includes(step)) refuse('code_used')
  return { card, step }
}

/** What is asked for; an item's rows stand second (the item) and third (its contracts' price lists). */
export function wantedIn(request: Omit<RedeemRequest, 'code'>, rows: Context['rows']): Wanted {
  if (request.amount_fen !== undefined) return { amount_fen: request.amount_fen }
  if (request.visits !== undefined) return { visits: request.visits }
  const [found] = (rows[1] ?? []) as ItemRow[]
  const lists = (rows[2] ?? []).map((row: Row) => JSON.parse(String(row.price_list)) as PriceList)
  const item = found ? { name: found.name, price_fen: priceOnCard(found, lists) } : null
  return { item, quantity: request.quantity ?? 1 }
}
type ItemRow = { id: string; name: string; list_price_fen: number }

type Start = {
  id: string
  seen: { merchant_id: string; shop_name: string }
  card: StoredCard
  decision: RedemptionDecision
  staff_id: string
  request: { out_no?: string | undefined; item_id?: string | undefined }
  now: Instant
}
/** A use as it begins: nothing is taken yet. */
export function startedBy({
  id,
  seen,
  card,
  decision,
  staff_id,
  request,
  now,
}: Start): RedemptionRow {
  return {
    id,
    card_id: card.id,
    merchant_id: seen.merchant_id,
    staff_id,
    out_no: request.out_no ?? null,
    unit: unitOf(card.kind),
    units: decision.units,
    item_id: request.item_id ?? null,
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
    shop_name: seen.shop_name,
  }
}

function waiting(world: World, started: RedemptionRow, consumer_id: string, spent: Statement[]) {
  const told = redemptionEvent(world, 'redemption.user_confirming', started, consumer_id)
  const statements = [insertRedemption(started), ...spent, told]
  return { status: 202, subject_id: started.id, body: presentRedemption(started), statements }
}

/** How a redemption ends well: what it took, what is left, and the rows that make it true. */
export function success(
  r: RedemptionRow,
  of: { card: Card; decision: RedemptionDecision; escrow_fen: number; now: Instant; on: LocalDate },
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
    units: decision.units,
    released_fen: decision.released_fen,
    lot_uses: JSON.stringify(lots),
    balance_after_units: remainingUnits(card.lots, of.on) - decision.units,
    escrow_after_fen:
      of.escrow_fen + shiftBetween(card.lots, lotsAfter(card.lots, decision.uses)).escrow_fen,
    ended_at: now,
  }
}

type Place = { district: string; sector: string; escrow_fen: number }
type Settlement = {
  started: RedemptionRow
  card: StoredCard
  decision: RedemptionDecision
  place: Place
  now: Instant
  on: LocalDate
  also: Statement[]
}
/** A use that is settled at once: the receipt and everything that makes it true. */
export function settled(
  world: World,
  { started, card, decision, place, now, on, also }: Settlement,
) {
  const done = success(started, { card, decision, escrow_fen: place.escrow_fen, now, on })
  const row: NewRedemption = { ...done, confirm_by: null }
  const statements = [
    insertRedemption(row),
    ...moved(world, { done, card, decision, place, on }),
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
export function moved(
  world: World,
  of: {
    done: RedemptionRow
    card: StoredCard
    decision: RedemptionDecision
    place: Place
    on: LocalDate
  },
): Statement[] {
  const { done, card, decision, place, on } = of
  insist(place.escrow_fen >= decision.released_fen, 'escrow covers what a use releases')
  const { merchant_id } = card
  const { released_fen } = decision
  const after = lotsAfter(card.lots, decision.uses)
  return [
    ...changeLots(card, after),
    ...moveLots(world, {
      card,
      before: card.lots,
      after,
      reason: 'redemption_succeeded',
      subject_id: done.id,
      event_at: done.started_at,
    }),
    ...tallyUse({
      merchant_id,
      district: place.district,
      sector: place.sector,
      day: on,
      released_fen,
    }),
    redemptionEvent(world, 'redemption.succeeded', done, card.consumer_id),
  ]
}
