import type { StoredCard } from '../cards/store'
import { fen } from '../kernel/money'
import { refuse } from '../kernel/refusals'
import { type Instant, localDate } from '../kernel/time'
import { type ItemRow, itemVisits, readItem } from '../offers/store'
import { type Ask, RefusalWith } from '../platform/act'
import type { Who } from '../platform/actor'
import { answerOnce } from '../platform/journal'
import type { Kit, World } from '../platform/world'
import type { Place } from '../shops/place-rules'
import { countThroughTerminal } from '../terminals/count'
import { readTerminalToday, type TerminalTodayRow } from '../terminals/store'
import { checkInWork, readVisits, type VisitsRow } from './check-in'
import { badCodeStatements, countReleaseStatements } from './limits'
import { settledWork, startedRedemption, waitingWork } from './outcome'
import {
  deviceKeys,
  foreignWallet,
  type GivenCode,
  payCodeStep,
  provenStep,
  readCode,
} from './pay-code'
import { elsewhereIn, placeIn } from './place'
import {
  BAD_CODES_A_MINUTE,
  decideRedemption,
  type PriceList,
  priceOnCard,
  visitsOnCard,
  type Wanted,
} from './rules'
import {
  type CodeFacts,
  codeFactsFrom,
  readByCode,
  readPriceLists,
  useCodeStatements,
} from './store'

type RedeemRequest = {
  code: string
  amount_fen?: number | undefined
  item_id?: string | undefined
  quantity?: number | undefined
  visits?: number | undefined
  out_no?: string | undefined
  repeat_confirmed?: boolean | undefined
  up_to_balance?: boolean | undefined
  /** Where it happens; left out, where the member of staff works, or the only shop there is. */
  shop_id?: string | undefined
}
/** A code that has no form at all still costs a try: no alias has nine zeros. */
const NOBODYS = { alias: 0, format: 'digits', otp: '' } as const
type SaidCode = GivenCode & { wallet?: string | null }
/** What was shown at the till: a code of ours, or nobody's, with the wallet whose form it has. */
export const givenCode = (text: string): SaidCode =>
  readCode(text) ?? { ...NOBODYS, wallet: foreignWallet(text) }

/**
 * 核销: takes money from a card by its pay code, at once below the limits (201), or waits for the holder's PIN
 * (202 user_confirming; no money moves). Two D1 round trips, session and policy included. Refuses, in this
 * order: terminal_suspended, code_locked, code_invalid (counted), code_used, as `placeOf`, then as `decideRedemption`,
 * and terminal_cap_reached where a terminal asks.
 */
export function redeemByCode(world: World, ask: Ask, request: RedeemRequest) {
  const said = givenCode(request.code)
  return answerOnce(world, ask, {
    reads: (who, now) => readsOf(who, request, { alias: said.alias, now }),
    decide: async ({ actor, rows, now, kit }) => {
      const seen = codeFactsFrom(rows.code[0] ?? refuse('merchant_not_found'))
      const { card, step } = await proveCode(kit, seen, said, now)
      const on = localDate(now)
      const at_shop = placeIn(seen, request.shop_id ?? null)
      const elsewhere = elsewhereIn(seen, card.lots, at_shop?.id ?? null)
      if (isCheckIn(request)) {
        const visits = rows.visits ?? []
        const came = { seen, card, step, visits, staff_id: actor.id, now, at_shop, elsewhere }
        return checkIn(kit, { ...came, terminal: rows.terminal })
      }
      const decision = decideRedemption(card, wantedIn(request, rows.items), {
        on,
        out_no_taken: seen.out_no_taken === 1,
        just_used: JSON.parse(seen.just_used) as number[],
        repeat_confirmed: request.repeat_confirmed ?? false,
        no_pin_today: { count: seen.no_pin_count, fen: seen.no_pin_fen },
        with_pin: false,
        up_to_balance: request.up_to_balance ?? false,
        elsewhere,
      })
      const started = startedRedemption({
        id: kit.newId('rdm'),
        seen,
        at_shop,
        card,
        decision,
        staff_id: actor.id,
        request,
        now,
        way: 'code_use',
        terminal_name: rows.terminal?.[0]?.name ?? null,
      })
      const through = { subject_id: started.id, on, fen: decision.released_fen }
      const spent = [
        ...useCodeStatements(seen, { step, redemption_id: started.id, now }),
        ...countThroughTerminal(rows.terminal, through),
      ]
      if (decision.needs_pin) return waitingWork(kit, started, card.consumer_id, spent)
      return settledWork(kit, {
        started,
        card,
        decision,
        place: seen,
        now,
        on,
        consent: 'code',
        also: [
          ...spent,
          ...countReleaseStatements({
            card_id: card.id,
            on,
            stake_fen: decision.stake_fen,
            counts: 'no_pin',
          }),
        ],
      })
    },
  })
}

