import { heldFen, holdUnits, type LotShare } from '../cards/holding'
import { moveLotsStatements } from '../cards/money'
import { type StoredCard, updateLotsStatements } from '../cards/store'
import { sumFen } from '../kernel/money'
import { refuse } from '../kernel/refusals'
import {
  dayStart,
  epochMs,
  type Instant,
  type LocalDate,
  localDate,
  plusDays,
} from '../kernel/time'
import { readItem } from '../offers/store'
import type { Ask } from '../platform/act'
import type { Actor, Who } from '../platform/actor'
import { type Statement, sql } from '../platform/d1'
import { answerOnce } from '../platform/journal'
import type { Kit, World } from '../platform/world'
import { elsewhereIn, placeColumns, placeIn } from '../redemptions/place'
import { type ItemsRows, wantedIn } from '../redemptions/redeem'
import { acceptedLots, decideRedemption } from '../redemptions/rules'
import { countThroughTerminal } from '../terminals/count'
import { readTerminalToday } from '../terminals/store'
import { claimCeiling, claimLimitsOn } from './limits'
import { BOOKINGS_OPEN_MAX, bookingTimes, chargeableBp, silenceEnds, strictestTerms } from './rules'
import {
  countClaim,
  type HoldDetailRow,
  type HoldRow,
  type HoldStart,
  insertHold,
  readCardPriceLists,
  readStart,
  startFrom,
} from './store'
import { emitHold, type HoldEvent } from './tell'
import { presentHold } from './views'

type What = {
  amount_fen?: number | undefined
  item_id?: string | undefined
  quantity?: number | undefined
  visits?: number | undefined
  note?: string | undefined
  /** Where it is to be; left out, where the member of staff works, or the only shop there is. */
  shop_id?: string | undefined
}

/**
 * 免码核销: the shop starts a use without the holder's code. The cash share is held; nothing is earned until the holder
 * agrees or is silent long enough. Refuses card_not_found, claims_while_held, claim_meets_complaint, card_has_open_claims,
 * claims_limit_reached, what `placeOf` and `decideRedemption` refuse, and terminal_cap_reached where a terminal asks.
 */
export function startClaim(world: World, ask: Ask, request: What & { card_id: string }) {
  const { card_id } = request
  return answerOnce(world, ask, {
    reads: (who, now) => ({
      ...reads(world, who, {
        where: sql`c.id = ${card_id} AND m.id = ${who.merchant_id}`,
        merchant_id: who.merchant_id,
        request,
      }),
      terminal: readTerminalToday(who, localDate(now)),
    }),
    decide: ({ actor, rows, now, city, kit }) => {
      const start = startFrom(rows.start[0] ?? refuse('card_not_found'))
      const placing = {
        start,
        items: rows.items,
        request,
        now,
        started_by: actor.id,
        kind: 'claim',
      } as const
      if (start.sales_held_at !== null) refuse('claims_while_held')
      const placed = place(kit, placing)
      if (placed.hold.held_fen > start.escrow_fen - start.kept_fen && start.kept_fen > 0)
        refuse('claim_meets_complaint')
      const through = { subject_id: placed.hold.id, on: localDate(now), fen: placed.hold.held_fen }
      const counted = [
        countedClaim(start, placed.hold, now),
        ...countThroughTerminal(rows.terminal, through),
      ]
      const silence = silenceEnds(city.calendar, placed.hold.list_value_fen, now)
      const hold = { ...placed.hold, ...silence, telling_event_id: kit.newId('evt') }
      const at = { reader: actor.kind, type: 'claim.started', also: counted } as const
      return answer(kit, { hold, placed, start, ...at })
    },
  })
}

/**
 * What a claim adds to its shop's day, if the day and the card still take it. The row itself refuses what two
 * claims at one moment would make too much; a card's own limits are safe because each claim advances the card.
 */
function countedClaim(start: HoldStart, hold: HoldRow, now: Instant): Statement {
  const on = localDate(now)
  const limits = claimLimitsOn(on)
  if (start.open_claims >= limits.a_card.open) refuse('card_has_open_claims')
  const retry_after_s = secondsLeft(on, now)
  const ceiling = claimCeiling(limits, {
    uses_count: start.usual_count,
    released_fen: start.usual_fen,
  })
  const too_many = start.day_count + 1 > ceiling.count_max
  const too_much = start.day_fen + hold.held_fen > ceiling.fen_max
  if (start.claims_today >= limits.a_card.a_day || too_many || too_much)
    refuse('claims_limit_reached', { retry_after_s })
  return countClaim({ merchant_id: hold.merchant_id, on, fen: hold.held_fen, ...ceiling })
}
/** To the end of the day in Asia/Shanghai: limits of a day begin anew then. */
const secondsLeft = (on: LocalDate, now: Instant): number =>
  (epochMs(dayStart(plusDays(on, 1))) - epochMs(now)) / 1000

/**
 * 预约: the holder ties units to an hour. Refuses card_not_found, booking_time_invalid, bookings_limit_reached, and what
 * `placeOf` and `decideRedemption` refuse.
 */
