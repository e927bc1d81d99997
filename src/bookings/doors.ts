import { bindDoors } from '../platform/jobs'
import { room } from './room'
import { bookingRoutes } from './routes'

export const doors = bindDoors(room, {
  routes: [bookingRoutes],
})