/** The code's card and shop, with the item that is named, or the visits when nothing is. */
function readsOf(who: Who, request: RedeemRequest, of: { alias: number; now: Instant }) {
  const { alias, now } = of
  const on = localDate(now)
  const item_id = isCheckIn(request) ? undefined : request.item_id
  return {
    code: readByCode(who, {
      alias,
      out_no: request.out_no ?? null,
      shop_id: request.shop_id ?? null,
      ...{ now, on },
    }),
    visits: isCheckIn(request) ? readVisits(alias, on) : undefined,
    terminal: readTerminalToday(who, on),
    items: item_id
      ? { item: readItem(who.merchant_id, item_id), lists: readPriceLists(alias, on) }
      : undefined,
  }
}

/** A code alone, with nothing to take: somebody came in on a period card. */
const isCheckIn = (r: RedeemRequest): boolean =>
  r.amount_fen === undefined && r.item_id === undefined && r.visits === undefined

const NOTHING_NAMED = '没有扣钱。没有写扣多少：请写金额、点一个项目，或写次数'

type Came = {
  seen: CodeFacts
  card: StoredCard
  step: number
  visits: readonly VisitsRow[]
  staff_id: string
  now: Instant
  at_shop: Place | null
  elsewhere: ReturnType<typeof elsewhereIn>
  terminal: readonly TerminalTodayRow[] | undefined
}
function checkIn(kit: Kit, came: Came) {
  const { seen, card, step, visits, staff_id, now, at_shop, elsewhere } = came
  if (card.kind !== 'period') refuse('redemption_unit_mismatch', { detail: NOTHING_NAMED })
  const decision = {
    units: 1,
    label: '到店',
    uses: [],
    released_fen: fen(0),
    stake_fen: 0,
    needs_pin: false,
    list_value_fen: null,
    asked_units: null,
  }
  const id = kit.newId('rdm')
  const way = 'check_in'
  const started = startedRedemption({
    id,
    seen,
    at_shop,
    card,
    decision,
    staff_id,
    request: {},
    now,
    way,
    terminal_name: came.terminal?.[0]?.name ?? null,
  })
  const through = { subject_id: id, on: localDate(now), fen: 0 }
  const also = [
    ...useCodeStatements(seen, { step, redemption_id: id, now }),
    ...countThroughTerminal(came.terminal, through),
  ]
  return checkInWork(kit, {
    started,
    card,
    visits,
    elsewhere,
    place: seen,
    now,
    on: localDate(now),
    also,
  })
}

const foreignTo = ({ wallet }: SaidCode) =>
  wallet ? { detail: `没有扣钱。这是${wallet}的付款码，请顾客打开预付保的消费码` } : {}

/** Whose code it is and at which step it is true, or the refusal: the same one for every way of being wrong. */
export async function proveCode(
  kit: Kit,
  seen: CodeFacts,
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
  const in_time = card !== null && alias !== null && seen.grace_ends_at > now
  const keys = in_time
    ? await deviceKeys(kit, { alias, card_id: card.id, issued_at: seen.issued_at })
    : []
  const step = provenStep(keys, said, payCodeStep(now))
  // Also of a key that ended meanwhile: whoever scans twice is told that the first time counted.
  if (step !== null && (JSON.parse(seen.used_steps) as number[]).includes(step)) refuse('code_used')
  if (!card || step === null || seen.is_live !== 1)
    throw new RefusalWith('code_invalid', badCodeStatements(seen, now), foreignTo(said))
  return { card, step }
}

/** An item of the shop, and the price lists of the contracts behind the card. */
export type ItemsRows = { item: readonly ItemRow[]; lists: readonly { price_list: string }[] }
/** What is asked for, with the rows of the item where one is named. */
export function wantedIn(
  request: Omit<RedeemRequest, 'code'>,
  rows: ItemsRows | undefined,
): Wanted {
  if (request.amount_fen !== undefined) return { amount_fen: request.amount_fen }
  if (request.visits !== undefined) return { visits: request.visits }
  const found = rows?.item[0]
  const lists = (rows?.lists ?? []).map((row) => JSON.parse(row.price_list) as PriceList)
  const item = found && {
    name: found.name,
    price_fen: priceOnCard(found, lists),
    visits: visitsOnCard({ ...found, visits: itemVisits(found) }, lists),
  }
  return { item: item ?? null, quantity: request.quantity ?? 1 }
}
