import { bindDoors } from '../platform/jobs'
import { cardRoutes } from '../readers/routes'
import { cardUsesColumns } from '../redemptions/store'
import { refundFigure } from './now'
import { room } from './room'
import { refundRoutes } from './routes'

export const doors = bindDoors(room, {
  routes: [refundRoutes, cardRoutes({ uses: cardUsesColumns, refund: refundFigure })],
})
