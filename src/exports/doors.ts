import { bindDoors } from '../platform/jobs'
import { room } from './room'
import { exportRoutes } from './routes'

export const doors = bindDoors(room, {
  routes: [exportRoutes],
})
