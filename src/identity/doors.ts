import { bindDoors } from '../platform/jobs'
import { room } from './room'
import { identityRoutes } from './routes'
import { forgetCodesAndSessions } from './sessions'

export const doors = bindDoors(room, {
  routes: [identityRoutes],
  jobs: {
    forgetCodesAndSessions,
  },
})
