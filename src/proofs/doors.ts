import { doorsOf } from '../platform/doors'
import { room } from './room'
import { proofRoutes } from './routes'

export const doors = doorsOf(room, {
  routes: [proofRoutes],
})
