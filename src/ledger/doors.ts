import { bindDoors } from '../platform/doors'
import { room } from './room'
import { ledgerRoutes } from './routes'

export const doors = bindDoors(room, {
  routes: [ledgerRoutes],
})
