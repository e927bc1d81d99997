import { bindDoors } from '../platform/doors'
import { room } from './room'
import { photoRoutes } from './routes'

export const doors = bindDoors(room, {
  routes: [photoRoutes],
})
