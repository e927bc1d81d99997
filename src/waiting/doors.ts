import { bindDoors } from '../platform/jobs'
import { room } from './room'
import { waitingRoutes } from './routes'

export const doors = bindDoors(room, {
  routes: [waitingRoutes],
})
