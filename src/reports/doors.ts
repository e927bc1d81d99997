import { bindDoors } from '../platform/jobs'
import { reportFileRoutes } from './file'
import { recordReports } from './record'
import { room } from './room'
import { reportRoutes } from './routes'

export const doors = bindDoors(room, {
  routes: [reportRoutes, reportFileRoutes],
  jobs: { recordReports },
})
