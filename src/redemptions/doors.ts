import { bindDoors } from '../platform/jobs'
import { expireRedemptions } from './confirm'
import { room } from './room'
import { redemptionRoutes } from './routes'

export const doors = bindDoors(room, {
  routes: [redemptionRoutes],
  jobs: {
    expireRedemptions,
  },
})
