import { bindDoors } from '../platform/jobs'
import { room } from './room'
import { offerRoutes } from './routes'

export const doors = bindDoors(room, {
  routes: [offerRoutes],
})
