import { bindDoors } from '../platform/jobs'
import { overviewRoutes } from './overview'
import { room } from './room'

export const doors = bindDoors(room, {
  routes: [overviewRoutes],
})
