import { insist } from '../kernel/refusals'
import { SALE_REGIONS, type SaleRegion } from '../law/sale-rule'
import type { World } from '../platform/world'

/** Whose rules hold in this city, by configuration. */
export function regionOf({ config }: World): SaleRegion {
  insist(config.region in SALE_REGIONS, `YFB_REGION ${config.region} is a known region`)
  return config.region as SaleRegion
}
