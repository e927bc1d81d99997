import { bindDoors } from '../platform/jobs'
import {
  confirmSilentClaims,
  expireBookings,
  freeBookingsOfClosedShops,
  recountSilence,
} from './clock'
import { room } from './room'
import { holdRoutes } from './routes'

export const doors = bindDoors(room, {
  routes: [holdRoutes],
  jobs: {
    recountSilence,
    confirmSilentClaims,
    expireBookings,
    freeBookingsOfClosedShops,
  },
})
