import { type City, cityOn } from '../kernel/city'
import { insist } from '../kernel/refusals'
import type { LocalDate } from '../kernel/time'
import { SALE_REGIONS, type SaleRegion } from '../law/sale-rule'

/** Whose rules hold in this city on a day, beside the nation's and the platform's. */
export function regionOn(city: City, on: LocalDate): SaleRegion {
  const { region } = cityOn(city, on)
  insist(region in SALE_REGIONS, `the sale rules know the region ${region}`)
  return region as SaleRegion
}
