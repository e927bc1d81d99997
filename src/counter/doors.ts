import { doorsOf } from '../platform/doors'
import { room } from './room'
import { counterRoutes } from './routes'

export const doors = doorsOf(room, {
  routes: [counterRoutes],
})
