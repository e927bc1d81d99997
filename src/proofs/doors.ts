import { bindDoors } from '../platform/doors'
import { room } from './room'
import { proofRoutes } from './routes'

export const doors = bindDoors(room, {
  routes: [proofRoutes],
})
