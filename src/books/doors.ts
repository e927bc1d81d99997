import { doorsOf } from '../platform/doors'
import { room } from './room'
import { bookRoutes } from './routes'
import { continueRuns, startNightlyRun } from './run'

export const doors = doorsOf(room, {
  routes: [bookRoutes],
  jobs: {
    startNightlyRun,
    continueRuns,
  },
})
