import { type CoverageFacts, type CoverageRow, measureCoverage } from '../closes/rules'
import { type Calendar, type CountedDay, countWorkdays } from '../kernel/calendar'
import { fen } from '../kernel/money'
import { type EntityType, isInGroups, ORDER_9_GROUPS } from '../kernel/places'
import { dayStart, type Instant, type LocalDate, localDate, plusDays } from '../kernel/time'

export const QUARTER = /^20\d\dQ[1-4]$/
/**
 * 商务部令2012年第9号 §31: companies of some size file within 15 working days, groups and brands within 20. What size an
 * issuer has is not known here, so everybody is asked by the earlier day.
 */
const FILE_WORKDAYS = 15
/** 上海市单用途预付消费卡管理规定 §12: by the 25th of the first month, every operator. */
const SHANGHAI_DAY = 25

export type Period = {
  quarter: string
  from_on: LocalDate
  to_on: LocalDate
  /** The first moment of the quarter, and the first one after it. */
  from_at: Instant
  end_at: Instant
}
export function quarterPeriod(quarter: string): Period {
  const year = Number(quarter.slice(0, 4))
  const first = Number(quarter.slice(5)) * 3 - 2
  const month = (y: number, m: number) => `${y}-${String(m).padStart(2, '0')}-01`
  const from_on = month(year, first)
  const after_on = first === 10 ? month(year + 1, 1) : month(year, first + 3)
  const at = { from_at: dayStart(from_on), end_at: dayStart(after_on) }
  return { quarter, from_on, to_on: plusDays(after_on, -1), ...at }
}

/** How many quarters are offered to choose from. */
const SHOWN = 6
/** The running quarter and those before it, the newest first. */
export function quartersUpTo(today: LocalDate): string[] {
  const first = Number(today.slice(0, 4)) * 4 + Math.ceil(Number(today.slice(5, 7)) / 3) - 1
  return Array.from({ length: SHOWN }, (_none, i) => {
    const at = first - i
    return `${Math.floor(at / 4)}Q${(at % 4) + 1}`
  })
}
/** The one that is asked about when none is named: the last that is over. */
export const lastOver = (today: LocalDate): string => quartersUpTo(today)[1] ?? ''

/** Figures of a shop as they are read, before they are put together. */
export type QuarterFacts = {
  merchant_id: string
  merchant_name: string
  entity_type: EntityType
  sector: string
  admitted_at: Instant | null
  topups_count: number
  received_fen: number
  uses_count: number
  redeemed_fen: number
  received_before_fen: number
  redeemed_before_fen: number
  refunds_count: number
  refunded_fen: number
  refunded_before_fen: number
  cards_opened_count: number
  cards_count: number
  custody_fen: number
  payable_fen: number
  deposit_fen: number
  advance_fen: number
  close: (Omit<CoverageRow, 'day' | 'merchant_id' | 'district'> & { close_hash: string }) | null
}
export type QuarterFigures = ReturnType<typeof quarterFigures>

/**
 * What is filed of a quarter, in fen and counts. What was received less what was redeemed and given back is what is still
 * owed to holders at its end; the bank's close of the last day, once it is sealed, says the same from the cards one by one.
 */
export function quarterFigures(seen: QuarterFacts) {
  const { received_before_fen, redeemed_before_fen, refunded_before_fen, close } = seen
  const balance_before_fen = fen(received_before_fen - redeemed_before_fen - refunded_before_fen)
  const moved_fen = seen.received_fen - seen.redeemed_fen - seen.refunded_fen
  const balance_fen = fen(balance_before_fen + moved_fen)
  return {
    balance_before_fen,
    topups_count: seen.topups_count,
    received_fen: seen.received_fen,
    uses_count: seen.uses_count,
    redeemed_fen: seen.redeemed_fen,
    refunds_count: seen.refunds_count,
    refunded_fen: seen.refunded_fen,
    balance_fen,
    cards_opened_count: seen.cards_opened_count,
    cards_count: seen.cards_count,
    custody_fen: seen.custody_fen,
    payable_fen: seen.payable_fen,
    deposit_fen: seen.deposit_fen,
    advance_fen: seen.advance_fen,
    bank:
      close === null
        ? null
        : {
            close_hash: close.close_hash,
            cards_count: close.cards_count,
            requirement_fen: close.requirement_fen,
            bank_fen: close.bank_fen,
            ...coveredBy(close),
            ties_out: close.requirement_fen === balance_fen,
          },
  }
}

function coveredBy(close: CoverageFacts) {
  const { owed_fen, covered_fen, short_fen, in_transit_fen, coverage_bp } = measureCoverage(close)
  return { owed_fen, covered_fen, short_fen, in_transit_fen, coverage_bp }
}

type Issuer = Pick<QuarterFacts, 'entity_type' | 'admitted_at'>
/**
 * The last day for filing, or null where no norm asks for it: order 9 binds companies of three trades, Shanghai's rules
 * every operator, and nobody before there was a shop.
 */
export function dueOn(
  issuer: Issuer,
  { to_on, end_at }: Period,
  { region, groups, calendar }: { region: string; groups: readonly string[]; calendar: Calendar },
): CountedDay | null {
  if (issuer.admitted_at === null || issuer.admitted_at >= end_at) return null
  if (region === 'shanghai')
    return { last_day: plusDays(to_on, SHANGHAI_DAY), provisional_after: null }
  const is_bound = issuer.entity_type === 'company' && isInGroups(groups, ORDER_9_GROUPS)
  return is_bound ? countWorkdays(calendar, to_on, FILE_WORKDAYS) : null
}

export const QUARTER_STATES = ['running', 'open', 'due', 'overdue', 'filed', 'filed_late'] as const
type QuarterState = (typeof QUARTER_STATES)[number]
/** Where the filing of a quarter stands. `open`: it may be filed, nobody asks for it. */
export function quarterState(
  { to_on }: Pick<Period, 'to_on'>,
  of: { due_on: LocalDate | null; filed_at: Instant | null },
  today: LocalDate,
): QuarterState {
  const { due_on, filed_at } = of
  if (filed_at !== null)
    return due_on !== null && localDate(filed_at) > due_on ? 'filed_late' : 'filed'
  if (today <= to_on) return 'running'
  if (due_on === null) return 'open'
  return today > due_on ? 'overdue' : 'due'
}
