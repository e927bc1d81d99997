import { doorsOf } from '../platform/doors'
import { cardRoutes } from '../readers/routes'
import { refundNowOf } from './now'
import { room } from './room'
import { refundRoutes } from './routes'

export const doors = doorsOf(room, {
  routes: [cardRoutes(refundNowOf), refundRoutes],
})
