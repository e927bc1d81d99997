import { bindDoors } from '../platform/jobs'
import { room } from './room'
import { remittanceRoutes } from './routes'
import { sendRefunds } from './send'

export const doors = bindDoors(room, {
  routes: [remittanceRoutes],
  jobs: {
    sendRefunds,
  },
})
