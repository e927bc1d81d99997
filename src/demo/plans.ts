/** What an offer states of bookings and pauses; left out, it states nothing. */
type Bookings = { no_show_bp?: number; free_cancel_hours?: number }
type Pauses = { pauses_max?: number; pause_days_max?: number; pause_days_min?: number }
export type OfferPlan =
  | ({
      kind: 'stored_value'
      name: string
      price_fen: number
      bonus_fen: number
      discount_bp: number
    } & Bookings)
  | ({
      kind: 'count'
      name: string
      service: string
      price_fen: number
      visits: number
      bonus_visits: number
      list_price_fen: number
      valid_days: number | null
    } & Bookings)
  | ({
      kind: 'period'
      name: string
      service: string
      price_fen: number
      days: number
      list_price_fen: number
      use_limit: 'limited' | 'unlimited'
    } & Pauses)
export type ShopPlan = {
  name: string
  sector: string
  district: string
  entity_type: 'individual' | 'company'
  address: string
  legal_representative: string
  /** The last figure: how many visits of a count card one takes, where the shop says so. */
  items: [name: string, list_price_fen: number, visits?: number][]
  offers: OfferPlan[]
  /** How likely a holder drops in on a day, in percent. */
  visit_percent: number
}

export const stored = (
  name: string,
  yuan: number,
  bonus: number,
  discount_bp = 10_000,
): OfferPlan & { kind: 'stored_value' } => ({
  kind: 'stored_value',
  name,
  price_fen: yuan * 100,
  bonus_fen: bonus * 100,
  discount_bp,
})
export const visits = (
  name: string,
  service: string,
  yuan: number,
  count: number,
  bonus: number,
  list_yuan: number,
): OfferPlan & { kind: 'count' } => ({
  kind: 'count',
  name,
  service,
  price_fen: yuan * 100,
  visits: count,
  bonus_visits: bonus,
  list_price_fen: list_yuan * 100,
  valid_days: null,
})
export const period = (
  name: string,
  service: string,
  yuan: number,
  days: number,
  list_fen_a_day: number,
): OfferPlan & { kind: 'period' } => ({
  kind: 'period',
  name,
  service,
  price_fen: yuan * 100,
  days,
  list_price_fen: list_fen_a_day,
  use_limit: 'unlimited',
})
