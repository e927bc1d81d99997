import { doorsOf } from '../platform/doors'
import { room } from './room'
import { bankBreakRoutes } from './routes'

export const doors = doorsOf(room, {
  routes: [bankBreakRoutes],
})
