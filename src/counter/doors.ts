import { bindDoors } from '../platform/jobs'
import { room } from './room'
import { counterRoutes } from './routes'

export const doors = bindDoors(room, {
  routes: [counterRoutes],
})
