import { doorsOf } from '../platform/doors'
import { room } from './room'
import { tipRoutes } from './routes'

export const doors = doorsOf(room, {
  routes: [tipRoutes],
})
