import { bindDoors } from '../platform/jobs'
import { room } from './room'
import { joinRequestRoutes } from './routes'

export const doors = bindDoors(room, {
  routes: [joinRequestRoutes],
})
