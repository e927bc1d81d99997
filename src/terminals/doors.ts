import { bindDoors } from '../platform/doors'
import { forgetSignatures } from './forget'
import { room } from './room'
import { terminalRoutes } from './routes'

export const doors = bindDoors(room, {
  routes: [terminalRoutes],
  jobs: { forgetSignatures },
})
