import { settles } from '../mediations/read-through'
import { type Desk, good } from '../refunds/support'
import { ABOUT_THE_REST } from './support'

/** A holder complains about a card, and the authority takes it up; somebody reports the shop. */
export async function complains(
  desk: Desk,
  card: string,
  put: (key: string, value: unknown) => void,
): Promise<void> {
  const { li, shop, supervisor } = desk
  const filed = good(await desk.says(li.id, 'POST', `/v1/cards/${card}/complaints`, ABOUT_THE_REST))
  good(await desk.says(supervisor, 'POST', `/v1/complaints/${filed.id}/acceptance`))
  const report = { kind: 'off_escrow_sale', words: '收银台收现金充值' }
  good(await desk.says(li.id, 'POST', `/v1/merchants/${shop.id}/reports`, report))
  put('/v1/complaints/:id', filed.id)
  await settles(desk, put)
  // Another that nobody could settle: the holder has papers for a court.
  const lost = good(await desk.says(li.id, 'POST', `/v1/cards/${card}/complaints`, ABOUT_THE_REST))
  good(await desk.says(supervisor, 'POST', `/v1/complaints/${lost.id}/acceptance`))
  put('readComplaintClaimPack', lost.id)
  const end = { outcome: 'not_settled', note: '双方谈不拢' } as const
  good(await desk.says(supervisor, 'POST', `/v1/complaints/${lost.id}/closure`, end))
}
