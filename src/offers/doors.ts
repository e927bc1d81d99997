import { doorsOf } from '../platform/doors'
import { room } from './room'
import { offerRoutes } from './routes'

export const doors = doorsOf(room, {
  routes: [offerRoutes],
})
