import { bindDoors } from '../platform/jobs'
import { room } from './room'
import { merchantRoutes } from './routes'

export const doors = bindDoors(room, {
  routes: [merchantRoutes],
})
