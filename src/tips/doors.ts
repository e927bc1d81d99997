import { bindDoors } from '../platform/jobs'
import { room } from './room'
import { tipRoutes } from './routes'

export const doors = bindDoors(room, {
  routes: [tipRoutes],
})
