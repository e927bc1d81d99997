import { doorsOf } from '../platform/doors'
import { paymentRoutes } from './inbox'
import { room } from './room'

export const doors = doorsOf(room, {
  routes: [paymentRoutes],
})
