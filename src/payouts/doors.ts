import { bindDoors } from '../platform/jobs'
import { payCourts, payDaily } from './pay'
import { room } from './room'
import { payoutRoutes } from './routes'
import { settlePayouts } from './settle'

export const doors = bindDoors(room, {
  routes: [payoutRoutes],
  jobs: {
    payAfternoon: payDaily,
    payEvening: payDaily,
    payCourts,
    settlePayouts,
  },
})
