import type { Desk } from '../refunds/support'
import { good } from '../refunds/support'

const day = { opens: '09:00', closes: '21:00' }
const shorter = { opens: '10:00', closes: '20:00' }
/** The bakery says when it is open. */
export async function shopHours(desk: Desk, owner: string): Promise<void> {
  const path = `/v1/merchant-shops/${desk.shop.id.replace('mch', 'shp')}/hours` as const
  const weekly = [null, day, day, day, day, shorter, shorter]
  good(await desk.says(owner, 'PUT', path, { weekly, closures: [] }))
}
