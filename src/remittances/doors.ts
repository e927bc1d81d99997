import { bindDoors } from '../platform/doors'
import { room } from './room'
import { remittanceRoutes } from './routes'
import { sendRefunds } from './send'

export const doors = bindDoors(room, {
  routes: [remittanceRoutes],
  jobs: {
    sendRefunds,
  },
})
