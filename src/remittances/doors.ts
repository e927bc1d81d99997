import { doorsOf } from '../platform/doors'
import { room } from './room'
import { remittanceRoutes } from './routes'
import { sendRefunds } from './send'

export const doors = doorsOf(room, {
  routes: [remittanceRoutes],
  jobs: {
    sendRefunds,
  },
})
