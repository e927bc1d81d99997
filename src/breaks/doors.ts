import { bindDoors } from '../platform/doors'
import { room } from './room'
import { bankBreakRoutes } from './routes'

export const doors = bindDoors(room, {
  routes: [bankBreakRoutes],
})
