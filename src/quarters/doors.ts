import { bindDoors } from '../platform/doors'
import { room } from './room'
import { quarterRoutes } from './routes'

export const doors = bindDoors(room, {
  routes: [quarterRoutes],
})
