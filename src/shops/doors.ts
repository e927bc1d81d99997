import { doorsOf } from '../platform/doors'
import { room } from './room'
import { merchantShopRoutes } from './routes'

export const doors = doorsOf(room, {
  routes: [merchantShopRoutes],
})
