import { bindDoors } from '../platform/jobs'
import { room } from './room'
import { merchantShopRoutes } from './routes'

export const doors = bindDoors(room, {
  routes: [merchantShopRoutes],
})
