import { bindDoors } from '../platform/doors'
import { room } from './room'
import { waitingRoutes } from './routes'

export const doors = bindDoors(room, {
  routes: [waitingRoutes],
})
