import { bindDoors } from '../platform/jobs'
import { room } from './room'
import { supervisionRoutes } from './routes'
import { hearWarnings } from './warn'

export const doors = bindDoors(room, {
  routes: [supervisionRoutes],
  jobs: { hearWarnings },
})
