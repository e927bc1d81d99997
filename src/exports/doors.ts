import { doorsOf } from '../platform/doors'
import { room } from './room'
import { exportRoutes } from './routes'

export const doors = doorsOf(room, {
  routes: [exportRoutes],
})
