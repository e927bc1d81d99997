import { doorsOf } from '../platform/doors'
import { room } from './room'
import { waitingRoutes } from './routes'

export const doors = doorsOf(room, {
  routes: [waitingRoutes],
})
