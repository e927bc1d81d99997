import { sealPacks } from '../../src/packs/seal'
import type { Desk } from '../refunds/support'

/** After the bank's yesterday (test/intake/read-through.ts): the packs of its night. */
export async function nightPacks(
  desk: Desk,
  put: (key: string, value: unknown) => void,
): Promise<void> {
  while ((await sealPacks(desk.world, 50)) > 0);
  put('/v1/resolution-packs/:merchant_id', desk.shop.id)
  put('/v1/merchants/me/quarterly-figures/:quarter', '2026Q1')
}