export function createBooking(
  world: World,
  ask: Ask,
  request: What & { card_id: string; starts_at: Instant },
) {
  const { card_id } = request
  return answerOnce(world, ask, {
    reads: (who) =>
      reads(world, who, {
        where: sql`c.id = ${card_id} AND c.consumer_id = ${who.subject_id}`,
        merchant_id: sql`(SELECT merchant_id FROM cards WHERE id = ${card_id})`,
        request,
      }),
    decide: ({ actor, rows, now, kit }) => {
      const start = startFrom(rows.start[0] ?? refuse('card_not_found'))
      const placing = {
        start,
        items: rows.items,
        request,
        now,
        started_by: actor.id,
        kind: 'booking',
      } as const
      if (start.open_bookings >= BOOKINGS_OPEN_MAX) refuse('bookings_limit_reached')
      const placed = place(kit, placing)
      const terms = strictestTerms(placed.shares.flatMap(({ lot_id }) => start.terms[lot_id] ?? []))
      const times = bookingTimes(request.starts_at, now, terms.free_cancel_hours)
      const no_show_bp = chargeableBp(placed.hold.units, terms.no_show_bp)
      const hold = { ...placed.hold, ...times, no_show_bp }
      const at = { reader: actor.kind, type: 'booking.created', also: [] } as const
      return answer(kit, { hold, placed, start, ...at })
    },
  })
}

const reads = (
  kit: Kit,
  who: Who,
  of: { where: Statement; merchant_id: Statement; request: What & { card_id: string } },
) => {
  const { item_id, card_id } = of.request
  const on = localDate(kit.now())
  const place = placeColumns(who, sql`m.id`, of.request.shop_id ?? null)
  return {
    start: readStart(of.where, on, place),
    items: item_id
      ? { item: readItem(of.merchant_id, item_id), lists: readCardPriceLists(card_id, on) }
      : undefined,
  }
}

type Placed = {
  hold: HoldRow
  card: StoredCard
  after: StoredCard['lots']
  shares: readonly LotShare[]
  shop_name: string | null
}
function place(
  kit: Kit,
  of: {
    start: HoldStart
    items: ItemsRows | undefined
    request: What
    now: Instant
    started_by: string
    kind: HoldRow['kind']
  },
): Placed {
  const { start, now, request } = of
  const { card } = start
  const on = localDate(now)
  const at_shop = placeIn(start, request.shop_id ?? null)
  const elsewhere = elsewhereIn(start, card.lots, at_shop?.id ?? null)
  const decision = decideRedemption(card, wantedIn(request, of.items), {
    on,
    out_no_taken: false,
    just_used: [],
    repeat_confirmed: true,
    no_pin_today: { count: 0, fen: 0 },
    with_pin: true,
    elsewhere,
  })
  const { lots, shares } = holdUnits(acceptedLots(card, { on, elsewhere }), decision.units, on)
  const after = card.lots.map((lot) => lots.find(({ id }) => id === lot.id) ?? lot)
  const held_fen = sumFen(after.map(heldFen)) - sumFen(card.lots.map(heldFen))
  const hold: HoldRow = {
    id: kit.newId('hld'),
    kind: of.kind,
    card_id: card.id,
    merchant_id: card.merchant_id,
    started_by: of.started_by,
    unit: card.kind === 'count' ? 'visit' : 'fen',
    units: decision.units,
    item_id: request.item_id ?? null,
    label: decision.label,
    note: request.note ?? null,
    list_value_fen: decision.list_value_fen ?? listValue(card, shares),
    held_fen,
    shares: JSON.stringify(shares),
    status: 'held',
    confirm_by: null,
    provisional_after: null,
    starts_at: null,
    expires_at: null,
    no_show_bp: 0,
    free_cancel_until: null,
    contest_reason: null,
    contest_note: null,
    contested_at: null,
    resolved_by: null,
    resolved_reason: null,
    resolved_at: null,
    captured_units: null,
    redemption_id: null,
    shop_id: at_shop?.id ?? null,
    recorded_as: null,
    recorded_units: null,
    recorded_fen: null,
    recorded_by: null,
    recorded_at: null,
    telling_event_id: null,
    created_at: now,
    version: 1,
  }
  return { hold, card, after, shares, shop_name: at_shop?.name ?? null }
}

/** What the held units cost at list price, lot by lot: an amount is its own, a visit costs what its lot says. */
export const listValue = (card: StoredCard, shares: readonly LotShare[]): number => {
  const price = new Map(card.lots.map((lot) => [lot.id, lot.list_price_fen]))
  return sumFen(shares.map(({ lot_id, units }) => units * (price.get(lot_id) ?? 1)))
}

function answer(
  kit: Kit,
  of: {
    hold: HoldRow
    placed: Placed
    start: HoldStart
    reader: Actor['kind']
    type: HoldEvent
    also: readonly Statement[]
  },
) {
  const { hold, start } = of
  const { card, after, shop_name } = of.placed
  const { merchant_name, district, sector, escrow_fen } = start
  const place = {
    merchant_name,
    shop_name,
    district,
    sector,
    escrow_fen,
    consumer_id: card.consumer_id,
    told_at: null,
  }
  const seen: HoldDetailRow = { ...hold, ...place }
  const moved = moveLotsStatements(kit, {
    card,
    before: card.lots,
    after,
    reason: 'units_held',
    subject_id: hold.id,
    event_at: hold.created_at,
  })
  const statements = [
    insertHold(hold),
    ...updateLotsStatements(card, after),
    ...moved,
    ...of.also,
    emitHold(kit, of.type, seen, hold.created_at),
  ]
  return {
    status: 201,
    subject_id: hold.id,
    body: presentHold(seen, of.reader, hold.created_at),
    statements,
  }
}
