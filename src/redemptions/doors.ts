import { doorsOf } from '../platform/doors'
import { expireRedemptions } from './confirm'
import { room } from './room'
import { redemptionRoutes } from './routes'

export const doors = doorsOf(room, {
  routes: [redemptionRoutes],
  jobs: {
    expireRedemptions,
  },
})
