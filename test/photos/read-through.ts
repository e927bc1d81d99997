import type { LivedTown } from '../platform/lived-town'
import { good } from '../refunds/support'
import { brings, png } from './pictures'

/** The bakery brings two pictures of its front: one is shown, the other waits. */
export async function frontPictures({
  desk,
  people,
  ids,
  operator,
}: Pick<LivedTown, 'desk' | 'people' | 'ids'> & { operator: string }): Promise<void> {
  const who = people.get('owner') ?? ''
  const { id } = (await brings({ desk, who }, png())).body
  good(await desk.says(operator, 'POST', `/v1/shop-photos/${id}/ruling`, { ruling: 'shown' }))
  const other = await brings({ desk, who }, png({ width: 400 }))
  if (other.status !== 201) throw new Error(JSON.stringify(other.body))
  ids.set('/v1/shop-photos/:id', id)
}
