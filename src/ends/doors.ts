import { bindDoors } from '../platform/jobs'
import { tellDeposits } from './deposit'
import { depositRoutes } from './deposit-routes'
import { room } from './room'
import { endRoutes } from './routes'
import { runEndings } from './run'

export const doors = bindDoors(room, {
  routes: [endRoutes, depositRoutes],
  jobs: {
    tellDeposits,
    runEndings,
  },
})
