import { doorsOf } from '../platform/doors'
import { room } from './room'
import { objectionRoutes } from './routes'

export const doors = doorsOf(room, {
  routes: [objectionRoutes],
})
