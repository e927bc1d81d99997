import { bindDoors } from '../platform/jobs'
import { forgetSignatures } from './forget'
import { room } from './room'
import { terminalRoutes } from './routes'

export const doors = bindDoors(room, {
  routes: [terminalRoutes],
  jobs: { forgetSignatures },
})
