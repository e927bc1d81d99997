import { bindDoors } from '../platform/jobs'
import { room } from './room'
import { proofRoutes } from './routes'

export const doors = bindDoors(room, {
  routes: [proofRoutes],
})
