import { decideRelease, LIMITS } from '../cards/consent-rules'
import { type CardWithLotsRow, cardFrom, readCard, switchCounterPinStatement } from '../cards/store'
import { keyedAsk } from '../identity/asks'
import { decideGivenPin, type PinRow } from '../identity/pin'
import { readConsumer } from '../identity/store'
import { refuse } from '../kernel/refusals'
import { type Instant, type LocalDate, localDate } from '../kernel/time'
import { readItem } from '../offers/store'
import { type Ask, RefusalWith } from '../platform/act'
import type { Who } from '../platform/actor'
import { type Statement, sql } from '../platform/d1'
import { answerOnce } from '../platform/journal'
import type { Kit, World } from '../platform/world'
import {
  badTryStatement,
  countReleaseStatements,
  readSpent,
  spentIn,
  triesThisMinuteColumn,
} from '../redemptions/limits'
import { settledWork, startedRedemption } from '../redemptions/outcome'
import { elsewhereIn, type PlaceColumns, placeColumns, placeIn } from '../redemptions/place'
import { wantedIn } from '../redemptions/redeem'
import { BAD_CODES_A_MINUTE, decideRedemption } from '../redemptions/rules'
import { justUsedColumn, outNoTakenColumn } from '../redemptions/store'
import { decideCounterPin, readCounterPin, setCounterPinStatement } from './pin'

type CounterRequest = {
  card_id: string
  phone_tail: string
  pin: string
  amount_fen?: number | undefined
  item_id?: string | undefined
  quantity?: number | undefined
  visits?: number | undefined
  out_no?: string | undefined
  repeat_confirmed?: boolean | undefined
  up_to_balance?: boolean | undefined
  shop_id?: string | undefined
}
type CounterCardRow = CardWithLotsRow &
  PlaceColumns & {
    merchant_name: string
    district: string
    sector: string
    escrow_fen: number
    phone_mask: string
    counter_pin: number
    out_no_taken: number
    just_used: string
    minute_tries: number
  }

/**
 * 柜台密码付款: a holder without a phone says the last four digits of the number and types the PIN on the shop's
 * screen. Only cards of this shop whose holder switched it on; own, lower limits. Wrong tails and PINs count
 * against the shop's minute, wrong PINs against the holder's five tries. Refuses terminal_suspended,
 * card_not_found, counter_pin_off, phone_tail_wrong, the PIN's refusals, as `placeOf`, as `decideRedemption`, and
 * counter_limit_reached.
 */
export async function redeemAtCounter(world: World, ask: Ask, request: CounterRequest) {
  const { card_id } = request
  const on = localDate(world.now())
  return answerOnce(world, await keyedAsk(world, ask), {
    reads: (who, now) => ({
      counter: readCounter(who, {
        ...{ card_id: sql`${card_id}`, now },
        out_no: request.out_no ?? null,
        shop_id: request.shop_id ?? null,
      }),
      items: {
        item: readItem(who.merchant_id, request.item_id ?? ''),
        lists: readCardPriceLists(card_id, on),
      },
      pin_state: readCounterPin(sql`(SELECT consumer_id FROM cards
                       WHERE id = ${card_id} AND merchant_id = ${who.merchant_id})`),
      spent: readSpent(sql`${card_id}`, on),
    }),
    decide: async ({ actor, rows, now, kit }) => {
      const seen = rows.counter[0] ?? refuse('card_not_found')
      const card = cardFrom(seen)
      const passed = await provePinTyped(kit, { seen, pin: rows.pin_state[0], request, now })
      const at_shop = placeIn(seen, request.shop_id ?? null)
      const decision = decideRedemption(card, wantedIn(request, rows.items), {
        ...factsOf(seen, request, on),
        elsewhere: elsewhereIn(seen, card.lots, at_shop?.id ?? null),
      })
      const { stake_fen } = decision
      const release = {
        way: 'counter_use',
        word: 'pin',
        stake_fen,
        spent: spentIn(rows.spent),
      } as const
      const { counts } = decideRelease(release)
      const place = { ...seen, merchant_id: card.merchant_id }
      const id = kit.newId('rdm')
      const started = startedRedemption({
        id,
        seen: place,
        at_shop,
        card,
        decision,
        staff_id: actor.id,
        request,
        now,
        way: 'counter_use',
      })
      const also = [passed, ...countReleaseStatements({ card_id: card.id, on, stake_fen, counts })]
      return settledWork(kit, { started, card, decision, place, now, on, consent: 'pin', also })
    },
  })
}

/**
 * The holder is at the counter: the last four digits and the PIN are theirs, and the card's holder wants this. Wrong
 * tries count against the shop's minute and the holder's five. Refuses terminal_suspended, counter_pin_off,
 * phone_tail_wrong and the PIN's refusals.
 */
