import { doorsOf } from '../platform/doors'
import {
  confirmSilentClaims,
  expireBookings,
  freeBookingsOfClosedShops,
  recountSilence,
} from './clock'
import { room } from './room'
import { holdRoutes } from './routes'

export const doors = doorsOf(room, {
  routes: [holdRoutes],
  jobs: {
    recountSilence,
    confirmSilentClaims,
    expireBookings,
    freeBookingsOfClosedShops,
  },
})
