import { bindDoors } from '../platform/doors'
import { room } from './room'
import { appointmentRoutes } from './routes'

export const doors = bindDoors(room, {
  routes: [appointmentRoutes],
})