export async function provePinTyped(
  kit: Kit,
  of: {
    seen: Pick<CounterCardRow, 'minute_tries' | 'counter_pin' | 'phone_mask' | 'merchant_id'>
    pin: PinRow | undefined
    request: { phone_tail: string; pin: string }
    now: Instant
  },
): Promise<Statement> {
  const { seen, request, now } = of
  if (seen.minute_tries >= BAD_CODES_A_MINUTE)
    refuse('terminal_suspended', { retry_after_s: 60 - Number(now.slice(17, 19)) })
  if (seen.counter_pin !== 1) refuse('counter_pin_off')
  const bad = badTryStatement(seen.merchant_id, now)
  if (!seen.phone_mask.endsWith(request.phone_tail))
    throw new RefusalWith('phone_tail_wrong', [bad])
  const pin = of.pin
  return decideCounterPin(kit, pin, request.pin, now).catch((error: unknown) => {
    if (error instanceof RefusalWith)
      throw new RefusalWith(error.code, [...error.statements, bad], error.details)
    throw error
  })
}

const factsOf = (seen: CounterCardRow, request: CounterRequest, on: LocalDate) => ({
  on,
  out_no_taken: seen.out_no_taken === 1,
  just_used: JSON.parse(seen.just_used) as number[],
  repeat_confirmed: request.repeat_confirmed ?? false,
  no_pin_today: { count: 0, fen: 0 },
  with_pin: true,
  up_to_balance: request.up_to_balance ?? false,
})

type Question = {
  card_id: Statement
  out_no: string | null
  shop_id: string | null
  now: Instant
}
export const readCounter = (who: Who, { card_id, out_no, shop_id, now }: Question) =>
  sql<CounterCardRow>`SELECT c.*, m.name AS merchant_name, m.district, m.sector, h.phone_mask, e.balance_fen AS escrow_fen,
             ${outNoTakenColumn(out_no)} AS out_no_taken, ${justUsedColumn(now)} AS just_used,
             ${triesThisMinuteColumn(now)} AS minute_tries,
             ${placeColumns(who, sql`m.id`, shop_id)}
        FROM merchants m
        JOIN cards_with_lots c ON c.merchant_id = m.id AND c.id = ${card_id}
        JOIN consumers h ON h.id = c.consumer_id
        JOIN ledger_accounts e ON e.id = 'escrow:' || c.id
       WHERE m.id = ${who.merchant_id}`

type CardPriceListRow = { price_list: string }
const readCardPriceLists = (card_id: string, on: LocalDate) =>
  sql<CardPriceListRow>`SELECT k.price_list FROM lots l JOIN contracts k ON k.hash = l.contract_hash
       WHERE l.card_id = ${card_id} AND l.used_units < l.face_units AND l.refund_id IS NULL
         AND l.starts_on <= ${on} AND (l.ends_on IS NULL OR l.ends_on >= ${on})`

/**
 * The holder switches payment by PIN at the counter on or off, with the master PIN; the first time with a PIN of its own
 * for it. Refuses card_not_found, counter_pin_missing, what setting one refuses, the PIN's refusals.
 */
export async function setCounterPin(
  world: World,
  ask: Ask,
  request: {
    card_id: string
    enabled: boolean
    pin?: string | undefined
    counter_pin?: string | undefined
  },
) {
  const { card_id, enabled } = request
  return answerOnce(world, await keyedAsk(world, ask), {
    reads: (who) => ({
      card: readCard(sql`id = ${card_id} AND consumer_id = ${who.subject_id}`),
      consumer: readConsumer(sql`id = ${who.subject_id}`),
      own: readCounterPin(who.subject_id),
    }),
    decide: async ({ rows, now, kit }) => {
      const card = cardFrom(rows.card[0] ?? refuse('card_not_found'))
      const holder = rows.consumer[0] ?? refuse('card_not_found')
      const passed = await decideGivenPin(kit, holder, request.pin, now)
      const { counter_pin } = request
      if (enabled && counter_pin === undefined && !rows.own[0]) refuse('counter_pin_missing')
      const set =
        counter_pin === undefined
          ? []
          : [await setCounterPinStatement(kit, holder, counter_pin, now)]
      const body = { object: 'counter_pin' as const, card_id, enabled, limits: LIMITS.counter }
      const statements = [...passed, ...set, switchCounterPinStatement(card, enabled)]
      return { status: 200, subject_id: card_id, body, statements }
    },
  })
}

/** Cards of this shop whose holders' numbers end so, and may be used at the counter: who is it? */
export const readCounterCards = (who: Who, phone_tail: string) =>
  sql<
    CardWithLotsRow & { nickname: string; phone_mask: string }
  >`SELECT c.*, h.nickname, h.phone_mask FROM consumers h
        JOIN cards_with_lots c ON c.consumer_id = h.id AND c.merchant_id = ${who.merchant_id}
       WHERE substr(h.phone_mask, -4) = ${phone_tail} AND c.counter_pin = 1 AND c.status = 'active'
       ORDER BY c.id LIMIT 20`
