import { doorsOf } from '../platform/doors'
import { overviewRoutes } from './overview'
import { room } from './room'

export const doors = doorsOf(room, {
  routes: [overviewRoutes],
})
