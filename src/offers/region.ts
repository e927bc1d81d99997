import type { Here } from '../clauses/rule'
import { type City, cityOn, districtName, factsOn, hotlineOn, sectorGroups } from '../kernel/city'
import type { EntityType } from '../kernel/places'
import { insist } from '../kernel/refusals'
import type { LocalDate } from '../kernel/time'
import type { CardKind } from '../law/offer-terms'
import { SALE_REGIONS, type SaleRegion, type SaleRule } from '../law/sale-rule'
import { applicableRules } from '../law/sale-rules'

/** Whose rules hold in this city on a day, beside the nation's and the platform's. */
export function regionOn(city: City, on: LocalDate): SaleRegion {
  const { region } = cityOn(city, on)
  insist(region in SALE_REGIONS, `the sale rules know the region ${region}`)
  return region as SaleRegion
}

/** What the sale rules ask of this city about a shop: its region, and the groups its trade belongs to on the day. */
export const underSaleRules = <M extends { sector: string }>(
  city: City,
  merchant: M,
  on: LocalDate,
): { region: SaleRegion; merchant: M & { sector_groups: readonly string[] } } => ({
  region: regionOn(city, on),
  merchant: { ...merchant, sector_groups: sectorGroups(city, merchant.sector, on) },
})

/** What the contract says of where the shop stands, and whom its holders may call. */
export type ContractPlace = {
  city: string
  district: string
  hotlines: readonly string[]
  here: Here
}
/** What is near, for clauses that send consumers away to sue: the city and its districts. */
export const hereOn = (city: City, on: LocalDate): Here => ({
  city: cityOn(city, on).short_name,
  districts: factsOn(city, 'district', on).map(({ value }) => value.short_name),
})
/** Where a shop stands, as its contracts say it and its clauses are read. */
export function placeOn(city: City, district: string, on: LocalDate): ContractPlace {
  const { name } = cityOn(city, on)
  return {
    city: name,
    district: districtName(city, district),
    hotlines: [hotlineOn(city, 'consumer', on), hotlineOn(city, 'government', on)],
    here: hereOn(city, on),
  }
}

/** The sale rules that hold for a card of this kind at this shop on a day, its money in full escrow. */
export function rulesFor(of: {
  merchant: { sector: string; entity_type: EntityType }
  kind: CardKind
  city: City
  on: LocalDate
}): SaleRule[] {
  const { merchant, region } = underSaleRules(of.city, of.merchant, of.on)
  return applicableRules({ ...merchant, region, kind: of.kind, on: of.on, escrow: 'full' })
}
