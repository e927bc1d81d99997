import { doorsOf } from '../platform/doors'
import { room } from './room'
import { peopleRoutes } from './routes'

export const doors = doorsOf(room, {
  routes: [peopleRoutes],
})
