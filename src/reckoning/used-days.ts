import { fen, proportion, yuan } from '../kernel/money'
import type { LocalDate } from '../kernel/time'
import { ART, type Place } from '../law/cite'
import { releasedFor } from '../law/lots'
import { earnedDays, scheduledTerm } from '../law/period'
import { plain, units, wording } from '../law/wording'
import type { LotFacts } from './facts'
import { allUsed, type OtherReading, type Used, type Valued } from './valued'

type Visits = NonNullable<LotFacts['visits']>

/** First and last day with days off left out. */
export function scheduledDates(lot: LotFacts): { starts_on: LocalDate; ends_on: LocalDate | null } {
  const { starts_on, ends_on, face_units, days_off } = lot
  return scheduledTerm({ starts_on, ends_on, face_units }, days_off)
}

/** §22: by days; days off do not count, and nothing counts after the shop stopped. */
export function daysUsed(lot: LotFacts, on: LocalDate): Used {
  const days = passedDays(lot, on)
  const by_days = dayRatio(lot, on, days)
  const at_list = atListDays(lot, days, by_days)
  const contract_says_days = lot.visits !== null
  const consumer: OtherReading[] = []
  if (days > 0 && lot.no_discount !== true && !contract_says_days) {
    if (at_list === null) consumer.push({ id: 'list_price_unknown', valued: allUsed(lot) })
    else if (at_list.value_fen > by_days.value_fen)
      consumer.push({ id: 'own_wish_period_at_list', valued: at_list })
  }
  const agreed = contract_says_days && at_list !== null && at_list.value_fen > by_days.value_fen
  const by_visits = visitsBetter(lot, agreed ? at_list : by_days)
  return {
    units: days,
    ways: {
      not_consumer_cause: by_days,
      consumer_cause: agreed ? at_list : by_days,
      ...delivered(lot, by_days).main,
    },
    others: {
      not_consumer_cause: visitsBetter(lot, by_days),
      consumer_cause: [...consumer, ...by_visits],
      void: delivered(lot, by_days).others,
    },
    notices: [],
  }
}

/** Only a better agreement holds (§18 ¶2): where the contract of a limited card counts days and visits give more, both. */
function visitsBetter(lot: LotFacts, by_days: Valued): OtherReading[] {
  if (lot.visits === null) return []
  const { fair } = visitsUsed(lot, lot.visits)
  return fair.value_fen < by_days.value_fen ? [{ id: 'limited_agreed_by_days', valued: fair }] : []
}

/** A card limited in visits and in time: by visits, as the Supreme Court's published case has it; by days is the other reading. */
export function periodUsed(lot: LotFacts, on: LocalDate): Used {
  const visits = lot.visits
  if (visits === null) return daysUsed(lot, on)
  const days = passedDays(lot, on)
  const by_days = { ...dayRatio(lot, on, days), article: ART(8) }
  const at_day_list = atListDays(lot, days, by_days)
  const { fair, listed, others } = visitsUsed(lot, visits)
  const silent = visits.count_by === null
  const otherwise = (valued: Valued, main: Valued): OtherReading[] =>
    silent && valued.value_fen !== main.value_fen ? [{ id: 'limited_by_days', valued }] : []
  const consumer_days =
    at_day_list !== null && at_day_list.value_fen > by_days.value_fen ? at_day_list : by_days
  return {
    units: Math.min(visits.used, visits.max) / (visits.scale ?? 1),
    ways: { not_consumer_cause: fair, consumer_cause: listed, void: { ...fair, article: [15, 1] } },
    others: {
      not_consumer_cause: otherwise(by_days, fair),
      consumer_cause: [...others, ...otherwise(consumer_days, listed)],
      void: [],
    },
    notices: [],
  }
}

function passedDays(lot: LotFacts, on: LocalDate): number {
  const term = { starts_on: scheduledDates(lot).starts_on, face_units: lot.face_units }
  return earnedDays(term, stoppedBefore(lot, on) ?? on, lot.days_off)
}
const stoppedBefore = ({ stopped_on }: LotFacts, on: LocalDate): LocalDate | null =>
  stopped_on !== null && stopped_on < on ? stopped_on : null

function dayRatio(lot: LotFacts, on: LocalDate, days: number): Valued {
  const value_fen = releasedFor(fen(lot.paid_fen), days, lot.face_units)
  const stopped = stoppedBefore(lot, on)
  const off =
    lot.days_off.length === 0 ? ['', ''] : ['（停卡的日子不算）', ' (paused days left out)']
  const stop =
    stopped === null
      ? ['', '']
      : [`，店家自 ${stopped} 起停止服务`, `, the shop stopped on ${stopped}`]
  const article: Place = stopped === null ? [22, 1] : [22, 2]
  return {
    value_fen,
    said: wording(
      `减去已过 ${days} 天、共 ${lot.face_units} 天的部分${off[0]}${stop[0]}`,
      `Less ${days} of ${lot.face_units} days${off[1]}${stop[1]}`,
    ),
    article,
    sum:
      days === 0
        ? null
        : `${plain(lot.paid_fen)} × ${days} ÷ ${lot.face_units} = ${plain(value_fen)}`,
  }
}

