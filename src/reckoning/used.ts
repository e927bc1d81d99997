import { fen, proportion, sumFen, yuan } from '../kernel/money'
import type { LocalDate } from '../kernel/time'
import { ART, type Place } from '../law/cite'
import { releasedFor } from '../law/lots'
import { type Notice, notice, plain, units, wording } from '../law/wording'
import { unitsUsed } from './allocation'
import { type LotFacts, WAYS } from './facts'
import { daysUsed, periodUsed } from './used-days'
import { allUsed, type OtherReading, type Used, type Valued } from './valued'

export function lotUsed(lot: LotFacts, on: LocalDate): Used {
  if (lot.kind !== 'period') return unitsOf(lot)
  return lot.visits === null || lot.visits.count_by === 'days'
    ? daysUsed(lot, on)
    : periodUsed(lot, on)
}

function unitsOf(lot: LotFacts): Used {
  const used = Math.min(unitsUsed(lot.uses), lot.face_units)
  if (lot.paid_fen === 0) return givenAway(used / (lot.unit?.scale ?? 1))
  const fair = fairValue(lot, used)
  const others: Used['others'] = { not_consumer_cause: [], consumer_cause: [], void: [] }
  const listed = listValue(lot, used, fair)
  others.consumer_cause.push(...listed.others)
  const apart = giftsApart(lot, used, fair)
  others.not_consumer_cause.push(...apart)
  others.void.push(...apart)
  if (lot.used_unknown === true)
    for (const way of WAYS) others[way].push({ id: 'uses_unknown', valued: allUsed(lot) })
  return {
    units: lot.unit?.of === 'percent' ? used / 100 : used / (lot.unit?.scale ?? 1),
    ways: {
      not_consumer_cause: fair,
      void: { ...fair, article: [15, 1] },
      consumer_cause: listed.main,
    },
    others,
    notices: [...listed.notices, ...stacked(lot)],
  }
}
/** Nothing was paid for it, so nothing of it comes back, and its use takes nothing from what was paid for. */
function givenAway(used: number): Used {
  const valued: Valued = {
    value_fen: 0,
    said: wording('没有付钱的一笔，用了也不扣', 'Nothing was paid for it: its use takes nothing'),
    article: 21,
    sum: null,
  }
  return {
    units: used,
    ways: { not_consumer_cause: valued, consumer_cause: valued, void: valued },
    others: { not_consumer_cause: [], consumer_cause: [], void: [] },
    notices: [],
  }
}

/** §18 ¶1: at the discounted price, gifts of money and visits counted in. */
function fairValue(lot: LotFacts, used: number): Valued {
  const value_fen = releasedFor(fen(lot.paid_fen), used, lot.face_units)
  const sum = `${amount(lot, used)} × ${plain(lot.paid_fen)} ÷ ${amount(lot, lot.face_units)} = ${plain(value_fen)}`
  const said =
    lot.unit?.of === 'percent'
      ? wording(`减去已完成的 ${percent(used)}`, `Less the ${percent(used)} that was delivered`)
      : lot.kind === 'count'
        ? wording(
            `减去已用 ${amount(lot, used)} 次，按实付 ${yuan(lot.paid_fen)} 对${amount(lot, lot.face_units)} 次的比例折算`,
            `Less ${amount(lot, used)} of ${amount(lot, lot.face_units)} visits at the price really paid`,
          )
        : wording(
            `减去已用 原价 ${yuan(used)}，按实付 ${yuan(lot.paid_fen)} 对可购原价 ${yuan(lot.face_units)}的比例折算`,
            `Less ${yuan(used)} of list value, at ${yuan(lot.paid_fen)} paid for ${yuan(lot.face_units)}`,
          )
  return { value_fen, said, article: fairArticle(lot), sum: used === 0 ? null : sum }
}
const fairArticle = (lot: LotFacts): Place =>
  lot.bonus_units > 0 ? [18, 1, 2] : isDiscounted(lot) ? [18, 1, 1] : [15, 1]
const isDiscounted = (lot: LotFacts): boolean =>
  lot.discount_bp < 10_000 ||
  (lot.kind === 'count' && lot.no_discount !== true && !costsItsList(lot))
const costsItsList = ({ list_price_fen, face_units, paid_fen, unit }: LotFacts): boolean =>
  list_price_fen !== null && list_price_fen * face_units <= paid_fen * (unit?.scale ?? 1)

const amount = (lot: LotFacts, n: number): string =>
  lot.kind === 'count' ? units(n, lot.unit?.scale ?? 1) : plain(n)
const percent = (n: number): string => `${units(n, 100)}%`

