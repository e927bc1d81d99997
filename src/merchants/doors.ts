import { bindDoors } from '../platform/doors'
import { room } from './room'
import { merchantRoutes } from './routes'

export const doors = bindDoors(room, {
  routes: [merchantRoutes],
})