/** §19 on a period card: by its undiscounted price as a whole, or of one day; null where neither is known. */
function atListDays(lot: LotFacts, days: number, by_days: Valued): Valued | null {
  const total_fen = lot.list_total_fen ?? null
  const off = lot.days_off.length === 0 ? '' : '（停卡的日子不算）'
  if (total_fen !== null) {
    const value_fen = Math.max(proportion(total_fen, days, lot.face_units), by_days.value_fen)
    return {
      value_fen,
      said: wording(
        `减去已过 ${days} 天${off}，按打折前整张卡 ${yuan(total_fen)} 折算`,
        `Less ${days} days, at ${yuan(total_fen)} undiscounted for the whole card`,
      ),
      article: [19, 1],
      sum: `${plain(total_fen)} × ${days} ÷ ${lot.face_units} = ${plain(value_fen)}`,
    }
  }
  if (lot.list_price_fen === null) return atListEntries(lot, by_days)
  const value_fen = Math.max(days * lot.list_price_fen, by_days.value_fen)
  return {
    value_fen,
    said: wording(
      `减去已过 ${days} 天${off}，按打折前每天 ${yuan(lot.list_price_fen)} 计算`,
      `Less ${days} days at ${yuan(lot.list_price_fen)} undiscounted a day`,
    ),
    article: [19, 1],
    sum: `${days} × ${plain(lot.list_price_fen)} = ${plain(value_fen)}`,
  }
}
function atListEntries(lot: LotFacts, by_days: Valued): Valued | null {
  const { used = null, price_fen = null } = lot.entries ?? {}
  if (used === null || price_fen === null) return null
  const value_fen = Math.max(used * price_fen, by_days.value_fen)
  return { ...entriesAt(used, price_fen), value_fen, article: [19, 1] }
}
const entriesAt = (used: number, price_fen: number): Valued => ({
  value_fen: used * price_fen,
  said: wording(
    `减去去过 ${used} 次，按单次 ${yuan(price_fen)} 计算`,
    `Less ${used} visits at ${yuan(price_fen)} each`,
  ),
  article: [15, 1],
  sum: used === 0 ? null : `${used} × ${plain(price_fen)} = ${plain(used * price_fen)}`,
})

/** A void contract: only what was delivered is paid for (§15 ¶1); days that merely passed are not delivery. */
function delivered(
  lot: LotFacts,
  by_days: Valued,
): { main: { void: Valued }; others: OtherReading[] } {
  const none: Valued = {
    value_fen: 0,
    said: wording('没有证明兑付过的，不扣', 'Nothing proven to be delivered, nothing deducted'),
    article: [15, 1],
    sum: null,
  }
  const { used = null, price_fen = null } = lot.entries ?? {}
  const untouched =
    used === 0 || (used === null && lot.uses.length === 0 && lot.entries !== undefined)
  const ratio = { ...by_days, article: [15, 1] as const }
  if (used !== null && price_fen !== null) {
    const counted = entriesAt(used, price_fen)
    const capped = { ...counted, value_fen: Math.min(counted.value_fen, lot.paid_fen) }
    return { main: { void: capped }, others: [] }
  }
  if (untouched || by_days.value_fen === 0) return { main: { void: none }, others: [] }
  return { main: { void: none }, others: [{ id: 'void_delivered', valued: ratio }] }
}

function visitsUsed(lot: LotFacts, visits: Visits) {
  const scale = visits.scale ?? 1
  const used = Math.min(visits.used, visits.max)
  const value_fen = releasedFor(fen(lot.paid_fen), used, visits.max)
  const [n, of] = [units(used, scale), units(visits.max, scale)]
  const fair: Valued = {
    value_fen,
    said: wording(`减去已到店 ${n} 次、共 ${of} 次的部分`, `Less ${n} of ${of} visits`),
    article: visits.list_price_fen === null ? [15, 1] : [18, 1, 1],
    sum: used === 0 ? null : `${n} × ${plain(lot.paid_fen)} ÷ ${of} = ${plain(value_fen)}`,
  }
  const price = visits.list_price_fen
  const others: OtherReading[] = []
  if (used === 0 || lot.no_discount === true) return { fair, listed: fair, others }
  if (price === null) {
    others.push({ id: 'list_price_unknown', valued: allUsed(lot) })
    return { fair, listed: fair, others }
  }
  const list_fen = proportion(price, used, scale)
  if (list_fen <= value_fen) return { fair, listed: fair, others }
  const listed: Valued = {
    value_fen: list_fen,
    said: wording(
      `减去已到店 ${n} 次，按打折前每次 ${yuan(price)} 计算`,
      `Less ${n} visits at ${yuan(price)} undiscounted each`,
    ),
    article: [19, 1],
    sum: `${n} × ${plain(price)} = ${plain(list_fen)}`,
  }
  return { fair, listed, others }
}
