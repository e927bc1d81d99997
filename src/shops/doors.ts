import { bindDoors } from '../platform/doors'
import { room } from './room'
import { merchantShopRoutes } from './routes'

export const doors = bindDoors(room, {
  routes: [merchantShopRoutes],
})
