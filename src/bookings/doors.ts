import { doorsOf } from '../platform/doors'
import { room } from './room'
import { bookingRoutes } from './routes'

export const doors = doorsOf(room, {
  routes: [bookingRoutes],
})
