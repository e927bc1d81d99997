import { doorsOf } from '../platform/doors'
import { room } from './room'
import { merchantRoutes } from './routes'

export const doors = doorsOf(room, {
  routes: [merchantRoutes],
})
