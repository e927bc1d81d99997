import { bindDoors } from '../platform/jobs'
import { applyAccountChanges } from './change'
import { room } from './room'
import { accountRoutes } from './routes'

export const doors = bindDoors(room, {
  routes: [accountRoutes],
  jobs: { applyAccountChanges },
})
