import { bindDoors } from '../platform/doors'
import { room } from './room'
import { joinRequestRoutes } from './routes'

export const doors = bindDoors(room, {
  routes: [joinRequestRoutes],
})
