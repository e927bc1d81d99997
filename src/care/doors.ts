import { bindDoors } from '../platform/jobs'
import { room } from './room'
import { careRoutes } from './routes'
import { tellServiceStops } from './stops'
import { expireTransfers } from './transfer'
import { warnCompanions } from './warn'

export const doors = bindDoors(room, {
  routes: [careRoutes],
  jobs: {
    expireTransfers,
    tellServiceStops,
    warnCompanions,
  },
})
