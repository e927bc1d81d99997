import type { FC } from 'hono/jsx'
import type { readShopOperation } from '../../offers/shop'
import type { listShopPhotosOperation } from '../../photos/routes'
import { type Say, useSay } from '../around'
import type { AnswerFor } from '../door'

export type PhotoAnswer = AnswerFor<typeof listShopPhotosOperation, 'staff'>['data'][number]
type ShopAnswer = AnswerFor<typeof readShopOperation>

/** The picture of a shop's front that an operator has looked at; nothing where there is none. */
export const Front: FC<{ of: Pick<ShopAnswer, 'code' | 'name' | 'photo'>; later?: boolean }> = ({
  of: { code, name, photo },
  later = false,
}) => {
  const t = useSay()
  if (!photo) return null
  return (
    <img
      class="front"
      src={`/s/${code}/photo?v=${photo.id}`}
      alt={t(`${name}的门面`, `The front of ${name}`)}
      width={photo.width}
      height={photo.height}
      loading={later ? 'lazy' : undefined}
      decoding="async"
    />
  )
}

const STATES: Record<PhotoAnswer['state'], readonly [string, string]> = {
  waiting: ['等平台看', 'waits for the operator'],
  replaced: ['换了新的', 'replaced'],
  shown: ['顾客看得到', 'customers see it'],
  refused: ['没有通过', 'refused'],
  removed: ['平台撤下了', 'taken down by the operator'],
  withdrawn: ['已经撤下', 'taken back'],
}
export const photoState = ({ state }: PhotoAnswer, t: Say): string => t(...STATES[state])
