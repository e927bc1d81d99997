import { bindDoors } from '../platform/jobs'
import { bankCheckRoutes } from './check-routes'
import { closeDays } from './close'
import { bankDeskRoutes } from './desk'
import { room } from './room'
import { bankCloseRoutes } from './routes'
import { bankShortageRoutes } from './shortage-routes'

export const doors = bindDoors(room, {
  routes: [bankCloseRoutes, bankCheckRoutes, bankDeskRoutes, bankShortageRoutes],
  jobs: {
    closeBankDays: closeDays,
  },
})
