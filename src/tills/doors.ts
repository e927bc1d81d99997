import { bindDoors } from '../platform/doors'
import { claimCardRoutes } from './claim-cards'
import { room } from './room'

export const doors = bindDoors(room, {
  routes: [claimCardRoutes],
})
