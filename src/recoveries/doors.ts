import { bindDoors } from '../platform/jobs'
import { linkRoutes } from './link-routes'
import { room } from './room'
import { accountRecoveryRoutes } from './routes'
import { tellOldNumbers } from './tell'

export const doors = bindDoors(room, {
  routes: [accountRecoveryRoutes, linkRoutes],
  jobs: { tellOldNumbers },
})
