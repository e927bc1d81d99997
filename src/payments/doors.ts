import { bindDoors } from '../platform/jobs'
import { paymentRoutes } from './inbox'
import { room } from './room'

export const doors = bindDoors(room, {
  routes: [paymentRoutes],
})
