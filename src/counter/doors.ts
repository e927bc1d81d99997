import { bindDoors } from '../platform/doors'
import { room } from './room'
import { counterRoutes } from './routes'

export const doors = bindDoors(room, {
  routes: [counterRoutes],
})
