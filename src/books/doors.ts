import { bindDoors } from '../platform/jobs'
import { room } from './room'
import { bookRoutes } from './routes'
import { continueRuns, startNightlyRun } from './run'

export const doors = bindDoors(room, {
  routes: [bookRoutes],
  jobs: {
    startNightlyRun,
    continueRuns,
  },
})
