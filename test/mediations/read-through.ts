import { PIN } from '../redemptions/support'
import { type Desk, good } from '../refunds/support'

/** A card of its own is settled by a mediator: both sides said yes, and a court may confirm it. */
export async function settles(
  desk: Desk,
  put: (key: string, value: unknown) => void,
): Promise<void> {
  const card = await desk.buysCard(0)
  const path = `/v1/cards/${card}/mediations` as const
  const { id } = good(await desk.says(desk.supervisor, 'POST', path, { words: '各让一步' }))
  const token = await desk.as(desk.li.id)
  good(await desk.call('POST', '/v1/me/proofs', { token, body: { pin: PIN } }))
  good(await desk.call('POST', `/v1/mediations/${id}/holder-acceptance`, { token, body: {} }))
  good(await desk.says(desk.owner, 'POST', `/v1/mediations/${id}/shop-acceptance`))
  const batch = { share_bp: 5_000, words: '停业善后' }
  good(
    await desk.says(
      desk.supervisor,
      'POST',
      `/v1/merchants/${desk.shop.id}/mediation-batches`,
      batch,
    ),
  )
  put('/v1/mediations/:id', id)
}
