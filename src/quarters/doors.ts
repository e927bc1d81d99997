import { doorsOf } from '../platform/doors'
import { room } from './room'
import { quarterRoutes } from './routes'

export const doors = doorsOf(room, {
  routes: [quarterRoutes],
})
