import { bindDoors } from '../platform/doors'
import { room } from './room'
import { exportRoutes } from './routes'

export const doors = bindDoors(room, {
  routes: [exportRoutes],
})
