import { bindDoors } from '../platform/jobs'
import { bankBreakAgeRoutes } from './ages'
import { room } from './room'
import { bankBreakRoutes } from './routes'

export const doors = bindDoors(room, {
  routes: [bankBreakRoutes, bankBreakAgeRoutes],
})
