import { bindDoors } from '../platform/jobs'
import { room } from './room'
import { ledgerRoutes } from './routes'

export const doors = bindDoors(room, {
  routes: [ledgerRoutes],
})
