import { bindDoors } from '../platform/doors'
import { room } from './room'
import { objectionRoutes } from './routes'

export const doors = bindDoors(room, {
  routes: [objectionRoutes],
})
