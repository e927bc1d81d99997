import { bindDoors } from '../platform/jobs'
import { room } from './room'
import { objectionRoutes } from './routes'

export const doors = bindDoors(room, {
  routes: [objectionRoutes],
})
