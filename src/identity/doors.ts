import { doorsOf } from '../platform/doors'
import { room } from './room'
import { identityRoutes } from './routes'
import { forgetCodesAndSessions } from './sessions'

export const doors = doorsOf(room, {
  routes: [identityRoutes],
  jobs: {
    forgetCodesAndSessions,
  },
})
