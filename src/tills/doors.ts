import { bindDoors } from '../platform/jobs'
import { claimCardRoutes } from './claim-cards'
import { room } from './room'
import { tillRoutes } from './routes'

export const doors = bindDoors(room, {
  routes: [claimCardRoutes, tillRoutes],
})
