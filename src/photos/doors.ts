import { bindDoors } from '../platform/jobs'
import { room } from './room'
import { photoRoutes } from './routes'

export const doors = bindDoors(room, {
  routes: [photoRoutes],
})
