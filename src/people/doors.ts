import { bindDoors } from '../platform/doors'
import { appointmentRoutes } from './appointment-routes'
import { room } from './room'
import { peopleRoutes } from './routes'

export const doors = bindDoors(room, {
  routes: [peopleRoutes, appointmentRoutes],
})
