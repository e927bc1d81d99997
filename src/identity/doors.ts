import { bindDoors } from '../platform/doors'
import { room } from './room'
import { identityRoutes } from './routes'
import { forgetCodesAndSessions } from './sessions'

export const doors = bindDoors(room, {
  routes: [identityRoutes],
  jobs: {
    forgetCodesAndSessions,
  },
})
