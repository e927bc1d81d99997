import { bindDoors } from '../platform/jobs'
import { room } from './room'
import { quarterRoutes } from './routes'

export const doors = bindDoors(room, {
  routes: [quarterRoutes],
})