/** §19: at the undiscounted price, or the market's; what is not known is read both ways. */
function listValue(lot: LotFacts, used: number, fair: Valued) {
  const notices: Notice[] = []
  const market = lot.uses.some(({ market_value_fen }) => market_value_fen !== null)
  const market_fen = sumFen(lot.uses.map((use) => use.market_value_fen ?? use.list_value_fen))
  const list_fen = sumFen(lot.uses.map(({ list_value_fen }) => list_value_fen))
  const at_market = valuedAt(
    lot,
    used,
    Math.min(market_fen, priceKnown(lot) ? list_fen : market_fen),
    true,
  )
  const at_list = valuedAt(lot, used, Math.max(list_fen, fair.value_fen), false)
  if (used === 0 || lot.no_discount === true) return { main: fair, others: [], notices }
  if (lot.list_price_unproven && market) {
    const below = at_market.value_fen < fair.value_fen
    const others = below ? [{ id: 'market_below_paid' as const, valued: fair }] : []
    return { main: at_market, others, notices: [UNPROVEN] }
  }
  if (!priceKnown(lot)) {
    const main = {
      ...fair,
      said: wording(
        `${fair.said.text}（打折前的单价不知道）`,
        `${fair.said.text_en} (undiscounted price unknown)`,
      ),
    }
    const other = market ? at_market : allUsed(lot)
    return {
      main,
      others: [{ id: 'list_price_unknown' as const, valued: other }],
      notices: [NO_PRICE],
    }
  }
  if (lot.list_price_unproven) {
    const others = [{ id: 'market_price_unknown' as const, valued: fair }]
    return { main: at_list, others, notices: [NO_MARKET] }
  }
  if (list_fen < fair.value_fen) {
    if (list_fen < fair.value_fen - 1) notices.push(LIST_BELOW)
    return { main: fair, others: [], notices }
  }
  return { main: at_list, others: [], notices }
}
const priceKnown = (lot: LotFacts): boolean =>
  lot.kind === 'stored_value' || lot.list_price_fen !== null

function valuedAt(lot: LotFacts, used: number, value_fen: number, by_market: boolean): Valued {
  const what =
    lot.kind === 'stored_value'
      ? [`原价 ${yuan(used)}`, `${yuan(used)} of list value`]
      : lot.unit?.of === 'percent'
        ? [`完成的 ${percent(used)}`, `the ${percent(used)} delivered`]
        : [`${amount(lot, used)} 次`, `${amount(lot, used)} visits`]
  const basis = by_market
    ? ['当地市场价', 'the market price']
    : ['打折前的原价', 'undiscounted prices']
  return {
    value_fen,
    said: wording(`减去已用 ${what[0]}，按${basis[0]}计算`, `Less ${what[1]} at ${basis[1]}`),
    article: by_market ? [19, 2] : [19, 1],
    sum: timesOf(lot, used, value_fen),
  }
}
/** `4 × 200 = 800` where every visit costs the same. */
function timesOf(lot: LotFacts, used: number, value_fen: number): string | null {
  if (lot.kind === 'stored_value') return null
  const scale = lot.unit?.scale ?? 1
  if (lot.unit?.of === 'percent') {
    const whole = lot.list_price_fen ?? 0
    return proportion(whole, used, scale) === value_fen
      ? `${plain(whole)} × ${percent(used)} = ${plain(value_fen)}`
      : null
  }
  const each = (value_fen * scale) / used
  return Number.isInteger(each)
    ? `${units(used, scale)} × ${plain(each)} = ${plain(value_fen)}`
    : null
}

/** §18 (2) speaks of money given on top; that visits given free share the price is by likeness, and not all courts do. */
function giftsApart(lot: LotFacts, used: number, fair: Valued): OtherReading[] {
  const bought = lot.face_units - lot.bonus_units
  if (lot.kind !== 'count' || lot.bonus_units === 0 || used === 0 || bought <= 0) return []
  if (lot.shares_and_keeps === true) return []
  const counted = Math.min(used, bought)
  const value_fen = releasedFor(fen(lot.paid_fen), counted, bought)
  if (value_fen <= fair.value_fen) return []
  const said = wording(
    `减去已用 ${amount(lot, used)} 次，送的次数不摊进单价，按买的 ${amount(lot, bought)} 次折算`,
    `Less ${amount(lot, used)} visits, at the price of the ${amount(lot, bought)} bought alone`,
  )
  const sum = `${amount(lot, counted)} × ${plain(lot.paid_fen)} ÷ ${amount(lot, bought)} = ${plain(value_fen)}`
  return [{ id: 'gift_visits_apart', valued: { value_fen, said, article: ART([15, 1], 21), sum } }]
}

const stacked = (lot: LotFacts): Notice[] =>
  lot.discount_bp < 10_000 && lot.bonus_units > 0 ? [STACKED] : []
const STACKED = notice(
  wording(
    '打折与赠送金额并用时，司法解释没有写明怎么叠加；这里折扣与赠送比例都算',
    'Where a discount and a gift of money meet, the text does not say how they stack; both count here',
  ),
  ART([18, 1, 1], [18, 1, 2]),
)
const NO_PRICE = notice(
  wording(
    '没有给出打折前的单价，按实付的单价计；店家主张按原价扣的，要拿出按原价成交的记录',
    'No undiscounted price was given, so the price paid counts; the shop has to prove a higher one',
  ),
  ART([19, 1], [19, 2]),
)
const LIST_BELOW = notice(
  wording(
    '原价比实付的单价还低，按实付单价计',
    'The list price is below the price paid, which counts then',
  ),
  ART([18, 1]),
)
const UNPROVEN = notice(
  wording(
    '打折前价格明显不合理，店家拿不出按它成交的记录，按当地同类市场价计',
    'The list price is unreasonable and unproven: the market price of the place counts',
  ),
  ART([19, 2]),
)
const NO_MARKET = notice(
  wording(
    '您说原价明显不合理，但没有给出市场价，先按原价算；给出市场价就按市场价',
    'The list price is called unreasonable but no market price was given; it counts until one is',
  ),
  ART([19, 2]),
)
