import { doorsOf } from '../platform/doors'
import { room } from './room'
import { careRoutes } from './routes'
import { tellServiceStops } from './stops'
import { expireTransfers } from './transfer'

export const doors = doorsOf(room, {
  routes: [careRoutes],
  jobs: {
    expireTransfers,
    tellServiceStops,
  },
})
