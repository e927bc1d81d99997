/** What may happen to a shop on a day, beside its trade. */
export const FACT_EVENTS = [
  'legal_representative_changed',
  'address_changed',
  'licence_lapsed',
  'court_enforcement_listed',
  'off_escrow_sale_reported',
  'patrol_ok',
  'patrol_closed',
  'patrol_sale_sign',
  'refurbishment_declared',
  'closure_announced',
] as const
export type FactEvent = (typeof FACT_EVENTS)[number]

/** Every count and sum of a day, zero where nothing happened; sums are whole fen. */
const FACT_FIGURES = [
  'sold_fen',
  'bonus_fen',
  'lots_sold',
  'used_fen',
  'uses',
  'merchant_started_uses',
  'contested_uses',
  'refund_requests',
  'complaints',
  'payout_bounces',
  'bank_breaks',
  'escrow_fen',
  'holders',
] as const
type FactFigure = (typeof FACT_FIGURES)[number]

/** One shop, one day: what a detector may know, and nothing else. */
export type Facts = Record<FactFigure, number> & {
  day: string
  shop: string
  sector: string
  brand: string | null
  opened_on: string | null
  lease_ends_on: string | null
  events: FactEvent[]
}

const DAY = /^\d{4}-\d{2}-\d{2}$/
const isDay = (said: unknown): said is string =>
  typeof said === 'string' && DAY.test(said) && !Number.isNaN(Date.parse(said))
const textOr = (said: unknown): string | null =>
  typeof said === 'string' && said !== '' ? said : null
const dayOr = (said: unknown): string | null => (isDay(said) ? said : null)

/**
 * A row as anybody may write it, as facts; null where it is none: no day, no shop, a figure that is no number. A missing
 * figure is 0, one below 0 (a correction of another day) counts as 0; fields and events nobody knows are passed over.
 */
export function factsFrom(row: unknown): Facts | null {
  if (typeof row !== 'object' || row === null) return null
  const said = row as Record<string, unknown>
  const shop = textOr(said.shop)
  if (!isDay(said.day) || shop === null) return null
  const figures: Partial<Record<FactFigure, number>> = {}
  for (const name of FACT_FIGURES) {
    const value = said[name] ?? 0
    if (typeof value !== 'number' || !Number.isFinite(value)) return null
    figures[name] = value > 0 ? value : 0
  }
  const events = Array.isArray(said.events) ? said.events.filter(isEvent) : []
  return {
    ...{ day: said.day, shop, sector: textOr(said.sector) ?? '', brand: textOr(said.brand) },
    ...{ opened_on: dayOr(said.opened_on), lease_ends_on: dayOr(said.lease_ends_on), events },
    ...(figures as Record<FactFigure, number>),
  }
}
const isEvent = (said: unknown): said is FactEvent =>
  (FACT_EVENTS as readonly unknown[]).includes(said)
