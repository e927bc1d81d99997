import { doorsOf } from '../platform/doors'
import { cardRoutes } from '../readers/routes'
import { usesOfCard } from '../redemptions/store'
import { refundFigure } from './now'
import { room } from './room'
import { refundRoutes } from './routes'

export const doors = doorsOf(room, {
  routes: [refundRoutes, cardRoutes({ uses: usesOfCard, refund: refundFigure })],
})
