import { bindDoors } from '../platform/doors'
import { claimCardRoutes } from './claim-cards'
import { room } from './room'
import { tillRoutes } from './routes'

export const doors = bindDoors(room, {
  routes: [claimCardRoutes, tillRoutes],
})
