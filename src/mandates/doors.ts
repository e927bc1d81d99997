import { bindDoors } from '../platform/doors'
import { lapseMandates } from './clock'
import { mandateDeskRoutes } from './desk-routes'
import { room } from './room'
import { mandateRoutes } from './routes'

export const doors = bindDoors(room, {
  routes: [mandateRoutes, mandateDeskRoutes],
  jobs: { lapseMandates },
})
