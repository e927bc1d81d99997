import { bindDoors } from '../platform/doors'
import { room } from './room'
import { peopleRoutes } from './routes'

export const doors = bindDoors(room, {
  routes: [peopleRoutes],
})
